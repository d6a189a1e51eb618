//! The same figures for parts of the records.

use serde::Serialize;

use crate::groups::Groups;
use crate::predictions::check_length;
use crate::{ByLabel, Confusion, Predictions, Result, Sure};

/// Below this many records a slice is too small to be read without its interval: at an accuracy of
/// 0.8, 95 % intervals of 30 records are still 28 points wide.
const SMALL: usize = 30;

/// The figures of the records that share a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Slice {
    /// The value (a source, a year, a document type).
    pub value: String,
    /// The number of records.
    pub n: usize,
    /// Their accuracy.
    pub accuracy: f64,
    /// Their macro-F1, over the classes that occur among them.
    pub macro_f1: f64,
    /// Whether there are fewer than 30 records, too few for the figures to mean much.
    pub small: bool,
    /// How many of each true label were given each label: truth → prediction → count; without those abstained on.
    pub confusion: ByLabel<ByLabel<u64>>,
    /// The same of those of whose label the model is sure, where there are probabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sure: Option<Sure>,
}

impl Predictions {
    /// The figures for each value of a property of the records, sorted by value.
    ///
    /// # Errors
    /// [`Error::Length`](crate::Error::Length) when there is not one value for each record.
    pub fn slices(&self, values: &[impl AsRef<str>]) -> Result<Vec<Slice>> {
        check_length("slice values", self.n(), values.len())?;
        let groups = Groups::new(values.iter().map(AsRef::as_ref));
        let slice = |group: usize| {
            let rows = groups.members(group);
            let confusion = Confusion::count_all(self, rows.iter().copied());
            Slice {
                value: values[rows[0]].as_ref().to_owned(),
                n: rows.len(),
                accuracy: confusion.accuracy(),
                macro_f1: confusion.macro_f1(),
                small: rows.len() < SMALL,
                confusion: confusion.by_label(self.labels()),
                sure: self.sure_among(rows.iter().copied()),
            }
        };
        let mut slices: Vec<Slice> = (0..groups.len()).map(slice).collect();
        slices.sort_by(|a, b| a.value.cmp(&b.value));
        Ok(slices)
    }
}
