//! The shape of an encoder.

use stance_classifier::{Error, Result};

/// The shape of a BERT-like encoder (Devlin et al., "BERT", NAACL 2019).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EncoderConfig {
    /// Number of layers.
    pub layers: usize,
    /// Width of the hidden states.
    pub hidden: usize,
    /// Number of attention heads; `hidden` is a multiple of it.
    pub heads: usize,
    /// Width of the feed-forward layers' middle.
    pub intermediate: usize,
    /// Longest sequence, in word pieces, the two at its ends included.
    pub positions: usize,
    /// What layer normalisation adds to the variance.
    pub epsilon: f32,
}

impl EncoderConfig {
    /// Checks that the numbers are in range and fit each other.
    ///
    /// # Errors
    /// [`Error::Setting`] naming the number that does not.
    pub fn check(self) -> Result<Self> {
        /// More than any encoder that a text classifier is made of; keeps products of two within bounds.
        const MOST: usize = 1 << 14;
        let sizes = [
            ("layers", self.layers),
            ("hidden size", self.hidden),
            ("attention heads", self.heads),
            ("intermediate size", self.intermediate),
            ("positions", self.positions),
        ];
        for (name, size) in sizes {
            if !(1..=MOST).contains(&size) {
                return Err(Error::Setting(format!(
                    "the encoder's number of {name} is {size}: it must be 1 to {MOST}"
                )));
            }
        }
        if !self.hidden.is_multiple_of(self.heads) {
            return Err(Error::Setting(format!(
                "the encoder's hidden size {} is not a multiple of its {} attention heads",
                self.hidden, self.heads
            )));
        }
        if self.positions < 3 {
            return Err(Error::Setting(
                "an encoder of fewer than 3 positions can read no word".into(),
            ));
        }
        if !(self.epsilon.is_finite() && self.epsilon > 0.0) {
            return Err(Error::Setting(format!(
                "layer_norm_eps is {}: it must be above 0",
                self.epsilon
            )));
        }
        Ok(self)
    }

    /// Width of one attention head.
    pub const fn head_width(&self) -> usize {
        self.hidden / self.heads
    }
}
