//! Labels of a table.

use std::path::Path;

use anyhow::{anyhow, bail};
use csv::StringRecord;

use super::{Answer, Answers, Columns, IdColumn, normalised};
use crate::input::source;
use crate::input::table::{self, Table};

pub(super) fn read(path: &Path, columns: Columns<'_>) -> anyhow::Result<Answers> {
    let mut table = Table::new(source::name(path), source::open(path)?)?;
    let name = table.name().to_owned();
    let label = table.column(columns.label, columns.label_option)?;
    let text = table.find(columns.text);
    let group = columns
        .group
        .map(|group| table.column(group, "--group-column"));
    let group = group.transpose()?;
    let id = match columns.id {
        IdColumn::Named(id) => Some(table.column(id, "--id-column")?),
        id => id.name().and_then(|id| table.find(id)),
    };
    let p_columns: Vec<Option<usize>> = (columns.probabilities.iter())
        .map(|label| table.find(&format!("p_{label}")))
        .collect();
    let p_columns: Option<Vec<usize>> = match p_columns.iter().position(Option::is_none) {
        Some(missing) if p_columns.iter().any(Option::is_some) => bail!(
            "{name}:1: probabilities of some labels, but no column `p_{}`",
            columns.probabilities[missing]
        ),
        Some(_) => None,
        None => p_columns.into_iter().collect(),
    };
    let mut records = Vec::new();
    let mut record = StringRecord::new();
    while table.read(&mut record)? {
        let place = format!("{name}:{}", table::line(&record));
        let abstained = record[label].is_empty();
        let p_of = |&column: &usize| {
            let field = record[column].trim();
            field.parse::<f64>().map_err(|_| {
                anyhow!("{place}: `{field}` is not a probability: a number from 0 to 1")
            })
        };
        let probabilities = match p_columns.as_ref().filter(|columns| !columns.is_empty()) {
            Some(columns) => {
                let found = columns.iter().map(p_of).collect::<anyhow::Result<_>>()?;
                Some(normalised(found, &place)?)
            }
            None => None,
        };
        records.push(Answer {
            id: id.map(|id| record[id].to_owned()),
            text: text.map(|text| record[text].to_owned()),
            label: (!abstained).then(|| record[label].to_owned()),
            group: group.map(|group| record[group].to_owned()),
            probabilities,
            place,
        });
    }
    Ok(Answers { name, records })
}
