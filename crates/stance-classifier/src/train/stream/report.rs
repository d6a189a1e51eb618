//! How learning goes, and how it ended.

use std::fmt;

use super::table::Judged;

/// Predictions, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// How many.
    pub rows: u64,
    /// How many were right.
    pub right: u64,
    /// Sum of the negative log probabilities of the true labels, in nats.
    pub loss: f64,
}

impl Tally {
    pub(super) fn add(&mut self, judged: Judged) {
        self.rows += 1;
        self.right += u64::from(judged.right);
        self.loss += judged.loss;
    }

    /// Share that was right, 0 to 1; 0 where there are none.
    pub fn accuracy(&self) -> f64 {
        self.right as f64 / self.rows.max(1) as f64
    }

    /// Mean log loss in nats; 0 where there are no rows.
    pub fn log_loss(&self) -> f64 {
        self.loss / self.rows.max(1) as f64
    }
}

/// How learning goes.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum StreamProgress {
    /// In the first pass: rows predicted before they were learned from, uncalibrated.
    Validated {
        /// Rows read, those held out among them.
        rows: u64,
        /// Since the last report.
        recent: Tally,
        /// Since the start.
        whole: Tally,
    },
    /// In later passes, whose rows have been seen before: predictions for the rows held out, uncalibrated.
    HeldOut {
        /// The pass, from 1.
        pass: u32,
        /// Rows done in it.
        rows: u64,
        /// All rows held out.
        held: Tally,
    },
}

/// How learning ended.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StreamReport {
    /// Passes over the rows.
    pub passes: u32,
    /// Rows of each class, those held out among them.
    pub rows: Vec<u64>,
    /// Rows predicted before they were learned from, in the first pass.
    pub validated: Tally,
    /// Largest change of a weight by rounding it to a whole number, in units of the score.
    pub rounding: f32,
    /// Norm of the gradient of the mean log loss over the held-out rows, by all weights, before rounding and
    /// calibration: what these rows, which were not learned from, would still change. It does not go to zero.
    pub held_gradient_norm: f64,
    /// The same as a share of the norm at zero weights.
    pub relative_held_gradient_norm: f64,
}

impl fmt::Display for StreamReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} over {} rows: progressive log loss {:.4} and accuracy {:.4} on {} rows, \
             gradient norm of the mean log loss on held-out rows {:.2e} ({:.1e} of that at zero weights)",
            self.passes,
            if self.passes == 1 { "pass" } else { "passes" },
            self.rows.iter().sum::<u64>(),
            self.validated.log_loss(),
            self.validated.accuracy(),
            self.validated.rows,
            self.held_gradient_norm,
            self.relative_held_gradient_norm,
        )
    }
}
