//! The confusion matrix, and the figures that it alone determines.

use serde::Serialize;

use crate::predictions::check_length;
use crate::{ByLabel, Error, Predictions, Result};

/// How often each true class was predicted as each class, or abstained on.
///
/// Classes are indices; the matrix holds at least one record. Every ratio whose denominator is 0
/// is 0, as with `zero_division=0` in scikit-learn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    classes: usize,
    /// Row-major, a row for each true class, `classes + 1` columns of which the last counts the
    /// abstentions.
    counts: Vec<u64>,
}

/// The figures of one class against all others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ClassScores {
    /// The share of the records predicted as the class that are of it: `tp / (tp + fp)`.
    pub precision: f64,
    /// The share of the records of the class that are predicted as it: `tp / (tp + fn)`.
    pub recall: f64,
    /// The harmonic mean of both: `2·tp / (2·tp + fp + fn)`.
    pub f1: f64,
    /// The number of records that are truly of the class.
    pub support: u64,
}

/// Precision, recall and F1 averaged over classes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Averages {
    /// The average of the precisions.
    pub precision: f64,
    /// The average of the recalls.
    pub recall: f64,
    /// The average of the F1 scores, not the F1 of the averages (Opitz & Burst, 2019,
    /// arXiv:1911.03347, say why the two must not be taken for each other).
    pub f1: f64,
}

impl Confusion {
    /// Takes a table of counts without abstentions, row after row, a row for each true class.
    ///
    /// # Errors
    /// [`Error::TooFewLabels`], [`Error::Length`] when there are not `classes`² counts,
    /// [`Error::Empty`] when all are 0.
    pub fn from_counts(classes: usize, counts: &[u64]) -> Result<Self> {
        if classes < 2 {
            return Err(Error::TooFewLabels { found: classes });
        }
        check_length("counts", classes.saturating_mul(classes), counts.len())?;
        if counts.iter().all(|&count| count == 0) {
            return Err(Error::Empty);
        }
        let counts = counts
            .chunks_exact(classes)
            .flat_map(|row| row.iter().copied().chain([0]));
        Ok(Self {
            classes,
            counts: counts.collect(),
        })
    }

    /// Counts the given rows of checked predictions.
    pub(crate) fn count_all(
        predictions: &Predictions,
        rows: impl IntoIterator<Item = usize>,
    ) -> Self {
        let mut confusion = Self::zero(predictions.labels().len());
        for row in rows {
            let cell = confusion.cell(predictions.truth()[row], predictions.predicted()[row]);
            confusion.counts[cell] += 1;
        }
        confusion
    }

    /// A matrix of nothing yet, for a resample to fill.
    pub(crate) fn zero(classes: usize) -> Self {
        Self {
            classes,
            counts: vec![0; classes * (classes + 1)],
        }
    }

    /// Where the pair of a true and a predicted class is counted.
    pub(crate) fn cell(&self, truth: usize, predicted: Option<usize>) -> usize {
        truth * (self.classes + 1) + predicted.unwrap_or(self.classes)
    }

    /// The counts by [`cell`](Self::cell).
    pub(crate) fn cells(&mut self) -> &mut [u64] {
        &mut self.counts
    }

    /// The counts by the labels of truth (outer) and prediction (inner), for `labels` in the order of the classes;
    /// abstentions are left out.
    pub fn by_label(&self, labels: &[String]) -> ByLabel<ByLabel<u64>> {
        let row = |truth| {
            ByLabel::new(
                labels,
                (0..self.classes).map(|class| self.count(truth, class)),
            )
        };
        ByLabel::new(labels, (0..self.classes).map(row))
    }

    /// The number of classes, at least 2.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The number of records.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many records of class `truth` were predicted as `predicted` (`None`: abstained on).
    ///
    /// 0 for a class that does not exist.
    pub fn count(&self, truth: usize, predicted: impl Into<Option<usize>>) -> u64 {
        let predicted = predicted.into();
        if truth >= self.classes || predicted.is_some_and(|class| class >= self.classes) {
            return 0;
        }
        self.counts[self.cell(truth, predicted)]
    }

    /// The number of records that were abstained on.
    pub fn abstained(&self) -> u64 {
        self.column(self.classes)
    }

    /// The number of records predicted as their true class.
    pub fn correct(&self) -> u64 {
        (0..self.classes)
            .map(|class| self.counts[class * (self.classes + 2)])
            .sum()
    }

    /// The share of the records that were not abstained on.
    pub fn coverage(&self) -> f64 {
        ratio(self.n() - self.abstained(), self.n())
    }

    /// The share of the records predicted as their true class.
    pub fn accuracy(&self) -> f64 {
        ratio(self.correct(), self.n())
    }

    /// The mean recall of the classes that occur in the truth (Brodersen et al., ICPR 2010).
    pub fn balanced_accuracy(&self) -> f64 {
        mean(
            (0..self.classes)
                .filter(|&c| self.support(c) > 0)
                .map(|c| self.scores(c).recall),
        )
    }

    /// The figures of one class against all others; `None` for a class that does not exist.
    pub fn class(&self, class: usize) -> Option<ClassScores> {
        (class < self.classes).then(|| self.scores(class))
    }

    /// The figures of every class against all others, in the order of the classes.
    pub fn per_class(&self) -> Vec<ClassScores> {
        (0..self.classes).map(|class| self.scores(class)).collect()
    }

    /// The unweighted mean over the classes that occur in the truth or in the predictions.
    ///
    /// As in scikit-learn where `labels` is not given, a class that occurs in neither is left out
    /// of the mean. (scikit-learn would also count an abstention as a class; here it is none.)
    pub fn macro_average(&self) -> Averages {
        let present = (0..self.classes).filter(|&c| self.support(c) + self.column(c) > 0);
        let scores: Vec<ClassScores> = present.map(|class| self.scores(class)).collect();
        Averages {
            precision: mean(scores.iter().map(|class| class.precision)),
            recall: mean(scores.iter().map(|class| class.recall)),
            f1: mean(scores.iter().map(|class| class.f1)),
        }
    }

    /// The mean weighted by support, so that a class that the truth lacks has no weight.
    pub fn weighted_average(&self) -> Averages {
        let weighted = |figure: fn(&ClassScores) -> f64| {
            let scores = (0..self.classes).map(|class| self.scores(class));
            scores
                .map(|class| figure(&class) * class.support as f64)
                .sum::<f64>()
                / self.n() as f64
        };
        Averages {
            precision: weighted(|class| class.precision),
            recall: weighted(|class| class.recall),
            f1: weighted(|class| class.f1),
        }
    }

    /// The figures of the counts pooled over the classes.
    ///
    /// Without abstentions all three are the accuracy.
    pub fn micro_average(&self) -> Averages {
        let (n, answered) = (self.n(), self.n() - self.abstained());
        Averages {
            precision: ratio(self.correct(), answered),
            recall: ratio(self.correct(), n),
            f1: ratio(2 * self.correct(), n + answered),
        }
    }

    /// The unweighted mean F1 over the classes that occur: the `f1` of
    /// [`macro_average`](Self::macro_average).
    pub fn macro_f1(&self) -> f64 {
        self.macro_average().f1
    }

    /// Cohen's κ between prediction and truth: agreement beyond that of chance.
    ///
    /// `(p_o − p_e) / (1 − p_e)` with `p_e = Σ_k p(truth = k)·p(predicted = k)` (Cohen, 1960,
    /// *Educational and Psychological Measurement* 20(1), 37–46). `None` when truth and
    /// predictions are all of one class, since chance then agrees always.
    pub fn cohen_kappa(&self) -> Option<f64> {
        let n = self.n() as f64;
        let chance: f64 = self
            .margins()
            .map(|(truth, predicted)| truth * predicted)
            .sum();
        // In counts, so that certain agreement is seen exactly: n² has no rounding below 2⁵³.
        (chance < n * n).then(|| (n * self.correct() as f64 - chance) / (n * n - chance))
    }

    /// Matthews's correlation coefficient of several classes, `R_K`.
    ///
    /// `(c·s − Σ_k p_k·t_k) / √((s² − Σ p_k²)·(s² − Σ t_k²))` where `c` records of `s` are right,
    /// `t_k` are of class k and `p_k` are predicted as it (Gorodkin, 2004, *Computational Biology
    /// and Chemistry* 28, 367–374). 0 when truth or predictions are all of one class, as in
    /// scikit-learn.
    pub fn matthews(&self) -> f64 {
        let n = self.n() as f64;
        let abstained = self.abstained() as f64;
        let (mut both, mut truths, mut predictions) = (0.0, 0.0, abstained * abstained);
        for (truth, predicted) in self.margins() {
            both += truth * predicted;
            truths += truth * truth;
            predictions += predicted * predicted;
        }
        let spread = (n * n - truths) * (n * n - predictions);
        if spread > 0.0 {
            (n * self.correct() as f64 - both) / spread.sqrt()
        } else {
            0.0
        }
    }

    fn support(&self, class: usize) -> u64 {
        let width = self.classes + 1;
        self.counts[class * width..(class + 1) * width].iter().sum()
    }

    fn column(&self, column: usize) -> u64 {
        self.counts
            .iter()
            .skip(column)
            .step_by(self.classes + 1)
            .sum()
    }

    /// The number of records of each class and predicted as each.
    fn margins(&self) -> impl Iterator<Item = (f64, f64)> {
        (0..self.classes).map(|class| (self.support(class) as f64, self.column(class) as f64))
    }

    fn scores(&self, class: usize) -> ClassScores {
        let hits = self.counts[self.cell(class, Some(class))];
        let (support, predicted) = (self.support(class), self.column(class));
        ClassScores {
            precision: ratio(hits, predicted),
            recall: ratio(hits, support),
            f1: ratio(2 * hits, support + predicted),
            support,
        }
    }
}

/// `a / b`, and 0 where nothing is divided by nothing.
fn ratio(a: u64, b: u64) -> f64 {
    if b == 0 { 0.0 } else { a as f64 / b as f64 }
}

/// The mean; 0 of no value.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0_u32), |(sum, n), value| (sum + value, n + 1));
    if n == 0 { 0.0 } else { sum / f64::from(n) }
}
