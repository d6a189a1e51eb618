//! The standard summary of one system on one set of records.

use std::num::NonZeroUsize;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::{Averages, Bootstrap, ClassScores, Metric, Predictions, Result, Sure};

/// Ten bins: the figure's customary resolution on test sets of some hundred records.
const CALIBRATION_BINS: NonZeroUsize = NonZeroUsize::new(10).expect("10 is not 0");

/// The standard summary of one system's predictions.
///
/// Serialised, its keys are the names of its fields; what is not known is left out.
///
/// # Examples
/// ```
/// use stance_eval::{Bootstrap, Evaluation, Predictions};
///
/// let predictions = Predictions::from_names(
///     ["no", "yes"],
///     &["yes", "no", "yes", "no"],
///     &["yes", "yes", "yes", "no"],
/// )?;
/// let evaluation = Evaluation::of(&predictions, &Bootstrap::seeded(1))?;
/// assert_eq!(evaluation.accuracy, 0.75);
/// assert_eq!(evaluation.confusion.get("no").and_then(|row| row.get("yes")), Some(&1));
/// let json = serde_json::to_value(&evaluation).unwrap();
/// assert_eq!(json["per_class"]["yes"]["recall"], 1.0);
/// # Ok::<(), stance_eval::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Evaluation {
    /// The number of records.
    pub n: usize,
    /// The number of records that the system abstained on; each counts as a mistake.
    pub abstained: u64,
    /// The number of clusters that the intervals drew, where there are clusters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clusters: Option<usize>,
    /// The share of the records predicted as their true class.
    pub accuracy: f64,
    /// The interval of the accuracy, lower end first.
    pub accuracy_ci: [f64; 2],
    /// The mean F1 of the classes that occur.
    pub macro_f1: f64,
    /// The interval of the macro-F1, lower end first.
    pub macro_f1_ci: [f64; 2],
    /// The mean recall of the classes that occur in the truth.
    pub balanced_accuracy: f64,
    /// Precision, recall and F1, weighted by support.
    pub weighted: Averages,
    /// Cohen's κ against the truth, where it is defined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cohen_kappa: Option<f64>,
    /// Matthews's correlation coefficient.
    pub matthews: f64,
    /// The most frequent label of the truth.
    pub majority_label: String,
    /// The accuracy of always answering it.
    pub majority_accuracy: f64,
    /// The macro-F1 of always answering it.
    pub majority_macro_f1: f64,
    /// The mean logarithmic loss, where there are probabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_loss: Option<f64>,
    /// The Brier score (sum over classes), where there are probabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brier: Option<f64>,
    /// The expected calibration error of the top label in 10 bins, where there are probabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ece: Option<f64>,
    /// The area under the risk–coverage curve, where there are probabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aurc: Option<f64>,
    /// The figures of each class.
    pub per_class: ByLabel<ClassScores>,
    /// How many records of each class (outer) were predicted as each (inner). A row sums to the
    /// class's support, less what was abstained on.
    pub confusion: ByLabel<ByLabel<u64>>,
    /// The same of those of whose label the model is sure, where there are probabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sure: Option<Sure>,
    /// How the intervals were made.
    pub interval: IntervalOptions,
}

/// How the intervals of an [`Evaluation`] were made; enough to make them again.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct IntervalOptions {
    /// The confidence level.
    pub level: f64,
    /// The number of resamples.
    pub resamples: usize,
    /// The seed.
    pub seed: u64,
    /// Whether a correction for bias and acceleration was asked for.
    pub bca: bool,
}

impl Evaluation {
    /// Computes the summary; `bootstrap` says how the intervals are made.
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) when an option of `bootstrap` is out of its range.
    pub fn of(predictions: &Predictions, bootstrap: &Bootstrap) -> Result<Self> {
        let confusion = predictions.confusion();
        let metrics = [Metric::Accuracy, Metric::MacroF1];
        let intervals = bootstrap.intervals(predictions, &metrics)?;
        let majority = predictions.majority();
        let labels = predictions.labels();
        Ok(Self {
            n: predictions.n(),
            abstained: confusion.abstained(),
            clusters: predictions.clusters().map(|_| predictions.units().n()),
            accuracy: intervals[0].estimate,
            accuracy_ci: intervals[0].bounds(),
            macro_f1: intervals[1].estimate,
            macro_f1_ci: intervals[1].bounds(),
            balanced_accuracy: confusion.balanced_accuracy(),
            weighted: confusion.weighted_average(),
            cohen_kappa: confusion.cohen_kappa(),
            matthews: confusion.matthews(),
            majority_label: labels[majority.class].clone(),
            majority_accuracy: majority.accuracy,
            majority_macro_f1: majority.macro_f1,
            // The only thing that can be wrong with these is that there are no probabilities.
            log_loss: predictions.log_loss().ok(),
            brier: predictions.brier().ok(),
            ece: predictions
                .expected_calibration_error(CALIBRATION_BINS)
                .ok(),
            aurc: predictions.risk_coverage().ok().map(|curve| curve.aurc()),
            per_class: ByLabel::new(labels, confusion.per_class()),
            confusion: confusion.by_label(labels),
            sure: predictions.sure(),
            interval: bootstrap.options(),
        })
    }
}

/// A value for each label, in the order of the labels; serialised as a map.
#[derive(Clone, Debug, PartialEq)]
pub struct ByLabel<T>(Vec<(String, T)>);

impl<T> ByLabel<T> {
    pub(crate) fn new(labels: &[String], values: impl IntoIterator<Item = T>) -> Self {
        Self(labels.iter().cloned().zip(values).collect())
    }

    /// The value of a label.
    pub fn get(&self, label: &str) -> Option<&T> {
        self.0
            .iter()
            .find(|(name, _)| name == label)
            .map(|(_, value)| value)
    }

    /// The labels and their values.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.0.iter().map(|(label, value)| (label.as_str(), value))
    }
}

impl<T: Serialize> Serialize for ByLabel<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (label, value) in &self.0 {
            map.serialize_entry(label, value)?;
        }
        map.end()
    }
}
