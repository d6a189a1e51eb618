//! What was rated, with the labels that each rater gave.

use std::collections::{BTreeSet, HashMap};

use anyhow::bail;
use stance_eval::agreement::Ratings;

use super::Rater;
use crate::args::AgreeArgs;
use crate::input::answers::{self, Answer, Answers, Columns, IdColumn};

/// All that was rated by one rater at least, in the order of the files.
pub(super) struct Units {
    pub raters: Vec<String>,
    pub units: Vec<Unit>,
    /// Sorted, each once.
    pub labels: Vec<String>,
    pub matched_by: String,
}

/// Something rated.
pub(super) struct Unit {
    /// Its id; where it has none, its place in the first file.
    pub id: String,
    pub text: Option<String>,
    /// In the order of the raters.
    pub labels: Vec<Option<String>>,
}

impl Units {
    pub(super) fn read(args: &AgreeArgs) -> anyhow::Result<Self> {
        let columns = Columns {
            id: IdColumn::of(args.id_column.as_deref()),
            text: &args.text_column,
            label: &args.label_column,
            label_option: "--label-column",
            group: None,
            probabilities: &[],
        };
        let files = args.files.iter().map(|file| answers::read(file, columns));
        let files = files.collect::<anyhow::Result<Vec<Answers>>>()?;
        let by_id = files.iter().all(Answers::has_ids);
        let mut units = if by_id {
            matched(&files)?
        } else {
            in_order(&files)?
        };
        units.retain(|unit| unit.labels.iter().any(Option::is_some));
        let raters: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        if units.is_empty() {
            bail!("{}: no record has a label", raters.join(", "));
        }
        let records = files.iter().flat_map(|file| &file.records);
        check_labels(records, &args.labels)?;
        let labels: BTreeSet<&String> = units
            .iter()
            .flat_map(|unit| unit.labels.iter().flatten())
            .collect();
        Ok(Self {
            labels: labels.into_iter().cloned().collect(),
            raters,
            units,
            matched_by: match (by_id, &args.id_column) {
                (false, _) => "order".to_owned(),
                (true, None) => "id".to_owned(),
                (true, Some(column)) => column.clone(),
            },
        })
    }

    /// The ratings of some raters, in `labels`; a rating of another label is missing.
    pub(super) fn ratings(
        &self,
        labels: &[String],
        raters: impl IntoIterator<Item = usize>,
    ) -> anyhow::Result<Ratings> {
        let class = |label: &String| labels.iter().position(|known| known == label);
        let of_rater = |rater: usize| -> Vec<Option<usize>> {
            let given = self.units.iter().map(|unit| unit.labels[rater].as_ref());
            given.map(|label| label.and_then(class)).collect()
        };
        Ok(Ratings::new(labels, raters.into_iter().map(of_rater))?)
    }

    pub(super) fn summary(&self) -> Vec<Rater> {
        let given = |rater: usize| self.units.iter().filter(move |u| u.labels[rater].is_some());
        let named = self.raters.iter().enumerate();
        named
            .map(|(rater, name)| Rater {
                name: name.clone(),
                ratings: given(rater).count(),
            })
            .collect()
    }

    /// The number of ratings that are missing.
    pub(super) fn missing(&self) -> usize {
        let labels = self.units.iter().flat_map(|unit| &unit.labels);
        labels.filter(|label| label.is_none()).count()
    }

    /// The number of ratings of a label.
    pub(super) fn count(&self, label: &String) -> usize {
        let labels = self
            .units
            .iter()
            .flat_map(|unit| unit.labels.iter().flatten());
        labels.filter(|given| *given == label).count()
    }
}

/// Puts together the records of one id.
fn matched(files: &[Answers]) -> anyhow::Result<Vec<Unit>> {
    let mut units: Vec<Unit> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut shared = false;
    for (rater, file) in files.iter().enumerate() {
        // Refuses an id that is given twice.
        file.by_id()?;
        for record in &file.records {
            let id = record.id.clone().unwrap_or_default();
            let known = places.get(&id).copied();
            shared |= known.is_some();
            let place = known.unwrap_or(units.len());
            if known.is_none() {
                places.insert(id.clone(), place);
                units.push(Unit {
                    id,
                    text: None,
                    labels: vec![None; files.len()],
                });
            }
            let unit = &mut units[place];
            unit.labels[rater].clone_from(&record.label);
            unit.text = unit.text.take().or_else(|| record.text.clone());
        }
    }
    if !shared {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        bail!(
            "{}: no id is in two of the files: name the column that tells what was rated with --id-column, \
             or match by the order: --id-column none",
            names.join(", ")
        );
    }
    Ok(units)
}

/// Puts together the records of one place.
fn in_order(files: &[Answers]) -> anyhow::Result<Vec<Unit>> {
    let (first, others) = files
        .split_first()
        .expect("the command line asks for two files");
    for other in others {
        first.check_same_order(other)?;
    }
    let unit = |(place, record): (usize, &Answer)| {
        let records = files.iter().map(|file| &file.records[place]);
        Unit {
            id: record.id.clone().unwrap_or_else(|| record.place.clone()),
            text: records.clone().find_map(|record| record.text.clone()),
            labels: records.map(|record| record.label.clone()).collect(),
        }
    };
    Ok(first.records.iter().enumerate().map(unit).collect())
}

fn check_labels<'a>(
    records: impl Iterator<Item = &'a Answer>,
    allowed: &[String],
) -> anyhow::Result<()> {
    for record in records.filter(|_| !allowed.is_empty()) {
        match &record.label {
            Some(label) if !allowed.contains(label) => bail!(
                "{}: unknown label `{label}`; there may be {}",
                record.place,
                allowed.join(", ")
            ),
            _ => {}
        }
    }
    Ok(())
}
