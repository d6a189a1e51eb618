//! What a classifier says of a text.

use crate::label::{Labels, Stance};

/// A distribution over the classes of a model, and with it a label.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction<'m> {
    labels: &'m Labels,
    probabilities: Box<[f64]>,
    top: usize,
}

impl<'m> Prediction<'m> {
    /// The softmax of `logits`, one a class: `p_k = exp(l_k) / Σ_j exp(l_j)`.
    pub fn from_logits(labels: &'m Labels, logits: &[f64]) -> Self {
        let highest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut probabilities: Box<[f64]> = logits.iter().map(|l| (l - highest).exp()).collect();
        let total: f64 = probabilities.iter().sum();
        probabilities.iter_mut().for_each(|p| *p /= total);
        // The first of equals, so that a tie is decided the same way everywhere.
        let top = (0..logits.len())
            .rev()
            .max_by(|&a, &b| logits[a].total_cmp(&logits[b]));
        Self {
            labels,
            probabilities,
            top: top.unwrap_or(0),
        }
    }

    /// The most probable label.
    pub fn label(&self) -> &'m str {
        self.labels.get(self.top).unwrap_or_default()
    }

    /// Index of the most probable label among the model's.
    pub const fn class(&self) -> usize {
        self.top
    }

    /// The most probable label as a stance, where it is one of the four.
    pub fn stance(&self) -> Option<Stance> {
        self.label().parse().ok()
    }

    /// Probability of the most probable label, in `[1/K, 1]` for K classes.
    pub fn confidence(&self) -> f64 {
        self.probabilities
            .get(self.top)
            .copied()
            .unwrap_or_default()
    }

    /// Calibrated probabilities, in the order of the labels; they add up to 1.
    pub const fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// Probability of a label, if the model has it.
    pub fn probability(&self, label: &str) -> Option<f64> {
        self.labels
            .index(label)
            .map(|class| self.probabilities[class])
    }

    /// The label, unless its probability is under `threshold`: then nothing is said.
    ///
    /// Abstaining is not the label `none`: that one says that the text takes no position.
    pub fn label_at_least(&self, threshold: f64) -> Option<&'m str> {
        (self.confidence() >= threshold).then(|| self.label())
    }

    /// The model's labels.
    pub const fn labels(&self) -> &'m Labels {
        self.labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_add_up_to_one_for_any_logits() {
        let labels = Labels::of(["a", "b", "c"]).unwrap();
        for logits in [[0.0; 3], [1e300, -1e300, 0.0], [-745.0, -746.0, -747.0]] {
            let prediction = Prediction::from_logits(&labels, &logits);
            assert!((prediction.probabilities().iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(prediction.confidence() >= 1.0 / 3.0 - 1e-12);
        }
    }

    #[test]
    fn a_tie_goes_to_the_first_label() {
        let labels = Labels::of(["a", "b", "c"]).unwrap();
        assert_eq!(
            Prediction::from_logits(&labels, &[1.0, 2.0, 2.0]).label(),
            "b"
        );
    }

    #[test]
    fn under_the_threshold_nothing_is_said() {
        let labels = Labels::of(["a", "b"]).unwrap();
        let even = Prediction::from_logits(&labels, &[0.0, 0.0]);
        assert_eq!(even.label_at_least(0.5), Some("a"));
        assert_eq!(even.label_at_least(0.51), None);
        assert_eq!(even.stance(), None);
    }
}
