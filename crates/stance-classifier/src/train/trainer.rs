//! From labelled texts to a model.

mod scores;

use std::borrow::Cow;

use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Array2};
use rayon::prelude::*;
use stance_text::{Extractor, FeatureConfig, Group, Occurrence, Tokens};

use super::calibrate::Calibration;
use super::held::{Calibrated, Held};
use super::idf;
use super::logistic::{
    ClassWeights, FitReport, FittedSparseLogisticRegression, SparseLogisticRegression,
};
use super::records::SparseRecords;
use super::target::{Target, Targets};
use crate::MatrixScaling;
use crate::error::{Error, Result};
use crate::label::Labels;
use crate::model::LinearModel;

/// A text and what is known of its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Example<'t> {
    /// The text.
    pub text: Cow<'t, str>,
    /// Its label, by index; or, where it is not known for sure, how likely each label is.
    pub target: Target,
    /// How much it counts in training; 1 is usual.
    pub weight: f32,
    /// The part in which it is held out. Rows that share habits (an author's, a source's) belong in one.
    ///
    /// Rows without a fold are always trained on and never held out: texts of another kind than those the
    /// model will meet, by which it must not be calibrated. Rows of a soft target are never calibrated by
    /// and never predicted; with a fold, models that are to predict the rows of it do not learn from them.
    pub fold: Option<u32>,
}

/// Texts to learn from and the names of their labels.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingSet<'t> {
    /// The names.
    pub labels: Labels,
    /// The texts. The order has a part in the result, as the seed has.
    pub examples: Vec<Example<'t>>,
}

/// How a model is trained.
#[derive(Debug, Clone, PartialEq)]
pub struct Trainer {
    /// What features it reads.
    pub features: FeatureConfig,
    /// Power of the inverse document frequency that features are scaled by while learning; 0 for none.
    pub idf_power: f64,
    /// The learner's settings.
    pub learner: super::SparseLogisticRegressionParams,
    /// Penalty of the calibration.
    pub calibration_alpha: f64,
}

impl Default for Trainer {
    /// A recipe to start from.
    fn default() -> Self {
        Self {
            features: FeatureConfig::default(),
            idf_power: 1.0,
            learner: SparseLogisticRegression::params()
                .alpha(1.0)
                .class_weights(ClassWeights::Uniform)
                .gradient_tolerance(1e-3),
            calibration_alpha: 1.0,
        }
    }
}

/// Where training is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Progress {
    /// Features of all texts are ready.
    Features {
        /// Number of texts.
        rows: usize,
        /// Number of different features a text has, over all texts.
        stored: usize,
    },
    /// A model was fitted with one fold held out.
    Fold {
        /// The fold.
        fold: u32,
        /// Number of folds.
        folds: usize,
        /// How it ended.
        report: FitReport,
    },
    /// The model of all rows was fitted.
    Whole(FitReport),
}

/// A model and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// The model, without a card.
    pub model: LinearModel<'static>,
    /// How the fit of all rows ended.
    pub report: FitReport,
    /// Predictions for all rows that have a fold and a hard target, in the order of the rows.
    pub held: Vec<Held>,
    /// Which calibration served best.
    pub calibration: Calibration,
    /// Largest change of a weight by rounding it to a whole number, in units of the score.
    pub rounding: f32,
}

impl Trainer {
    /// Trains a model: learns from all examples, and calibrates on the scores that the rows of each fold
    /// get from a model trained without it.
    ///
    /// The result does not depend on the number of threads.
    ///
    /// # Errors
    /// [`Error::Data`] or [`Error::Setting`]: what cannot be learned from, or with.
    pub fn train(
        &self,
        set: &TrainingSet<'_>,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Trained> {
        let (counts, calibrated) = self.calibrated(set, progress)?;
        let all: Vec<usize> = (0..set.examples.len()).collect();
        let fitted = self.fit(set, &counts, &all)?;
        let report = fitted.learned.report().clone();
        progress(Progress::Whole(report.clone()));
        let (model, rounding) = self.model(set, &fitted, calibrated.scaling)?;
        Ok(Trained {
            model,
            report,
            held: calibrated.predictions,
            calibration: calibrated.kind,
            rounding,
        })
    }

    /// Predictions for all rows that have a fold and a hard target, from models that have not seen their fold.
    ///
    /// # Errors
    /// As [`Trainer::train`].
    pub fn cross_validate(
        &self,
        set: &TrainingSet<'_>,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Vec<Held>> {
        Ok(self.calibrated(set, progress)?.1.predictions)
    }

    /// Feature values of all texts, and a calibration of the scores that rows get where their fold is held out.
    fn calibrated(
        &self,
        set: &TrainingSet<'_>,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<(SparseRecords<f32>, Calibrated)> {
        check(set)?;
        let counts = self.records(set)?;
        progress(Progress::Features {
            rows: counts.rows(),
            stored: counts.stored(),
        });
        let held_scores = self.held_scores(set, &counts, progress)?;
        let calibrated = Calibrated::by(&set.labels, &held_scores, self.calibration_alpha)?;
        Ok((counts, calibrated))
    }

    /// Feature values of all texts, not yet scaled by column.
    fn records(&self, set: &TrainingSet<'_>) -> Result<SparseRecords<f32>> {
        /// Rows to a piece of work; the pieces are put together in order.
        const PIECE: usize = 256;
        let extractor = Extractor::new(self.features.clone())?;
        let pieces: Vec<SparseRecords<f32>> = set
            .examples
            .par_chunks(PIECE)
            .map(|examples| {
                let mut records = SparseRecords::new(self.features.buckets())?;
                let mut tokens = Tokens::new();
                let mut found: Vec<(Group, u32)> = Vec::new();
                let mut row = Vec::new();
                for example in examples {
                    found.clear();
                    row.clear();
                    let mut occurrences = [0u64; Group::COUNT];
                    extractor.extract(&example.text, &mut tokens, &mut |occurrence: Occurrence| {
                        occurrences[occurrence.group.index()] += 1;
                        found.push((occurrence.group, occurrence.bucket));
                    });
                    let values: [f32; Group::COUNT] = std::array::from_fn(|group| {
                        self.features.scales[group] / (occurrences[group].max(1) as f32).sqrt()
                    });
                    row.extend(
                        found
                            .iter()
                            .map(|&(group, bucket)| (bucket, values[group.index()])),
                    );
                    records.push(&mut row)?;
                }
                Ok(records)
            })
            .collect::<Result<_>>()?;
        let mut all = SparseRecords::new(self.features.buckets())?;
        for piece in &pieces {
            all.append(piece)?;
        }
        Ok(all)
    }

    fn fit(
        &self,
        set: &TrainingSet<'_>,
        counts: &SparseRecords<f32>,
        rows: &[usize],
    ) -> Result<Fitted> {
        let mut records = counts.select(rows);
        let factors = idf::factors(&records, self.idf_power);
        records.scale_columns(&factors);
        let targets = rows.iter().map(|&row| set.examples[row].target.clone());
        let targets = Targets::new(set.labels.len(), targets.collect())?;
        let weights: Array1<f32> = rows.iter().map(|&row| set.examples[row].weight).collect();
        let dataset = DatasetBase::new(records, targets).with_weights(weights);
        Ok(Fitted {
            learned: self.learner.fit(&dataset)?,
            factors,
        })
    }

    /// Weights rounded to whole numbers.
    fn model(
        &self,
        set: &TrainingSet<'_>,
        fitted: &Fitted,
        calibration: MatrixScaling,
    ) -> Result<(LinearModel<'static>, f32)> {
        let (classes, buckets) = (set.labels.len(), self.features.buckets());
        let learned = &fitted.learned;
        let mut weights = vec![0f32; buckets * classes];
        let mut intercept = vec![0.0; classes];
        for (column, &class) in learned.classes().iter().enumerate() {
            intercept[class] = learned.intercept()[column];
            for bucket in 0..buckets {
                weights[bucket * classes + class] =
                    learned.weights()[(bucket, column)] * fitted.factors[bucket];
            }
        }
        let largest = weights
            .iter()
            .fold(0f32, |largest, weight| largest.max(weight.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let rounded: Vec<u8> = weights
            .iter()
            .map(|w| (w / scale).round() as i8 as u8)
            .collect();
        let rounding = weights
            .iter()
            .zip(&rounded)
            .map(|(weight, &whole)| (weight - f32::from(whole as i8) * scale).abs())
            .fold(0f32, f32::max);
        let model = LinearModel::new(
            set.labels.clone(),
            self.features.clone(),
            Cow::Owned(rounded),
            scale,
            intercept,
            calibration,
            Cow::Borrowed(""),
        )?;
        Ok((model, rounding))
    }
}

/// A fit and the factors that the columns were scaled by.
struct Fitted {
    learned: FittedSparseLogisticRegression<f32, usize>,
    factors: Vec<f32>,
}

impl Fitted {
    /// Scores of some rows, rows × classes, classes that the fit did not see at zero.
    fn scores(&self, counts: &SparseRecords<f32>, rows: &[usize], classes: usize) -> Array2<f64> {
        let mut records = counts.select(rows);
        records.scale_columns(&self.factors);
        let seen = self.learned.scores(&records);
        let mut scores = Array2::zeros((rows.len(), classes));
        for (column, &class) in self.learned.classes().iter().enumerate() {
            scores.column_mut(class).assign(&seen.column(column));
        }
        scores
    }
}

fn check(set: &TrainingSet<'_>) -> Result<()> {
    let classes = set.labels.len();
    let wrong = set
        .examples
        .iter()
        .enumerate()
        .find_map(|(row, example)| Some((row, example.target.fault(classes)?)));
    match wrong {
        Some((row, why)) => Err(Error::Data(format!("row {row} {why}"))),
        None => Ok(()),
    }
}
