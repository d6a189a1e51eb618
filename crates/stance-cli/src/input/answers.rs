//! Files of labels: the true ones, a system's, or a rater's.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use csv::StringRecord;
use serde_json::{Map, Value};

use super::columnar::Kind;
use super::source;
use super::table::{self, Table};

/// How far from 1 probabilities may add up to: files round them.
const SUM_TOLERANCE: f64 = 1e-3;

/// Most characters of a text that a message quotes.
const QUOTED: usize = 40;

/// The labels of one file, in its order.
#[derive(Debug, Clone)]
pub struct Answers {
    /// What the file is called.
    pub name: String,
    pub records: Vec<Answer>,
}

/// A label, and what it is the label of.
#[derive(Debug, Clone)]
pub struct Answer {
    pub id: Option<String>,
    pub text: Option<String>,
    /// None where the rater gave none, or the system abstained.
    pub label: Option<String>,
    pub group: Option<String>,
    /// In the order of [`Columns::probabilities`].
    pub probabilities: Option<Vec<f64>>,
    /// `file:line`, for messages.
    pub place: String,
}

/// Where a file has what: columns of a table, members of JSON objects.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'c> {
    pub id: IdColumn<'c>,
    pub text: &'c str,
    pub label: &'c str,
    /// The option that names the column of the label, for messages.
    pub label_option: &'static str,
    pub group: Option<&'c str>,
    /// The labels whose probabilities are read, if there are any.
    pub probabilities: &'c [String],
}

/// What says which records of two files belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdColumn<'c> {
    /// The column `id` in files that have it, else the order.
    IfThere,
    Named(&'c str),
    /// The order alone.
    None,
}

impl<'c> IdColumn<'c> {
    /// As `--id-column` gives it.
    pub fn of(option: Option<&'c str>) -> Self {
        match option {
            None => Self::IfThere,
            Some("none") => Self::None,
            Some(name) => Self::Named(name),
        }
    }

    const fn name(self) -> Option<&'c str> {
        match self {
            Self::IfThere => Some("id"),
            Self::Named(name) => Some(name),
            Self::None => None,
        }
    }
}

/// Reads a .csv or .jsonl file of labels.
pub fn read(path: &Path, columns: Columns<'_>) -> anyhow::Result<Answers> {
    if Kind::of(path).is_some() {
        bail!(
            "{}: labels are read from .csv and .jsonl files, not from Parquet and Arrow: convert it",
            source::name(path)
        );
    }
    let answers = if is_jsonl(path) {
        read_jsonl(path, columns)?
    } else {
        read_csv(path, columns)?
    };
    if answers.records.is_empty() {
        bail!("{}: no record in the file", answers.name);
    }
    check_scores_differ(&answers)?;
    Ok(answers)
}

/// Probabilities that are the same for all records rank and calibrate nothing: most likely the columns
/// were filled by mistake.
fn check_scores_differ(answers: &Answers) -> anyhow::Result<()> {
    let mut scores = answers
        .records
        .iter()
        .filter_map(|answer| answer.probabilities.as_deref());
    let Some(first) = scores.next() else {
        return Ok(());
    };
    let others = scores.clone().count();
    if others > 0 && scores.all(|other| other == first) {
        bail!(
            "{}: all {} records have the same probabilities: give each its own, or leave out the \
             columns of probabilities to compare the labels alone",
            answers.name,
            others + 1
        );
    }
    Ok(())
}

/// Whether the name is that of a file of labels rather than of a model.
pub fn is_answers(path: &Path) -> bool {
    source::is_stdin(path)
        || is_jsonl(path)
        || has_extension(path, &["csv"])
        || Kind::of(path).is_some()
}

fn is_jsonl(path: &Path) -> bool {
    has_extension(path, &["jsonl", "ndjson"])
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let path = source::uncompressed(path);
    let found = path.extension().and_then(|extension| extension.to_str());
    found.is_some_and(|found| extensions.iter().any(|e| e.eq_ignore_ascii_case(found)))
}

fn read_csv(path: &Path, columns: Columns<'_>) -> anyhow::Result<Answers> {
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

fn read_jsonl(path: &Path, columns: Columns<'_>) -> anyhow::Result<Answers> {
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

/// Takes what rounding took or added, and refuses more than that.
fn normalised(mut probabilities: Vec<f64>, place: &str) -> anyhow::Result<Vec<f64>> {
    if let Some(p) = probabilities.iter().find(|p| !(0.0..=1.0).contains(*p)) {
        bail!("{place}: `{p}` is not a probability: a number from 0 to 1");
    }
    let sum: f64 = probabilities.iter().sum();
    if (sum - 1.0).abs() > SUM_TOLERANCE {
        bail!("{place}: the probabilities add up to {sum:.6}, not to 1");
    }
    probabilities.iter_mut().for_each(|p| *p /= sum);
    Ok(probabilities)
}

impl Answers {
    /// Whether every record has an id.
    pub fn has_ids(&self) -> bool {
        self.records.iter().all(|record| record.id.is_some())
    }

    /// Where each id stands; an error where one stands twice, or is empty.
    pub fn by_id(&self) -> anyhow::Result<HashMap<&str, usize>> {
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(self.records.len());
        for (index, record) in self.records.iter().enumerate() {
            let id = record.id.as_deref().unwrap_or_default();
            if id.is_empty() {
                bail!(
                    "{}: the id is empty: give one to each record, or match by the order: --id-column none",
                    record.place
                );
            }
            if let Some(first) = places.insert(id, index) {
                bail!(
                    "{}: the id `{id}` is that of {} too: name a column of unique ids with --id-column, \
                     or match by the order: --id-column none",
                    record.place,
                    self.records[first].place
                );
            }
        }
        Ok(places)
    }

    /// Checks that `other` has the same number of records, and the same texts where both have texts.
    pub fn check_same_order(&self, other: &Self) -> anyhow::Result<()> {
        const MEND: &str = "put the records of both files into the same order, or give both a column of ids \
                            (`id`, or --id-column)";
        if self.records.len() != other.records.len() {
            bail!(
                "{}: {} records, but {} has {}: {MEND}",
                other.name,
                other.records.len(),
                self.name,
                self.records.len()
            );
        }
        for (one, two) in self.records.iter().zip(&other.records) {
            match (&one.text, &two.text) {
                (Some(first), Some(second)) if first.trim() != second.trim() => bail!(
                    "{}: the text “{}” is not “{}”, that of {}: {MEND}",
                    two.place,
                    quoted(second),
                    quoted(first),
                    one.place
                ),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The beginning of a text.
fn quoted(text: &str) -> String {
    let mut quoted: String = text.chars().take(QUOTED).collect();
    if quoted.len() < text.len() {
        quoted.push('…');
    }
    quoted
}
