//! What a model is learned by, under the names that its card has for it.

use std::collections::BTreeMap;

use stance_text::{FeatureConfig, NgramRange};

use super::logistic::{ClassWeights, SparseLogisticRegression};
use super::trainer::Trainer;

/// The settings of features, learner and calibration; those of the model that comes with the crate unless
/// changed, which were chosen by cross-validation over whole sources and authors.
///
/// ```
/// use stance_classifier::train::Recipe;
///
/// let recipe = Recipe { alpha: 4.0, ..Recipe::default() };
/// assert_eq!(recipe.settings()["alpha"], "4");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// What features are read.
    pub features: FeatureConfig,
    /// Strength of the L2 penalty, above 0.
    pub alpha: f64,
    /// Power of the inverse class frequency that rows are weighted by, 0 to 1.
    pub class_weight_power: f64,
    /// Power of the inverse document frequency that features are scaled by while learning, 0 to 1.
    pub idf_power: f64,
    /// Learning stops where the gradient's norm is under this share of the first, above 0.
    pub tolerance: f64,
    /// The most passes over the data.
    pub max_epochs: u32,
    /// Seed of the order in which rows are visited.
    pub seed: u64,
    /// Number of folds that rows are held out in for calibration, 2 or more.
    pub folds: u16,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            features: FeatureConfig::default(),
            alpha: 2.0,
            class_weight_power: 0.25,
            idf_power: 1.0,
            tolerance: 1e-3,
            max_epochs: 200,
            seed: 1,
            folds: 5,
        }
    }
}

impl Recipe {
    /// The trainer that follows it.
    pub fn trainer(&self) -> Trainer {
        let power = self.class_weight_power;
        Trainer {
            features: self.features.clone(),
            idf_power: self.idf_power,
            learner: SparseLogisticRegression::params()
                .alpha(self.alpha)
                .class_weights(ClassWeights::InverseFrequency { power })
                .gradient_tolerance(self.tolerance)
                .max_epochs(self.max_epochs)
                .seed(self.seed),
            ..Trainer::default()
        }
    }

    /// The settings for a [`Card`](crate::card::Card), by the names of the options of `stance train`.
    pub fn settings(&self) -> BTreeMap<String, String> {
        let range = |range: Option<NgramRange>| {
            range.map_or_else(|| "none".to_owned(), |range| range.to_string())
        };
        let settings = [
            ("words", range(self.features.words)),
            ("chars", range(self.features.chars)),
            ("cues", self.features.cues.to_string()),
            ("anchors", self.features.anchors.to_string()),
            ("mask", self.features.mask_names.to_string()),
            ("bits", self.features.bits.to_string()),
            ("alpha", self.alpha.to_string()),
            ("class-weight-power", self.class_weight_power.to_string()),
            ("idf-power", self.idf_power.to_string()),
            ("tolerance", self.tolerance.to_string()),
            ("max-epochs", self.max_epochs.to_string()),
            ("seed", self.seed.to_string()),
            ("folds", self.folds.to_string()),
        ];
        let settings = settings.into_iter();
        settings
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}
