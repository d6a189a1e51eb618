//! Labels of JSON lines.

use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use serde_json::{Map, Value};

use super::{Answer, Answers, Columns, IdColumn, normalised};
use crate::input::source;

pub(super) fn read(path: &Path, columns: Columns<'_>) -> anyhow::Result<Answers> {
    let name = source::name(path);
    let mut records = Vec::new();
    for (index, line) in BufReader::new(source::open(path)?).lines().enumerate() {
        let place = format!("{name}:{}", index + 1);
        let line = line.with_context(|| place.clone())?;
        if line.trim().is_empty() {
            continue;
        }
        let value: Value =
            serde_json::from_str(&line).map_err(|why| anyhow!("{place}: not JSON: {why}"))?;
        let Value::Object(object) = value else {
            bail!("{place}: not an object: each line must be one, like {{\"label\": \"…\"}}");
        };
        records.push(from_object(&object, columns, place)?);
    }
    Ok(Answers { name, records })
}

fn from_object(
    object: &Map<String, Value>,
    columns: Columns<'_>,
    place: String,
) -> anyhow::Result<Answer> {
    let member = |name: &str| match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => bail!("{place}: `{name}` is neither a string nor a number"),
    };
    let must = |name: &str, option: &str| {
        member(name)?.with_context(|| {
            format!("{place}: no member `{name}`: name the right one with {option}")
        })
    };
    if !object.contains_key(columns.label) {
        bail!(
            "{place}: no member `{}`: name the right one with {}",
            columns.label,
            columns.label_option
        );
    }
    let id = match columns.id {
        IdColumn::Named(id) => Some(must(id, "--id-column")?),
        id => id.name().map(member).transpose()?.flatten(),
    };
    let group = columns.group.map(|group| must(group, "--group-column"));
    let given = object
        .get("probabilities")
        .filter(|_| !columns.probabilities.is_empty());
    let probabilities = match given {
        None => None,
        Some(given) => {
            let p_of = |label: &String| {
                given
                    .get(label)
                    .and_then(Value::as_f64)
                    .ok_or_else(|| anyhow!("{place}: `probabilities` has no number for `{label}`"))
            };
            let found: anyhow::Result<Vec<f64>> = columns.probabilities.iter().map(p_of).collect();
            Some(normalised(found?, &place)?)
        }
    };
    Ok(Answer {
        id,
        text: member(columns.text)?,
        label: member(columns.label)?.filter(|label| !label.is_empty()),
        group: group.transpose()?,
        probabilities,
        place,
    })
}
