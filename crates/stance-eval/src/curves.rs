//! How well the probability of a class ranks the records: each class against all others.

use serde::Serialize;

use crate::{Error, Predictions, Result};

/// A receiver operating characteristic.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RocCurve {
    /// From (0, 0) at an infinite threshold to (1, 1), a point for each probability that occurs,
    /// from the highest down.
    pub points: Vec<RocPoint>,
    /// The area under the curve by the trapezoidal rule: the probability that a record of the
    /// class is ranked above one that is not, ties counted half (Fawcett, 2006, *Pattern
    /// Recognition Letters* 27, 861–874).
    pub area: f64,
}

/// What comes of taking all records of at least some probability for the class.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RocPoint {
    /// The least probability that is taken for the class.
    pub threshold: f64,
    /// The share taken of the records that are not of the class.
    pub false_positive_rate: f64,
    /// The share taken of the records that are of the class.
    pub true_positive_rate: f64,
}

/// A precision–recall curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PrecisionRecallCurve {
    /// A point for each probability that occurs, from the highest down.
    pub points: Vec<PrecisionRecallPoint>,
    /// `Σ_n (R_n − R_{n−1})·P_n`, the area under the curve as steps. Joining the points by lines
    /// would flatter (Davis & Goadrich, ICML 2006).
    pub average_precision: f64,
}

/// What comes of taking all records of at least some probability for the class.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PrecisionRecallPoint {
    /// The least probability that is taken for the class.
    pub threshold: f64,
    /// The share of the records taken that are of the class.
    pub precision: f64,
    /// The share taken of the records that are of the class.
    pub recall: f64,
}

impl Predictions {
    /// The receiver operating characteristic of one class against all others.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`], [`Error::UnknownClass`]; [`Error::Undefined`] when all records
    /// are of the class, or none is.
    pub fn roc_curve(&self, class: usize) -> Result<RocCurve> {
        let taken = self.taken(class)?;
        let (positives, negatives) = taken.last().map_or((0, 0), |last| (last.hits, last.misses));
        if positives == 0 || negatives == 0 {
            let why = "it needs records of the class and records of another";
            return Err(Error::Undefined {
                figure: "the ROC curve",
                why,
            });
        }
        let start = RocPoint {
            threshold: f64::INFINITY,
            false_positive_rate: 0.0,
            true_positive_rate: 0.0,
        };
        let rates = taken.iter().map(|step| RocPoint {
            threshold: step.threshold,
            false_positive_rate: step.misses as f64 / negatives as f64,
            true_positive_rate: step.hits as f64 / positives as f64,
        });
        let points: Vec<RocPoint> = std::iter::once(start).chain(rates).collect();
        let trapezoid = |pair: &[RocPoint]| {
            (pair[1].false_positive_rate - pair[0].false_positive_rate)
                * (pair[1].true_positive_rate + pair[0].true_positive_rate)
                / 2.0
        };
        let area = points.windows(2).map(trapezoid).sum();
        Ok(RocCurve { points, area })
    }

    /// The precision–recall curve of one class against all others.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`], [`Error::UnknownClass`]; [`Error::Undefined`] when no record is
    /// of the class.
    pub fn precision_recall_curve(&self, class: usize) -> Result<PrecisionRecallCurve> {
        let taken = self.taken(class)?;
        let positives = taken.last().map_or(0, |last| last.hits);
        if positives == 0 {
            let why = "it needs records of the class";
            return Err(Error::Undefined {
                figure: "the precision–recall curve",
                why,
            });
        }
        let rates = taken.iter().map(|step| PrecisionRecallPoint {
            threshold: step.threshold,
            precision: step.hits as f64 / (step.hits + step.misses) as f64,
            recall: step.hits as f64 / positives as f64,
        });
        let points: Vec<PrecisionRecallPoint> = rates.collect();
        let mut average_precision = 0.0;
        let mut recall = 0.0;
        for point in &points {
            average_precision += (point.recall - recall) * point.precision;
            recall = point.recall;
        }
        Ok(PrecisionRecallCurve {
            points,
            average_precision,
        })
    }

    /// The mean area under the ROC curves, over the classes for which there is one.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`]; [`Error::Undefined`] when all records are of one class.
    pub fn macro_roc_auc(&self) -> Result<f64> {
        self.mean_over_classes(|class| Ok(self.roc_curve(class)?.area))
    }

    /// The mean average precision, over the classes that occur in the truth.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`].
    pub fn macro_average_precision(&self) -> Result<f64> {
        self.mean_over_classes(|class| Ok(self.precision_recall_curve(class)?.average_precision))
    }

    /// The mean of a figure over the classes for which it is defined.
    fn mean_over_classes(&self, figure: impl Fn(usize) -> Result<f64>) -> Result<f64> {
        let mut values = Vec::new();
        let mut undefined = None;
        for class in 0..self.labels().len() {
            match figure(class) {
                Ok(value) => values.push(value),
                Err(error @ Error::Undefined { .. }) => undefined = Some(error),
                Err(error) => return Err(error),
            }
        }
        match undefined {
            Some(error) if values.is_empty() => Err(error),
            _ => Ok(values.iter().sum::<f64>() / values.len() as f64),
        }
    }

    /// What is taken for the class as the threshold falls.
    fn taken(&self, class: usize) -> Result<Vec<Taken>> {
        self.check_class(class)?;
        let mut outcomes: Vec<(f64, bool)> = (self.rows()?.zip(self.truth()))
            .map(|(row, &truth)| (row[class], truth == class))
            .collect();
        outcomes.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let (mut hits, mut misses) = (0, 0);
        // Not by bits: 0 and −0 are one threshold.
        let steps = outcomes.chunk_by(|a, b| a.0 == b.0).map(|ties| {
            let of_class = ties.iter().filter(|&&(_, hit)| hit).count();
            hits += of_class;
            misses += ties.len() - of_class;
            Taken {
                threshold: ties[0].0,
                hits,
                misses,
            }
        });
        Ok(steps.collect())
    }
}

/// The records of at least some probability.
struct Taken {
    threshold: f64,
    hits: usize,
    misses: usize,
}
