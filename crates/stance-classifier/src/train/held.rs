//! Calibration by scores that were held out: which kind serves, and how well.

use ndarray::Array2;
use rayon::prelude::*;

use super::calibrate::Calibration;
use crate::MatrixScaling;
use crate::error::{Error, Result};
use crate::label::Labels;
use crate::prediction::Prediction;

/// What a model that had not seen a row says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Index of the row among the examples.
    pub row: usize,
    /// Index of its label.
    pub truth: usize,
    /// Index of the label it was given.
    pub class: usize,
    /// Probabilities, calibrated on the other folds, one a class.
    pub probabilities: Box<[f64]>,
}

/// Scores of rows by a model that has not seen them: those of one fold.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldScores {
    /// Indices of the rows, which predictions are sorted by.
    pub rows: Vec<usize>,
    /// Their classes, one a row.
    pub truth: Vec<usize>,
    /// Rows × classes.
    pub scores: Array2<f64>,
}

/// A calibration by held-out scores, and what it makes of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// Predictions of all rows, each fold's calibrated by the others, in the order of the rows.
    pub predictions: Vec<Held>,
    /// The calibration by all of them.
    pub scaling: MatrixScaling,
    /// Its kind.
    pub kind: Calibration,
}

impl Calibrated {
    /// Calibrates by held-out scores, a part a fold. Temperature and matrix scaling are both fitted, and the one
    /// with the lower log loss on folds that it was not fitted on is kept. `alpha` is the penalty of the matrix.
    ///
    /// # Errors
    /// [`Error::Data`] when the rows cannot be fitted.
    pub fn by(labels: &Labels, held: &[HeldScores], alpha: f64) -> Result<Self> {
        /// With fewer held-out rows a parameter, a matrix is fitted to noise.
        const ROWS_A_PARAMETER: usize = 5;
        let classes = labels.len();
        let rows: usize = held.iter().map(|part| part.rows.len()).sum();
        let kinds: &[Calibration] = match held.len() {
            0 => &[],
            // One fold has no other to calibrate it by.
            1 => &[Calibration::Uncalibrated],
            _ if rows < ROWS_A_PARAMETER * (classes * classes + classes) => {
                &[Calibration::Temperature]
            }
            _ => &[Calibration::Temperature, Calibration::Matrix],
        };
        let mut best: Option<(f64, Calibration, Vec<Held>)> = None;
        for &kind in kinds {
            let predicted = cross_fit(labels, held, kind, alpha)?;
            let log_loss: f64 = predicted
                .iter()
                .map(|held| -libm::log(held.probabilities[held.truth].max(1e-300)))
                .sum();
            if best.as_ref().is_none_or(|(least, ..)| log_loss < *least) {
                best = Some((log_loss, kind, predicted));
            }
        }
        let Some((_, kind, mut predictions)) = best else {
            return Ok(Self {
                predictions: Vec::new(),
                scaling: MatrixScaling::identity(classes),
                kind: Calibration::Uncalibrated,
            });
        };
        predictions.sort_unstable_by_key(|held| held.row);
        Ok(Self {
            predictions,
            scaling: fit(classes, held, kind, alpha, None)?,
            kind,
        })
    }
}

/// Predictions of each fold's rows, calibrated by the other folds.
fn cross_fit(
    labels: &Labels,
    held: &[HeldScores],
    kind: Calibration,
    alpha: f64,
) -> Result<Vec<Held>> {
    let parts: Vec<Vec<Held>> = held
        .par_iter()
        .enumerate()
        .map(|(fold, part)| {
            let scaling = fit(labels.len(), held, kind, alpha, Some(fold))?;
            let rows = part.rows.iter().zip(&part.truth).zip(part.scores.rows());
            Ok(rows
                .map(|((&row, &truth), scores)| {
                    let logits = scaling.apply(&scores.to_vec());
                    let prediction = Prediction::from_logits(labels, &logits);
                    Held {
                        row,
                        truth,
                        class: prediction.class(),
                        probabilities: prediction.probabilities().into(),
                    }
                })
                .collect())
        })
        .collect::<Result<_>>()?;
    Ok(parts.into_iter().flatten().collect())
}

/// The calibration by all folds but one, if one is left out.
fn fit(
    classes: usize,
    held: &[HeldScores],
    kind: Calibration,
    alpha: f64,
    without: Option<usize>,
) -> Result<MatrixScaling> {
    let (mut scores, mut truth) = (Vec::new(), Vec::new());
    for (_, part) in held
        .iter()
        .enumerate()
        .filter(|&(fold, _)| Some(fold) != without)
    {
        scores.extend(part.scores.iter().copied());
        truth.extend(&part.truth);
    }
    let scores = Array2::from_shape_vec((truth.len(), classes), scores)
        .map_err(|why| Error::Data(format!("calibration failed: {why}")))?;
    kind.fit(&scores, &truth, alpha)
}
