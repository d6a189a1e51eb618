//! How well rows that were held out are labelled.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use stance_eval::{ByLabel, Predictions};

use super::held::Held;
use crate::card::{Scores, Sure};
use crate::error::{Error, Result};
use crate::label::Labels;

/// The predictions for rows that were held out, ready to be measured.
///
/// # Errors
/// [`Error::Data`] when there are none.
pub fn held_predictions(labels: &Labels, held: &[Held]) -> Result<Predictions> {
    let truth = held.iter().map(|held| held.truth).collect();
    let predicted: Vec<usize> = held.iter().map(|held| held.class).collect();
    let probabilities = held.iter().flat_map(|held| &held.probabilities);
    Predictions::new(labels.iter(), truth, predicted)
        .and_then(|predictions| predictions.with_probabilities(probabilities.copied().collect()))
        .map_err(unmeasured)
}

impl Scores {
    /// What a card says of rows held out as `of` tells, to four digits.
    ///
    /// # Errors
    /// [`Error::Data`] when the predictions have no probabilities.
    pub fn new(held: &Predictions, of: String) -> Result<Self> {
        const BINS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(9);
        // Digits that training can be relied on to repeat on any machine.
        let rounded = |number: f64| (number * 1e4).round() / 1e4;
        let confusion = held.confusion();
        let calibration = held.expected_calibration_error(BINS);
        Ok(Self {
            of,
            n: held.n(),
            accuracy: rounded(confusion.accuracy()),
            macro_f1: rounded(confusion.macro_f1()),
            log_loss: rounded(held.log_loss().map_err(unmeasured)?),
            ece: rounded(calibration.map_err(unmeasured)?),
            confusion: rows(&confusion.by_label(held.labels())),
            sure: held.sure().map(|sure| Sure {
                from: sure.from,
                confusion: rows(&sure.confusion),
            }),
        })
    }
}

fn unmeasured(why: stance_eval::Error) -> Error {
    Error::Data(format!("the rows held out cannot be measured: {why}"))
}

/// How many rows of each label were given each.
fn rows(confusion: &ByLabel<ByLabel<u64>>) -> BTreeMap<String, BTreeMap<String, u64>> {
    let row = |row: &ByLabel<u64>| {
        row.iter()
            .map(|(label, &n)| (label.to_owned(), n))
            .collect()
    };
    confusion
        .iter()
        .map(|(label, of)| (label.to_owned(), row(of)))
        .collect()
}
