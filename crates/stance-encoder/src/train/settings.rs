//! The settings of fine-tuning.

use stance_classifier::{Error, Result};

/// How an encoder is fine-tuned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FineTuning {
    /// Passes over the rows, 1 or more.
    pub epochs: usize,
    /// Rows a step, 1 or more.
    pub batch: usize,
    /// The longest step of AdamW, above 0.
    pub rate: f64,
    /// Share of the steps in which that is reached, in `[0, 1)`.
    pub warm_up: f64,
    /// By what the step is shortened from each layer to the one before it, in `(0, 1]`; 1 for none.
    pub layer_decay: f64,
    /// Decay of the matrices, 0 or more.
    pub weight_decay: f64,
    /// Share of the values dropped while learning, in `[0, 1)`.
    pub dropout: f64,
    /// Share of each target that is spread over all classes, in `[0, 1)`.
    pub label_smoothing: f64,
    /// Share of the steps, at the end, over which the weights are averaged, in `[0, 1]`; 0 for none.
    pub averaged: f64,
    /// What all chance follows from.
    pub seed: u64,
}

impl Default for FineTuning {
    fn default() -> Self {
        Self {
            epochs: 3,
            batch: 32,
            rate: 1e-4,
            warm_up: 0.1,
            layer_decay: 1.0,
            weight_decay: 0.01,
            dropout: 0.1,
            label_smoothing: 0.05,
            averaged: 0.0,
            seed: 1,
        }
    }
}

impl FineTuning {
    /// Checks that the numbers are in range.
    ///
    /// # Errors
    /// [`Error::Setting`] naming the number that is not.
    pub fn check(self) -> Result<Self> {
        let share = |value: f64| (0.0..1.0).contains(&value);
        let wrong = [
            (self.epochs == 0, "epochs must be 1 or more"),
            (self.batch == 0, "the batch must be 1 or more"),
            (
                !(self.rate > 0.0 && self.rate <= 1.0),
                "the rate must be above 0 and at most 1",
            ),
            (!share(self.warm_up), "the warm-up must be in [0, 1)"),
            (
                !(self.layer_decay > 0.0 && self.layer_decay <= 1.0),
                "the layer decay must be above 0 and at most 1",
            ),
            (
                !(0.0..=1.0).contains(&self.weight_decay),
                "the weight decay must be in [0, 1]",
            ),
            (!share(self.dropout), "the dropout must be in [0, 1)"),
            (
                !share(self.label_smoothing),
                "the label smoothing must be in [0, 1)",
            ),
            (
                !(0.0..=1.0).contains(&self.averaged),
                "the share of averaged steps must be in [0, 1]",
            ),
        ];
        match wrong.iter().find(|(wrong, _)| *wrong) {
            Some((_, why)) => Err(Error::Setting((*why).into())),
            None => Ok(self),
        }
    }
}
