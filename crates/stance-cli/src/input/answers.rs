//! Files of labels: the true ones, a system's, or a rater's.

mod jsonl;
mod matching;
mod table;

use std::path::Path;

use anyhow::bail;

use super::columnar::Kind;
use super::source;

/// How far from 1 probabilities may add up to: files round them.
const SUM_TOLERANCE: f64 = 1e-3;

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
        jsonl::read(path, columns)?
    } else {
        table::read(path, columns)?
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
