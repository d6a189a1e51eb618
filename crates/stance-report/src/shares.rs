//! The mix of stances of one group of statements.

use std::sync::Arc;

use crate::correct::{Estimate, Estimated};

/// With less than this probability it is unclear whether the leading stance leads.
const CLEAR: f64 = 0.8;

/// The mix of stances of one group of statements.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// How many statements were given each label, by class.
    pub counts: Arc<[u64]>,
    /// How many were given a label that takes a position.
    pub n: u64,
    /// How many were given the one that takes none.
    pub without: u64,
    /// The estimated true share of each label, by class: of a label that takes a position, the share of all that take
    /// one; of the neutral label, the share of all statements.
    pub estimates: Arc<[Estimate]>,
    /// With what probability the true share of each label is the largest of those that take a position, by class; 0 for
    /// the neutral label.
    pub leads: Arc<[f64]>,
    neutral: Option<usize>,
}

impl Shares {
    pub(crate) fn new(estimated: Estimated, neutral: Option<usize>) -> Self {
        let Estimated {
            counts,
            estimates,
            leads,
        } = estimated;
        let without = neutral.map_or(0, |neutral| counts[neutral]);
        Self {
            n: counts.iter().sum::<u64>() - without,
            without,
            counts,
            estimates,
            leads,
            neutral,
        }
    }

    /// The share of a class among the labels as they were given: of those that take a position, or of all for the
    /// neutral class; none where there is no such statement.
    pub fn raw(&self, class: usize) -> Option<f64> {
        let of = if Some(class) == self.neutral {
            self.n + self.without
        } else {
            self.n
        };
        (of > 0).then(|| self.counts[class] as f64 / of as f64)
    }

    /// The class that takes a position and has the largest estimated share; none where no statement takes one.
    pub fn leading(&self) -> Option<usize> {
        if self.n == 0 {
            return None;
        }
        (0..self.counts.len())
            .filter(|&class| Some(class) != self.neutral)
            .rev()
            .max_by(|&a, &b| {
                let share = |class: usize| self.estimates[class].share;
                let counts = self.counts[a].cmp(&self.counts[b]);
                share(a).total_cmp(&share(b)).then(counts)
            })
    }

    /// Whether it is unclear which stance leads: no statement takes a position, or the leading one has the largest true
    /// share with a probability under 0.8.
    pub fn unclear(&self) -> bool {
        self.leading().is_none_or(|class| self.leads[class] < CLEAR)
    }
}
