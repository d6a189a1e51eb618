//! Multinomial logistic regression on sparse records, as a linfa algorithm.

mod error;
mod fit;
mod report;

use linfa::dataset::Label;
use linfa::traits::PredictInplace;
use linfa::{Float, ParamGuard};
use ndarray::{Array1, Array2};

use super::records::SparseRecords;

pub use error::LearnError;
pub use report::{FitReport, Outcome};

/// How much a row counts by its class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ClassWeights {
    /// Every row counts the same.
    Uniform,
    /// A row of a class that has the share `π` of all rows (by weight) counts `(1/(K·π))^power`: at 0
    /// every row counts the same, at 1 every class does. A soft row is counted, and counts, as the rows of
    /// single classes that it stands for.
    InverseFrequency {
        /// From 0 to 1.
        power: f64,
    },
}

/// Settings of the learner, not yet checked.
///
/// Minimises `Σ_i s_i·CE(y_i, W x_i + b) + α/2·‖W‖²` over W and b: the objective of
/// `linfa_logistic::MultiLogisticRegression`, whose intercept is not penalised either, with row weights
/// `s_i` (those of the dataset times those of the classes). With [`Targets`](super::Targets) in place of
/// an array of classes, `y_i` may be a distribution and CE the cross-entropy with it.
///
/// ```
/// use linfa::prelude::*;
/// use ndarray::array;
/// use stance_classifier::train::{SparseLogisticRegression, SparseRecords};
///
/// let mut records = SparseRecords::new(3)?;
/// for column in [0, 1, 2, 0, 1, 2] {
///     records.push(&mut [(column, 1.0)])?;
/// }
/// let dataset = linfa::DatasetBase::new(records, array!["a", "b", "c", "a", "b", "c"]);
/// let model = SparseLogisticRegression::params().alpha(0.1).fit(&dataset)?;
/// assert!(model.report().converged());
/// assert_eq!(model.predict(&dataset), array!["a", "b", "c", "a", "b", "c"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SparseLogisticRegressionParams(SparseLogisticRegression);

/// Checked settings of the learner.
#[derive(Debug, Clone, PartialEq)]
pub struct SparseLogisticRegression {
    alpha: f64,
    intercept: bool,
    class_weights: ClassWeights,
    max_epochs: u32,
    gradient_tolerance: f64,
    seed: u64,
}

impl SparseLogisticRegression {
    /// Settings to start from: α 1, an intercept, uniform class weights, at most 200 passes, relative
    /// gradient norm 1e-3.
    pub const fn params() -> SparseLogisticRegressionParams {
        SparseLogisticRegressionParams(Self {
            alpha: 1.0,
            intercept: true,
            class_weights: ClassWeights::Uniform,
            max_epochs: 200,
            gradient_tolerance: 1e-3,
            seed: 0,
        })
    }

    /// Strength of the penalty.
    pub const fn alpha(&self) -> f64 {
        self.alpha
    }
}

impl SparseLogisticRegressionParams {
    /// Strength of the penalty on W, α above zero.
    #[must_use]
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.0.alpha = alpha;
        self
    }

    /// Whether there is an intercept.
    #[must_use]
    pub const fn with_intercept(mut self, intercept: bool) -> Self {
        self.0.intercept = intercept;
        self
    }

    /// How much a row counts by its class.
    #[must_use]
    pub const fn class_weights(mut self, class_weights: ClassWeights) -> Self {
        self.0.class_weights = class_weights;
        self
    }

    /// The most passes over the data, at least 1.
    #[must_use]
    pub const fn max_epochs(mut self, max_epochs: u32) -> Self {
        self.0.max_epochs = max_epochs;
        self
    }

    /// Stops where the norm of the objective's gradient is under this share of the norm at zero weights.
    #[must_use]
    pub const fn gradient_tolerance(mut self, gradient_tolerance: f64) -> Self {
        self.0.gradient_tolerance = gradient_tolerance;
        self
    }

    /// Seed of the order in which rows are visited.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }
}

impl ParamGuard for SparseLogisticRegressionParams {
    type Checked = SparseLogisticRegression;
    type Error = LearnError;

    fn check_ref(&self) -> Result<&SparseLogisticRegression, LearnError> {
        let SparseLogisticRegression {
            alpha,
            max_epochs,
            gradient_tolerance,
            class_weights,
            ..
        } = self.0;
        if !(alpha > 0.0 && alpha.is_finite()) {
            return Err(LearnError::Setting(format!(
                "alpha is {alpha}: give a number above zero"
            )));
        }
        if max_epochs == 0 {
            return Err(LearnError::Setting(
                "no pass over the data is allowed: give 1 or more".to_owned(),
            ));
        }
        if !(gradient_tolerance > 0.0 && gradient_tolerance.is_finite()) {
            return Err(LearnError::Setting(format!(
                "the gradient tolerance is {gradient_tolerance}: give a number above zero"
            )));
        }
        match class_weights {
            ClassWeights::InverseFrequency { power } if !(0.0..=1.0).contains(&power) => {
                Err(LearnError::Setting(format!(
                    "the power of the class weights is {power}: give 0 to 1"
                )))
            }
            _ => Ok(&self.0),
        }
    }

    fn check(self) -> Result<SparseLogisticRegression, LearnError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

/// A fitted multinomial logistic regression.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedSparseLogisticRegression<F, L> {
    weights: Array2<F>,
    intercept: Array1<f64>,
    classes: Vec<L>,
    report: FitReport,
}

impl<F: Float, L> FittedSparseLogisticRegression<F, L> {
    /// Weights, features × classes.
    pub const fn weights(&self) -> &Array2<F> {
        &self.weights
    }

    /// Intercepts, one a class, of mean zero.
    pub const fn intercept(&self) -> &Array1<f64> {
        &self.intercept
    }

    /// The classes, in the order of the columns.
    pub fn classes(&self) -> &[L] {
        &self.classes
    }

    /// How training ended.
    pub const fn report(&self) -> &FitReport {
        &self.report
    }

    /// Scores of the rows, rows × classes: the logits of the class probabilities.
    pub fn scores(&self, records: &SparseRecords<F>) -> Array2<f64> {
        let mut scores = Array2::zeros((records.rows(), self.classes.len()));
        for (index, mut row) in scores.rows_mut().into_iter().enumerate() {
            row.assign(&self.intercept);
            let (columns, values) = records.row(index);
            for (&column, &value) in columns.iter().zip(values) {
                for (score, &weight) in row.iter_mut().zip(self.weights.row(column as usize)) {
                    *score += (weight * value).to_f64().unwrap_or(0.0);
                }
            }
        }
        scores
    }
}

impl<F: Float, L: Label + Clone + Default> PredictInplace<SparseRecords<F>, Array1<L>>
    for FittedSparseLogisticRegression<F, L>
{
    fn predict_inplace(&self, records: &SparseRecords<F>, targets: &mut Array1<L>) {
        for (target, scores) in targets.iter_mut().zip(self.scores(records).rows()) {
            let top = (0..scores.len())
                .rev()
                .max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
            if let Some(class) = top.and_then(|top| self.classes.get(top)) {
                target.clone_from(class);
            }
        }
    }

    fn default_target(&self, records: &SparseRecords<F>) -> Array1<L> {
        Array1::from_elem(records.rows(), L::default())
    }
}
