//! How records are labelled of whose label the model is sure.

use serde::Serialize;

use crate::{ByLabel, Confusion, Predictions};

/// The probability from which a label counts as sure.
const FROM: f64 = 0.8;

/// The confusion among the records of whose label the model is sure.
///
/// Shares can be estimated closer from labels and how sure they are than from labels alone: a text that is easier than
/// those on which errors were counted has more sure labels, and sure labels err alike.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sure {
    /// The least probability of a sure label, in `[0, 1]`.
    pub from: f64,
    /// How many records of each class (outer) were surely predicted as each (inner); the others are not there.
    pub confusion: ByLabel<ByLabel<u64>>,
}

impl Predictions {
    /// The confusion among the records of whose label the model is sure; none where there are no probabilities.
    pub fn sure(&self) -> Option<Sure> {
        self.sure_among(0..self.n())
    }

    /// The same among these records.
    pub(crate) fn sure_among(&self, records: impl Iterator<Item = usize>) -> Option<Sure> {
        let classes = self.labels().len();
        let probabilities = self.probabilities()?;
        let sure = records.filter(|&record| {
            self.predicted()[record]
                .is_some_and(|class| probabilities[record * classes + class] >= FROM)
        });
        Some(Sure {
            from: FROM,
            confusion: Confusion::count_all(self, sure).by_label(self.labels()),
        })
    }
}
