//! What is reached without reading.

use serde::Serialize;

use crate::{Confusion, Predictions};

/// How well it goes to answer the most frequent class always.
///
/// The class is that of the evaluated records themselves (of equals, the first label), so that the
/// baseline is as strong as it can be: scikit-learn's `DummyClassifier(strategy="most_frequent")`,
/// fitted on the test set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Majority {
    /// The most frequent class.
    pub class: usize,
    /// Its share of the records.
    pub accuracy: f64,
    /// The macro-F1 of always answering it.
    pub macro_f1: f64,
}

impl Predictions {
    /// The figures of always answering the most frequent class.
    pub fn majority(&self) -> Majority {
        let support: Vec<u64> = self
            .confusion()
            .per_class()
            .iter()
            .map(|class| class.support)
            .collect();
        let class = (1..support.len()).fold(
            0,
            |best, c| if support[c] > support[best] { c } else { best },
        );
        let constant = self.repredicted(vec![Some(class); self.n()]);
        let confusion = Confusion::count_all(&constant, 0..self.n());
        Majority {
            class,
            accuracy: confusion.accuracy(),
            macro_f1: confusion.macro_f1(),
        }
    }
}
