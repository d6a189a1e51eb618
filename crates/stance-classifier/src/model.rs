//! The linear model over hashed features.

use std::borrow::Cow;

use stance_text::{Extractor, FeatureConfig, Group};

use crate::calibration::MatrixScaling;
use crate::error::{Error, Result};
use crate::label::Labels;

/// A multinomial logistic regression over hashed features, with its calibration and its card.
///
/// The score of a class is
/// `intercept + scale · Σ_groups s_g/√N_g · Σ_occurrences weight[bucket][class]`,
/// where `s_g` is the scale of a group of features and `N_g` the number of its occurrences in the text.
/// Weights are whole numbers from −127 to 127, so the inner sums are exact in any order.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearModel<'d> {
    pub(crate) labels: Labels,
    pub(crate) extractor: Extractor,
    pub(crate) intercept: Box<[f64]>,
    /// What a weight of 1 is worth.
    pub(crate) scale: f32,
    /// One byte a bucket and class, the classes of a bucket side by side; each byte is an `i8`.
    pub(crate) weights: Cow<'d, [u8]>,
    pub(crate) calibration: MatrixScaling,
    pub(crate) card: Cow<'d, str>,
}

impl<'d> LinearModel<'d> {
    /// A model from its parts. `weights` holds buckets × classes numbers, the classes of a bucket side by
    /// side.
    ///
    /// # Errors
    /// [`Error::Malformed`] when a part does not fit the others, [`Error::Config`] when the features are
    /// out of range.
    pub fn new(
        labels: Labels,
        features: FeatureConfig,
        weights: Cow<'d, [u8]>,
        scale: f32,
        intercept: Vec<f64>,
        calibration: MatrixScaling,
        card: Cow<'d, str>,
    ) -> Result<Self> {
        let extractor = Extractor::new(features)?;
        if weights.len() != extractor.config().buckets() * labels.len() {
            return Err(Error::Malformed(
                "the weights are not one a bucket and class",
            ));
        }
        if intercept.len() != labels.len() || calibration.classes() != labels.len() {
            return Err(Error::Malformed(
                "intercept, calibration and labels are of different numbers",
            ));
        }
        if !scale.is_finite() || intercept.iter().any(|number| !number.is_finite()) {
            return Err(Error::Malformed("a number is not finite"));
        }
        Ok(Self {
            labels,
            extractor,
            intercept: intercept.into(),
            scale,
            weights,
            calibration,
            card,
        })
    }

    /// The names of the classes.
    pub const fn labels(&self) -> &Labels {
        &self.labels
    }

    /// What features the model reads.
    pub const fn features(&self) -> &FeatureConfig {
        self.extractor.config()
    }

    /// The calibration.
    pub const fn calibration(&self) -> &MatrixScaling {
        &self.calibration
    }

    /// The card in JSON: what the model was made from and how it scored. Empty where there is none.
    pub fn card_json(&self) -> &str {
        &self.card
    }

    /// What an occurrence of each group adds to a score for each unit of weight, given how often each
    /// group occurs in the text.
    pub(crate) fn unit_worths(&self, occurrences: [u64; Group::COUNT]) -> [f64; Group::COUNT] {
        std::array::from_fn(|group| {
            let scale = f64::from(self.features().scales[group]);
            match occurrences[group] {
                0 => 0.0,
                n => f64::from(self.scale) * scale / (n as f64).sqrt(),
            }
        })
    }
}
