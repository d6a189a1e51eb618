//! From a learner to a model: rounding, calibration, and how it does on rows it has not learned from.

use std::borrow::Cow;

use ndarray::Array2;

use super::block::Features;
use super::report::StreamReport;
use super::{StreamLearner, Table};
use crate::MatrixScaling;
use crate::error::{Error, Result};
use crate::model::LinearModel;
use crate::prediction::Prediction;
use crate::train::calibrate::Calibration;
use crate::train::held::Held;

/// With fewer rows held out, a temperature is fitted to noise.
const LEAST_ROWS: usize = 20;
/// Not penalised: one number on so many rows needs none.
const NO_PENALTY: f64 = 0.0;

/// A model learned from a stream, and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Streamed {
    /// The model, without a card.
    pub model: LinearModel<'static>,
    /// How learning ended.
    pub report: StreamReport,
    /// Which calibration the model has.
    pub calibration: Calibration,
    /// Predictions for the rows held out, by the weights of the model as it is stored; those of every other
    /// row are calibrated by the rest.
    pub held: Vec<Held>,
    /// How many rows apart they are in the data.
    pub held_every: u64,
}

impl StreamLearner {
    /// The model of what was learned.
    ///
    /// # Errors
    /// [`Error::Data`] when there were no rows, rows of one class alone, or steps so large that weights
    /// are no longer numbers.
    pub fn finish(self) -> Result<Streamed> {
        let labels = self.trainer.labels.clone();
        let seen: Vec<&str> = (labels.iter().zip(&self.rows))
            .filter_map(|(label, &rows)| (rows > 0).then_some(label))
            .collect();
        match seen.as_slice() {
            [] => return Err(Error::Data("no rows to learn from".to_owned())),
            [only] => {
                return Err(Error::Data(format!(
                    "all rows have the label `{only}`: a classifier needs two or more"
                )));
            }
            _ => {}
        }
        let (weights, scale, rounding) = rounded(&self.table)?;
        let gradients = [
            held_gradient_norm(&self.held.rows, self.table.classes(), |row, gradient| {
                self.table.judge(row, gradient);
            }),
            held_gradient_norm(&self.held.rows, self.table.classes(), |row, gradient| {
                let classes = gradient.len();
                gradient.fill(1.0 / classes as f32);
                gradient[usize::from(row.class)] -= 1.0;
            }),
        ];
        let intercept: Vec<f64> = self
            .table
            .intercept()
            .iter()
            .map(|w| f64::from(*w))
            .collect();
        let held = self.held.rows;
        // Weights, scores and the copy that a file is written from would otherwise be there at once.
        drop(self.table);
        drop(self.kept);
        let scores = scores(&held, &weights, scale, &intercept)?;
        let truth: Vec<usize> = held.rows().map(|row| usize::from(row.class)).collect();
        let kind = match truth.len() {
            LEAST_ROWS.. => Calibration::Temperature,
            _ => Calibration::Uncalibrated,
        };
        let halves = [0, 1].map(|half| fit(kind, &scores, &truth, Some(half)));
        let [even, odd] = halves;
        let halves = [even?, odd?];
        let held = self
            .held
            .numbers
            .iter()
            .zip(&truth)
            .zip(scores.rows())
            .enumerate()
            .map(|(at, ((&number, &truth), scores))| {
                let logits = halves[at % 2].apply(&scores.to_vec());
                let prediction = Prediction::from_logits(&labels, &logits);
                Held {
                    row: number as usize,
                    truth,
                    class: prediction.class(),
                    probabilities: prediction.probabilities().into(),
                }
            })
            .collect();
        let calibration = fit(kind, &scores, &truth, None)?;
        let model = LinearModel::new(
            labels,
            self.trainer.features,
            Cow::Owned(weights),
            scale,
            intercept,
            calibration,
            Cow::Borrowed(""),
        )?;
        let [norm, first] = gradients;
        Ok(Streamed {
            model,
            report: StreamReport {
                passes: self.pass,
                rows: self.rows,
                validated: self.whole,
                rounding,
                held_gradient_norm: norm,
                relative_held_gradient_norm: if first > 0.0 { norm / first } else { 0.0 },
            },
            calibration: kind,
            held,
            held_every: self.held.every,
        })
    }
}

/// The calibration by all rows, or by all but those of one half, even or odd.
fn fit(
    kind: Calibration,
    scores: &Array2<f64>,
    truth: &[usize],
    without: Option<usize>,
) -> Result<MatrixScaling> {
    let rows: Vec<usize> = (0..truth.len())
        .filter(|row| Some(row % 2) != without)
        .collect();
    let truth: Vec<usize> = rows.iter().map(|&row| truth[row]).collect();
    kind.fit(&scores.select(ndarray::Axis(0), &rows), &truth, NO_PENALTY)
}

/// Weights as whole numbers, what 1 of them is worth, and the largest change.
fn rounded(table: &Table) -> Result<(Vec<u8>, f32, f32)> {
    let classes = table.classes();
    let buckets = table.cells().len() / (classes + 1) - 1;
    let each = || table.weights().take(buckets).flatten();
    if table.weights().flatten().any(|weight| !weight.is_finite()) {
        return Err(Error::Data(
            "the weights have grown past all bounds: learn at a lower rate".to_owned(),
        ));
    }
    let largest = each().fold(0f32, |largest, weight| largest.max(weight.abs()));
    let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
    let mut whole = Vec::with_capacity(buckets * classes);
    let mut rounding = 0f32;
    for weight in each() {
        let rounded = (weight / scale).round() as i8;
        rounding = rounding.max((weight - f32::from(rounded) * scale).abs());
        whole.push(rounded as u8);
    }
    Ok((whole, scale, rounding))
}

/// Scores of rows by whole-number weights, rows × classes.
fn scores(rows: &Features, weights: &[u8], scale: f32, intercept: &[f64]) -> Result<Array2<f64>> {
    let classes = intercept.len();
    let mut scores = Vec::with_capacity(rows.len() * classes);
    for row in rows.rows() {
        let start = scores.len();
        scores.extend_from_slice(intercept);
        for (bucket, value) in row.occurrences() {
            let value = f64::from(value) * f64::from(scale);
            let weights = &weights[bucket * classes..][..classes];
            for (score, &weight) in scores[start..].iter_mut().zip(weights) {
                *score += value * f64::from(weight as i8);
            }
        }
    }
    Array2::from_shape_vec((rows.len(), classes), scores)
        .map_err(|why| Error::Data(format!("calibration failed: {why}")))
}

/// Norm of the gradient of the mean log loss over `rows`; `slopes` gives that of a row's by its scores.
fn held_gradient_norm(
    rows: &Features,
    classes: usize,
    mut slopes: impl FnMut(super::block::Row<'_>, &mut Vec<f32>),
) -> f64 {
    let n = rows.len();
    let mut all = Vec::with_capacity(n * classes);
    let mut of_row = vec![0.0; classes];
    let mut entries: Vec<(u32, u32, f32)> = Vec::with_capacity(rows.codes());
    for (number, row) in rows.rows().enumerate() {
        slopes(row, &mut of_row);
        all.extend_from_slice(&of_row);
        let entry = |(bucket, value)| (bucket as u32, number as u32, value);
        entries.extend(row.occurrences().map(entry));
    }
    // By bucket, and within it in a fixed order.
    entries.sort_by_key(|&(bucket, ..)| bucket);
    let mut squares = 0.0;
    let mut sums = vec![0f64; classes];
    for bucket in entries.chunk_by(|one, next| one.0 == next.0) {
        sums.fill(0.0);
        for &(_, row, value) in bucket {
            let slopes = &all[row as usize * classes..][..classes];
            for (sum, &slope) in sums.iter_mut().zip(slopes) {
                *sum += f64::from(value) * f64::from(slope);
            }
        }
        squares += sums.iter().map(|sum| sum * sum).sum::<f64>();
    }
    sums.fill(0.0);
    for slopes in all.chunks_exact(classes) {
        for (sum, &slope) in sums.iter_mut().zip(slopes) {
            *sum += f64::from(slope);
        }
    }
    squares += sums.iter().map(|sum| sum * sum).sum::<f64>();
    squares.sqrt() / n.max(1) as f64
}
