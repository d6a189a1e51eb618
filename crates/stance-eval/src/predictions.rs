//! What was true, what was predicted, and with what probability.

use std::hash::Hash;

use crate::groups::Groups;
use crate::labels::{LabelNames, check_class, check_labels};
use crate::{Confusion, Error, Result, Units};

/// How far from 1 the probabilities of a record may add up to.
const SUM_TOLERANCE: f64 = 1e-6;

/// The predictions of one system on a set of labelled records.
///
/// A class is an index into [`labels`](Self::labels). Everything is checked when it is put in:
/// there are at least two labels and one record, every class index is that of a label, and the
/// probabilities of each record add up to 1.
///
/// # Abstentions
/// A prediction may be `None`: the system abstained. An abstention is never right, so that it
/// costs accuracy and the recall of the true class, and it is wrong about no class, so that it
/// costs no precision. It is counted as scikit-learn counts a predicted label that is outside of
/// the label set. To leave such records out instead, ask [`answered`](Self::answered).
///
/// # Examples
/// ```
/// use stance_eval::Predictions;
///
/// let predictions = Predictions::from_names(
///     ["no", "yes"],
///     &["yes", "no", "yes"],
///     &["yes", "yes", "yes"],
/// )?
/// .with_probabilities(vec![0.1, 0.9, 0.4, 0.6, 0.2, 0.8])?
/// .with_clusters(&["page 1", "page 1", "page 2"])?;
/// assert_eq!(predictions.confusion().accuracy(), 2.0 / 3.0);
/// # Ok::<(), stance_eval::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Predictions {
    labels: Vec<String>,
    truth: Vec<usize>,
    predicted: Vec<Option<usize>>,
    probabilities: Option<Vec<f64>>,
    clusters: Option<Groups>,
}

impl Predictions {
    /// Takes the true and the predicted class of each record.
    ///
    /// `predicted` holds class indices, or `Option`s of them where `None` is an abstention.
    ///
    /// # Errors
    /// [`Error::TooFewLabels`], [`Error::DuplicateLabel`], [`Error::Empty`], [`Error::Length`] when
    /// `predicted` is not as long as `truth`, [`Error::ClassOutOfRange`].
    pub fn new<L, P>(
        labels: impl IntoIterator<Item = L>,
        truth: Vec<usize>,
        predicted: impl IntoIterator<Item = P>,
    ) -> Result<Self>
    where
        L: Into<String>,
        P: Into<Option<usize>>,
    {
        let labels: Vec<String> = labels.into_iter().map(Into::into).collect();
        check_labels(&labels)?;
        let predicted: Vec<Option<usize>> = predicted.into_iter().map(Into::into).collect();
        if truth.is_empty() {
            return Err(Error::Empty);
        }
        check_length("predictions", truth.len(), predicted.len())?;
        for (record, (&truth, &predicted)) in truth.iter().zip(&predicted).enumerate() {
            check_class(record, "the truth", truth, labels.len())?;
            if let Some(predicted) = predicted {
                check_class(record, "the prediction", predicted, labels.len())?;
            }
        }
        Ok(Self {
            labels,
            truth,
            predicted,
            probabilities: None,
            clusters: None,
        })
    }

    /// Takes the true and the predicted label of each record by name.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`Error::UnknownLabel`] for a name that is not among `labels`.
    pub fn from_names<L: Into<String>>(
        labels: impl IntoIterator<Item = L>,
        truth: &[impl AsRef<str>],
        predicted: &[impl AsRef<str>],
    ) -> Result<Self> {
        let labels: Vec<String> = labels.into_iter().map(Into::into).collect();
        let names = LabelNames::new(&labels);
        let truth = names.classes(truth.iter().map(AsRef::as_ref))?;
        let predicted = names.classes(predicted.iter().map(AsRef::as_ref))?;
        Self::new(labels, truth, predicted)
    }

    /// Adds the probability of every class for every record: record after record, within a record
    /// in the order of the labels.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::Probability`], and [`Error::ProbabilitySum`] when those of a
    /// record do not add up to 1 within 10⁻⁶.
    pub fn with_probabilities(mut self, probabilities: Vec<f64>) -> Result<Self> {
        let classes = self.labels.len();
        check_length(
            "probabilities",
            self.n().saturating_mul(classes),
            probabilities.len(),
        )?;
        for (record, row) in probabilities.chunks_exact(classes).enumerate() {
            for (class, &value) in row.iter().enumerate() {
                if !value.is_finite() || value < 0.0 {
                    return Err(Error::Probability {
                        record,
                        class,
                        value,
                    });
                }
            }
            let sum: f64 = row.iter().sum();
            if (sum - 1.0).abs() > SUM_TOLERANCE {
                return Err(Error::ProbabilitySum { record, sum });
            }
        }
        self.probabilities = Some(probabilities);
        Ok(self)
    }

    /// Says which records belong together (sentences of one document, rows of one author).
    ///
    /// Intervals and tests then draw whole clusters, since the records of one do not err
    /// independently of each other.
    ///
    /// # Errors
    /// [`Error::Length`] when there is not one name for each record.
    pub fn with_clusters<G: Eq + Hash>(mut self, names: &[G]) -> Result<Self> {
        check_length("clusters", self.n(), names.len())?;
        self.clusters = Some(Groups::new(names));
        Ok(self)
    }

    /// The number of records, at least 1.
    pub fn n(&self) -> usize {
        self.truth.len()
    }

    /// The label names, at least 2.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The true class of each record.
    pub fn truth(&self) -> &[usize] {
        &self.truth
    }

    /// The predicted class of each record; `None` where the system abstained.
    pub fn predicted(&self) -> &[Option<usize>] {
        &self.predicted
    }

    /// The probabilities, record after record, if there are any.
    pub fn probabilities(&self) -> Option<&[f64]> {
        self.probabilities.as_deref()
    }

    /// The cluster of each record, numbered in order of first appearance, if there are any.
    pub fn clusters(&self) -> Option<&[usize]> {
        self.clusters.as_ref().map(Groups::ids)
    }

    /// What is drawn in a resample of these records: clusters where there are any, else records.
    pub fn units(&self) -> Units {
        match &self.clusters {
            Some(groups) => Units::from_groups(groups.clone()),
            None => Units::records(self.n()),
        }
    }

    /// How often each class was predicted as each.
    pub fn confusion(&self) -> Confusion {
        Confusion::count_all(self, 0..self.n())
    }

    /// The records `rows` (a record as often as it is named), with all that belongs to them.
    ///
    /// # Errors
    /// [`Error::Empty`] when `rows` is empty, [`Error::RecordOutOfRange`].
    pub fn select(&self, rows: &[usize]) -> Result<Self> {
        if rows.is_empty() {
            return Err(Error::Empty);
        }
        if let Some(&record) = rows.iter().find(|&&row| row >= self.n()) {
            return Err(Error::RecordOutOfRange {
                record,
                records: self.n(),
            });
        }
        Ok(Self {
            labels: self.labels.clone(),
            truth: rows.iter().map(|&row| self.truth[row]).collect(),
            predicted: rows.iter().map(|&row| self.predicted[row]).collect(),
            probabilities: self.probabilities.as_ref().map(|probabilities| {
                let classes = self.labels.len();
                let row = |row: usize| &probabilities[row * classes..(row + 1) * classes];
                rows.iter().flat_map(|&r| row(r)).copied().collect()
            }),
            clusters: self
                .clusters
                .as_ref()
                .map(|groups| Groups::new(rows.iter().map(|&row| groups.ids()[row]))),
        })
    }

    /// The same records with other predictions, which the caller has checked.
    pub(crate) fn repredicted(&self, predicted: Vec<Option<usize>>) -> Self {
        Self {
            predicted,
            ..self.clone()
        }
    }

    /// The probabilities of each record, or why there are none.
    pub(crate) fn rows(&self) -> Result<std::slice::ChunksExact<'_, f64>> {
        let probabilities = self.probabilities.as_ref().ok_or(Error::NoProbabilities)?;
        Ok(probabilities.chunks_exact(self.labels.len()))
    }
}

/// A list is as long as it must be.
pub(crate) fn check_length(what: &'static str, expected: usize, found: usize) -> Result<()> {
    if expected == found {
        Ok(())
    } else {
        Err(Error::Length {
            what,
            expected,
            found,
        })
    }
}

/// The most probable class of a row and its probability; the first of equals.
pub(crate) fn top(row: &[f64]) -> (usize, f64) {
    let mut best = (0, f64::NEG_INFINITY);
    for (class, &probability) in row.iter().enumerate() {
        if probability > best.1 {
            best = (class, probability);
        }
    }
    best
}
