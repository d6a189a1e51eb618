//! From a linear model's scores to logits whose softmax can be believed.

use crate::error::{Error, Result};

/// Matrix scaling: `logits = A·scores + b` (Guo et al., "On Calibration of Modern Neural Networks", ICML
/// 2017, §4.2).
///
/// With `A` a full K×K matrix and `b` a bias, it corrects confidence and also the priors, which differ
/// between training statements and the text that a model is used on.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixScaling {
    /// Row-major, K×K: row `k` holds what each score adds to logit `k`.
    matrix: Box<[f64]>,
    /// One a class.
    bias: Box<[f64]>,
}

impl MatrixScaling {
    /// The scaling that changes nothing, for `classes` classes.
    pub fn identity(classes: usize) -> Self {
        let mut matrix = vec![0.0; classes * classes];
        matrix
            .iter_mut()
            .step_by(classes + 1)
            .for_each(|diagonal| *diagonal = 1.0);
        Self {
            matrix: matrix.into(),
            bias: vec![0.0; classes].into(),
        }
    }

    /// A scaling from its row-major `matrix`, K×K, and its `bias`, K long.
    ///
    /// # Errors
    /// [`Error::Malformed`] when the shapes do not fit or a number is not finite.
    pub fn new(matrix: Vec<f64>, bias: Vec<f64>) -> Result<Self> {
        if matrix.len() != bias.len() * bias.len() {
            return Err(Error::Malformed(
                "the calibration's matrix and bias do not fit each other",
            ));
        }
        if matrix.iter().chain(&bias).any(|number| !number.is_finite()) {
            return Err(Error::Malformed(
                "a number of the calibration is not finite",
            ));
        }
        Ok(Self {
            matrix: matrix.into(),
            bias: bias.into(),
        })
    }

    /// Number of classes.
    pub fn classes(&self) -> usize {
        self.bias.len()
    }

    /// The matrix, row-major.
    pub fn matrix(&self) -> &[f64] {
        &self.matrix
    }

    /// The bias.
    pub fn bias(&self) -> &[f64] {
        &self.bias
    }

    /// `A·scores + b`. Scores past the number of classes are not looked at.
    pub fn apply(&self, scores: &[f64]) -> Box<[f64]> {
        let mut logits = Vec::with_capacity(self.classes());
        self.apply_into(scores, &mut logits);
        logits.into()
    }

    /// As [`MatrixScaling::apply`], into a buffer.
    pub(crate) fn apply_into(&self, scores: &[f64], logits: &mut Vec<f64>) {
        logits.clear();
        let rows = self.matrix.chunks_exact(self.classes());
        logits.extend(rows.zip(&self.bias).map(|(row, bias)| {
            let sum: f64 = row
                .iter()
                .zip(scores)
                .map(|(weight, score)| weight * score)
                .sum();
            sum + bias
        }));
    }

    /// `A·scores` alone: what a part of the scores adds to the logits.
    pub fn linear(&self, scores: &[f64]) -> Box<[f64]> {
        self.matrix
            .chunks_exact(self.classes())
            .map(|row| {
                row.iter()
                    .zip(scores)
                    .map(|(weight, score)| weight * score)
                    .sum()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_identity_changes_nothing() {
        assert_eq!(
            *MatrixScaling::identity(3).apply(&[1.5, -2.0, 0.25]),
            [1.5, -2.0, 0.25]
        );
    }

    #[test]
    fn parts_of_the_scores_add_up_to_the_whole() {
        let scaling = MatrixScaling::new(vec![1.0, 2.0, 3.0, 4.0], vec![0.5, -0.5]).unwrap();
        assert_eq!(*scaling.apply(&[1.0, 10.0]), [21.5, 42.5]);
        let (one, other) = (scaling.linear(&[1.0, 0.0]), scaling.linear(&[0.0, 10.0]));
        assert_eq!(
            [one[0] + other[0] + 0.5, one[1] + other[1] - 0.5],
            [21.5, 42.5]
        );
    }

    #[test]
    fn a_matrix_of_another_size_is_refused() {
        assert!(MatrixScaling::new(vec![1.0; 3], vec![0.0; 2]).is_err());
        assert!(MatrixScaling::new(vec![f64::NAN, 0.0, 0.0, 1.0], vec![0.0; 2]).is_err());
    }
}
