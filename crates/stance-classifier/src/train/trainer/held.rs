//! Rows held out: their scores, and the calibration by them.

use ndarray::Array2;
use rayon::prelude::*;

use super::{Held, Progress, Trainer, TrainingSet};
use crate::MatrixScaling;
use crate::error::{Error, Result};
use crate::prediction::Prediction;
use crate::train::calibrate::Calibration;
use crate::train::records::SparseRecords;
use crate::train::target::Target;

/// What calibrating the held rows gave.
pub(super) struct Calibrated {
    pub predictions: Vec<Held>,
    pub scaling: MatrixScaling,
    pub kind: Calibration,
}

impl Calibrated {
    fn none(classes: usize) -> Self {
        Self {
            predictions: Vec::new(),
            scaling: MatrixScaling::identity(classes),
            kind: Calibration::Uncalibrated,
        }
    }
}

/// Scores of rows by a model that has not seen them.
pub(super) struct HeldScores {
    rows: Vec<usize>,
    /// Their classes.
    truth: Vec<usize>,
    /// Rows × classes.
    scores: Array2<f64>,
}

impl Trainer {
    /// Scores of the rows of each fold by a model trained on all others.
    pub(super) fn held_scores(
        &self,
        set: &TrainingSet<'_>,
        counts: &SparseRecords<f32>,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Vec<HeldScores>> {
        let mut folds: Vec<u32> = set
            .examples
            .iter()
            .filter(|example| matches!(example.target, Target::Hard(_)))
            .filter_map(|example| example.fold)
            .collect();
        folds.sort_unstable();
        folds.dedup();
        let number = folds.len();
        folds
            .into_par_iter()
            .map(|fold| {
                let (held, trained_on): (Vec<usize>, Vec<usize>) =
                    (0..set.examples.len()).partition(|&row| set.examples[row].fold == Some(fold));
                let fitted = self.fit(set, counts, &trained_on)?;
                let (held, truth): (Vec<usize>, Vec<usize>) = held
                    .into_iter()
                    .filter_map(|row| match set.examples[row].target {
                        Target::Hard(class) => Some((row, class)),
                        Target::Soft(_) => None,
                    })
                    .unzip();
                let scores = fitted.scores(counts, &held, set.labels.len());
                progress(Progress::Fold {
                    fold,
                    folds: number,
                    report: fitted.learned.report().clone(),
                });
                Ok(HeldScores {
                    rows: held,
                    truth,
                    scores,
                })
            })
            .collect()
    }

    /// Calibrated predictions of the held rows, each fold's by the scores of the others; the calibration
    /// by all of them, and its kind.
    pub(super) fn calibrate(
        &self,
        set: &TrainingSet<'_>,
        held: &[HeldScores],
    ) -> Result<Calibrated> {
        /// With fewer held-out rows a parameter, a matrix is fitted to noise.
        const ROWS_A_PARAMETER: usize = 5;
        let classes = set.labels.len();
        let rows: usize = held.iter().map(|part| part.rows.len()).sum();
        let kinds: &[Calibration] = match held.len() {
            0 => return Ok(Calibrated::none(set.labels.len())),
            // One fold has no other to calibrate it by.
            1 => &[Calibration::Uncalibrated],
            _ if rows < ROWS_A_PARAMETER * (classes * classes + classes) => {
                &[Calibration::Temperature]
            }
            _ => &[Calibration::Temperature, Calibration::Matrix],
        };
        let mut best: Option<(f64, Calibration, Vec<Held>)> = None;
        for &kind in kinds {
            let predicted = self.cross_fit(set, held, kind)?;
            let log_loss: f64 = predicted
                .iter()
                .map(|held| -libm::log(held.probabilities[held.truth].max(1e-300)))
                .sum();
            if best.as_ref().is_none_or(|(least, ..)| log_loss < *least) {
                best = Some((log_loss, kind, predicted));
            }
        }
        let Some((_, kind, mut predictions)) = best else {
            return Ok(Calibrated::none(set.labels.len()));
        };
        predictions.sort_unstable_by_key(|held| held.row);
        let scaling = self.fit_scaling(set, held, kind, None)?;
        Ok(Calibrated {
            predictions,
            scaling,
            kind,
        })
    }

    /// Predictions of each fold's rows, calibrated by the other folds.
    fn cross_fit(
        &self,
        set: &TrainingSet<'_>,
        held: &[HeldScores],
        kind: Calibration,
    ) -> Result<Vec<Held>> {
        let parts: Vec<Vec<Held>> = held
            .par_iter()
            .enumerate()
            .map(|(fold, part)| {
                let scaling = self.fit_scaling(set, held, kind, Some(fold))?;
                let rows = part.rows.iter().zip(&part.truth).zip(part.scores.rows());
                Ok(rows
                    .map(|((&row, &truth), scores)| {
                        let logits = scaling.apply(&scores.to_vec());
                        let prediction = Prediction::from_logits(&set.labels, &logits);
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

    fn fit_scaling(
        &self,
        set: &TrainingSet<'_>,
        held: &[HeldScores],
        kind: Calibration,
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
        let scores = Array2::from_shape_vec((truth.len(), set.labels.len()), scores)
            .map_err(|why| Error::Data(format!("calibration failed: {why}")))?;
        kind.fit(&scores, &truth, self.calibration_alpha)
    }
}
