//! How the intervals around figures are drawn.

use serde::Serialize;
use stance_eval::Bootstrap;

use crate::args::ResultArgs;

/// What whoever draws them again must know.
#[derive(Debug, Clone, Serialize)]
pub struct Intervals {
    pub level: f64,
    pub resamples: usize,
    pub seed: u64,
}

impl Intervals {
    /// The intervals that the options ask for.
    pub const fn of(args: &ResultArgs) -> Self {
        Self {
            level: 0.95,
            resamples: args.resamples as usize,
            seed: args.seed,
        }
    }

    /// What draws them.
    pub fn bootstrap(&self) -> Bootstrap {
        Bootstrap::seeded(self.seed)
            .resamples(self.resamples)
            .level(self.level)
    }
}
