//! How good a model is on labelled texts.

use pyo3::PyResult;
use stance_classifier::{Classify, Labels};
use stance_eval::{Bootstrap, Evaluation, Predictions};

use crate::failure::{OrValueError, value};
use crate::model::{Answer, Model};

/// The figures of `stance evaluate --format json`, in JSON.
pub fn evaluate(
    model: &Model,
    answers: &[Answer],
    truth: Vec<usize>,
    seed: u64,
    resamples: usize,
) -> PyResult<String> {
    let predicted = answers.iter().map(|answer| answer.class);
    let predictions = Predictions::new(model.labels().iter(), truth, predicted).or_value_error()?;
    let rows = answers.iter().flat_map(|answer| &answer.probabilities);
    let predictions = predictions
        .with_probabilities(rows.copied().collect())
        .or_value_error()?;
    let bootstrap = Bootstrap::seeded(seed).resamples(resamples);
    let evaluation = Evaluation::of(&predictions, &bootstrap).or_value_error()?;
    serde_json::to_string(&evaluation).or_value_error()
}

/// The class of each label.
///
/// # Errors
/// `ValueError` for a label that the model does not have.
pub fn classes(labels: &Labels, names: &[&str]) -> PyResult<Vec<usize>> {
    let class = |(row, name): (usize, &&str)| {
        labels.index(name).ok_or_else(|| {
            let known: Vec<&str> = labels.iter().collect();
            value(format!(
                "labels[{row}] is {name:?}; the model's labels are: {}",
                known.join(", ")
            ))
        })
    };
    names.iter().enumerate().map(class).collect()
}
