//! Fitting the calibration on held-out scores.
//!
//! Matrix scaling corrects priors as well as confidence, and with that it can also carry over the priors
//! of the rows that it was fitted on to others that do not have them. Temperature scaling cannot. Which of
//! the two serves better is a question to the data: both are fitted, and the one with the lower log loss
//! on folds that it was not fitted on is kept.

use std::fmt;

use linfa::prelude::*;
use linfa_logistic::MultiLogisticRegression;
use ndarray::{Array1, Array2};

use crate::calibration::MatrixScaling;
use crate::error::{Error, Result};

/// A way from scores to logits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calibration {
    /// The scores as they are: nothing was held out to learn better from.
    Uncalibrated,
    /// All scores times one number (Guo et al., ICML 2017, §4.2).
    Temperature,
    /// A matrix and a bias (ibid.), fitted by `linfa-logistic`.
    Matrix,
}

impl fmt::Display for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Uncalibrated => "none",
            Self::Temperature => "temperature scaling",
            Self::Matrix => "matrix scaling",
        })
    }
}

impl Calibration {
    /// Fits the calibration to the classes of rows that the scores' model has not seen; `scores` is rows
    /// × classes.
    ///
    /// The parameters are rounded to 1e-4, far below their standard error, so that a model file does not
    /// depend on the order in which a processor adds.
    ///
    /// # Errors
    /// [`Error::Data`] when the rows cannot be fitted.
    pub(crate) fn fit(
        self,
        scores: &Array2<f64>,
        truth: &[usize],
        alpha: f64,
    ) -> Result<MatrixScaling> {
        match self {
            Self::Uncalibrated => Ok(MatrixScaling::identity(scores.ncols())),
            Self::Temperature => temperature_scaling(scores, truth),
            Self::Matrix => matrix_scaling(scores, truth, alpha),
        }
    }
}

fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

/// `logits = β·scores`, β the inverse temperature that minimises the log loss: a convex problem in one
/// number, solved by Newton's method.
fn temperature_scaling(scores: &Array2<f64>, truth: &[usize]) -> Result<MatrixScaling> {
    const STEPS: usize = 100;
    let classes = scores.ncols();
    let mut beta: f64 = 1.0;
    for _ in 0..STEPS {
        let (mut slope, mut curvature) = (0.0, 1e-9);
        for (row, &truth) in scores.rows().into_iter().zip(truth) {
            let highest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let (mut total, mut first, mut second) = (0.0, 0.0, 0.0);
            for &score in row {
                let weight = libm::exp(beta * (score - highest));
                total += weight;
                first += weight * score;
                second += weight * score * score;
            }
            let mean = first / total;
            slope += mean - row[truth];
            curvature += second / total - mean * mean;
        }
        // Where every row is right, the best β has no bound.
        let next = (beta - slope / curvature)
            .clamp(beta / 4.0, beta * 4.0)
            .clamp(1e-3, 1e3);
        let done = (next - beta).abs() < 1e-10;
        beta = next;
        if done {
            break;
        }
    }
    let mut matrix = vec![0.0; classes * classes];
    matrix
        .iter_mut()
        .step_by(classes + 1)
        .for_each(|diagonal| *diagonal = rounded(beta));
    MatrixScaling::new(matrix, vec![0.0; classes])
}

fn matrix_scaling(scores: &Array2<f64>, truth: &[usize], alpha: f64) -> Result<MatrixScaling> {
    /// Logit of a class that no held-out row has: all that is known of it is that it is rare.
    const ABSENT: f64 = -10.0;
    /// Norm of the summed loss's gradient, a row. The line search has no limit of its own: where it is
    /// asked for less than rounding lets it see, it does not come back.
    const TOLERANCE: f64 = 1e-7;
    let classes = scores.ncols();
    let dataset = DatasetBase::new(scores.clone(), Array1::from(truth.to_vec()));
    let fitted = MultiLogisticRegression::default()
        .alpha(alpha)
        .max_iterations(500)
        .gradient_tolerance(TOLERANCE * truth.len() as f64)
        .fit(&dataset)
        .map_err(|why| Error::Data(format!("calibration failed: {why}")))?;
    let mut matrix = vec![0.0; classes * classes];
    let mut bias = vec![ABSENT; classes];
    for (column, &class) in fitted.classes().iter().enumerate() {
        bias[class] = rounded(fitted.intercept()[column]);
        for (input, weight) in fitted.params().column(column).iter().enumerate() {
            matrix[class * classes + input] = rounded(*weight);
        }
    }
    MatrixScaling::new(matrix, bias)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores whose softmax at inverse temperature `beta` gives the classes' true shares.
    fn scores(beta: f64) -> (Array2<f64>, Vec<usize>) {
        let mut rows = Vec::new();
        let mut truth = Vec::new();
        for tenths in 1..10usize {
            let odds = libm::log(tenths as f64 / (10 - tenths) as f64) / beta;
            for copy in 0..10 {
                rows.extend([0.0, odds]);
                truth.push(usize::from(copy < tenths));
            }
        }
        (
            Array2::from_shape_vec((truth.len(), 2), rows).unwrap(),
            truth,
        )
    }

    #[test]
    fn the_temperature_of_the_scores_is_found() {
        for beta in [0.25, 1.0, 3.0] {
            let (scores, truth) = scores(beta);
            let scaling = Calibration::Temperature.fit(&scores, &truth, 1.0).unwrap();
            assert_eq!(scaling.matrix(), [beta, 0.0, 0.0, beta]);
            assert_eq!(scaling.bias(), [0.0, 0.0]);
        }
    }

    #[test]
    fn scores_that_are_always_right_get_a_bounded_temperature() {
        let scores = Array2::from_shape_fn((10, 2), |(row, class)| {
            f64::from(u8::from(row % 2 == class))
        });
        let truth: Vec<usize> = (0..10).map(|row| row % 2).collect();
        let scaling = Calibration::Temperature.fit(&scores, &truth, 1.0).unwrap();
        assert!(scaling.matrix()[0] > 1.0 && scaling.matrix()[0] <= 1e3);
    }

    #[test]
    fn matrix_scaling_finds_priors_too() {
        // Scores say nothing; three of four rows are of class 1.
        let scores = Array2::zeros((400, 2));
        let truth: Vec<usize> = (0..400).map(|row| usize::from(row % 4 != 0)).collect();
        let scaling = Calibration::Matrix.fit(&scores, &truth, 1.0).unwrap();
        let logits = scaling.apply(&[0.0, 0.0]);
        assert!(
            (logits[1] - logits[0] - libm::log(3.0)).abs() < 1e-3,
            "{logits:?}"
        );
    }
}
