//! How training ended.

use std::fmt;
use std::time::Duration;

/// Why training stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The gradient is within the tolerance.
    Converged,
    /// All passes allowed were made.
    EpochLimit,
}

/// How training ended.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FitReport {
    /// Why it stopped.
    pub outcome: Outcome,
    /// Passes over the data.
    pub epochs: u32,
    /// The objective at the end.
    pub objective: f64,
    /// The objective less the value of the dual: at most this much is left to gain at this intercept.
    pub duality_gap: f64,
    /// Norm of the objective's gradient at the end.
    pub gradient_norm: f64,
    /// The same as a share of the norm at zero weights.
    pub relative_gradient_norm: f64,
    /// Time it took.
    pub elapsed: Duration,
}

impl FitReport {
    /// Whether the gradient came within the tolerance.
    pub fn converged(&self) -> bool {
        self.outcome == Outcome::Converged
    }
}

impl fmt::Display for FitReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match self.outcome {
            Outcome::Converged => "converged",
            Outcome::EpochLimit => "stopped at the limit of passes",
        };
        write!(
            f,
            "{outcome} after {} passes in {:.2} s: objective {:.3}, duality gap {:.2e}, \
             gradient norm {:.2e} ({:.1e} of the first)",
            self.epochs,
            self.elapsed.as_secs_f64(),
            self.objective,
            self.duality_gap,
            self.gradient_norm,
            self.relative_gradient_norm,
        )
    }
}
