//! Behaviour tests of a model: `stance evaluate --behaviours`.

mod text;

use std::path::Path;

use anyhow::bail;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;
use stance_classifier::{Classify, Prediction};
use stance_eval::Interval;

use crate::input::behaviours::{self, Capability, Case, Direction, Kind, Row};
use crate::input::source;
use crate::output::statements;

pub use text::text;

/// Where the repository has its behaviour tests.
pub const FOLDER: &str = "datasets/behaviours";

/// A piece of work for one thread.
const PIECE: usize = 64;

/// How a model did in the tests.
#[derive(Debug, Clone, Serialize)]
pub struct BehaviourReport {
    /// The folder or file of the tests.
    pub data: String,
    /// In the order of the files.
    pub capabilities: Vec<CapabilityReport>,
}

/// How a model did in the tests of one capability.
#[derive(Debug, Clone, Serialize)]
pub struct CapabilityReport {
    pub capability: String,
    pub test: Kind,
    pub cases: usize,
    /// Cases with a failed row.
    pub failures: usize,
    pub failure_rate: f64,
    /// Wilson's interval of the failure rate at 95 %.
    pub failure_rate_ci: [f64; 2],
    /// Rows that something is asked of: all but the bases.
    pub rows: usize,
    pub failed_rows: usize,
    pub row_failure_rate: f64,
    /// The share of all rows, bases among them, that have the expected label; none for directions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<f64>,
    pub failed: Vec<FailedCase>,
}

/// A case in which a row failed, with all its rows.
#[derive(Debug, Clone, Serialize)]
pub struct FailedCase {
    /// Its number in the file, where it has one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub case: String,
    pub rows: Vec<RowReport>,
}

/// What was asked of a text, and what the model made of it.
#[derive(Debug, Clone, Serialize)]
pub struct RowReport {
    pub id: String,
    pub text: String,
    /// The expected labels, or the class whose probability was to move; none for the base of a direction.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    pub predicted: String,
    /// By label, rounded to six digits.
    pub probabilities: Value,
    pub failed: bool,
}

/// Runs the tests of a folder, or of one file, over a classifier.
///
/// # Errors
/// The folder, a file or a row is not as `datasets/behaviours/README.md` says, or a test names a label
/// that the model does not have.
pub fn run(classifier: &dyn Classify, folder: &Path) -> anyhow::Result<BehaviourReport> {
    if !folder.exists() {
        bail!(
            "{}: not found: run this in the folder of the repository, or name the folder of the tests: --behaviours DIR",
            folder.display()
        );
    }
    let capabilities = behaviours::read(folder)?;
    for row in rows(&capabilities) {
        check_labels(classifier, row)?;
    }
    let texts: Vec<&str> = rows(&capabilities).map(|row| row.text.as_str()).collect();
    let predictions: Vec<Prediction<'_>> = texts
        .par_chunks(PIECE)
        .flat_map_iter(|piece| classifier.classify_all(piece))
        .collect();
    let mut rest = predictions.as_slice();
    let mut reports = Vec::with_capacity(capabilities.len());
    for capability in &capabilities {
        let of_cases = capability.cases.iter().map(|case| {
            let (predictions, others) = rest.split_at(case.rows.len());
            rest = others;
            judge(capability.kind, case, predictions)
        });
        let judged: Vec<Vec<RowReport>> = of_cases.collect();
        reports.push(report(capability, judged)?);
    }
    Ok(BehaviourReport {
        data: source::name(folder),
        capabilities: reports,
    })
}

fn rows(capabilities: &[Capability]) -> impl Iterator<Item = &Row> {
    let cases = capabilities.iter().flat_map(|capability| &capability.cases);
    cases.flat_map(|case| &case.rows)
}

fn check_labels(classifier: &dyn Classify, row: &Row) -> anyhow::Result<()> {
    let known = classifier.labels();
    match row.labels.iter().find(|label| known.index(label).is_none()) {
        None => Ok(()),
        Some(label) => bail!(
            "{}: unknown label `{label}`; the model has {}",
            row.place,
            known.iter().collect::<Vec<_>>().join(", ")
        ),
    }
}

/// What became of each row of a case.
fn judge(kind: Kind, case: &Case, predictions: &[Prediction<'_>]) -> Vec<RowReport> {
    let base = &predictions[0];
    let judged = case.rows.iter().zip(predictions).map(|(row, prediction)| {
        let failed = match kind {
            Kind::Mft => !row.labels.iter().any(|label| label == prediction.label()),
            Kind::Inv => prediction.class() != base.class(),
            Kind::Dir => !moved(row, base, prediction),
        };
        RowReport {
            id: row.id.clone(),
            text: row.text.clone(),
            expected: row.labels.clone(),
            direction: row.direction,
            predicted: prediction.label().to_owned(),
            probabilities: statements::probabilities(prediction),
            failed,
        }
    });
    judged.collect()
}

/// Whether the probability went where it must; a base, of which nothing is asked, has none to move.
fn moved(row: &Row, base: &Prediction<'_>, prediction: &Prediction<'_>) -> bool {
    let (Some(label), Some(direction)) = (row.labels.first(), row.direction) else {
        return true;
    };
    let (before, after) = (base.probability(label), prediction.probability(label));
    match direction {
        Direction::Up => after > before,
        Direction::Down => after < before,
    }
}

fn report(
    capability: &Capability,
    judged: Vec<Vec<RowReport>>,
) -> anyhow::Result<CapabilityReport> {
    let cases = judged.len();
    let all: usize = judged.iter().map(Vec::len).sum();
    let rows = match capability.kind {
        Kind::Mft => all,
        Kind::Inv | Kind::Dir => all - cases,
    };
    let count = |test: fn(&RowReport) -> bool| {
        let in_case = |rows: &Vec<RowReport>| rows.iter().filter(|row| test(row)).count();
        judged.iter().map(in_case).sum::<usize>()
    };
    let failed_rows = count(|row| row.failed);
    let right = count(|row| row.expected.contains(&row.predicted));
    let named = capability.cases.iter().map(|case| case.name.clone());
    let failed: Vec<FailedCase> = named
        .zip(judged)
        .filter(|(_, rows)| rows.iter().any(|row| row.failed))
        .map(|(case, rows)| FailedCase { case, rows })
        .collect();
    let failures = failed.len();
    Ok(CapabilityReport {
        capability: capability.name.clone(),
        test: capability.kind,
        cases,
        failures,
        failure_rate: failures as f64 / cases as f64,
        failure_rate_ci: Interval::wilson(failures as u64, cases as u64, 0.95)?.bounds(),
        rows,
        failed_rows,
        row_failure_rate: failed_rows as f64 / rows as f64,
        accuracy: (capability.kind != Kind::Dir).then(|| right as f64 / all as f64),
        failed,
    })
}
