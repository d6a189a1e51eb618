//! From a dataset to a fitted model.

use std::time::Instant;

use linfa::Float;
use linfa::dataset::{AsSingleTargets, DatasetBase, Label};
use linfa::traits::Fit;
use ndarray::Array2;

use super::{
    ClassWeights, FitReport, FittedSparseLogisticRegression, LearnError, Outcome,
    SparseLogisticRegression,
};
use crate::train::dual::{self, Problem, Stop};
use crate::train::records::SparseRecords;
use crate::train::target::{Target, Targets};

impl<F, L, T> Fit<SparseRecords<F>, T, LearnError> for SparseLogisticRegression
where
    F: Float,
    L: Label + Clone,
    T: AsSingleTargets<Elem = L>,
{
    type Object = FittedSparseLogisticRegression<F, L>;

    /// # Errors
    /// [`LearnError::Data`] when rows and targets differ in number, there are fewer than two classes, or
    /// a weight is negative or not finite.
    fn fit(&self, dataset: &DatasetBase<SparseRecords<F>, T>) -> Result<Self::Object, LearnError> {
        let labels = dataset.targets.as_single_targets();
        let mut classes: Vec<L> = labels.iter().cloned().collect();
        classes.sort();
        classes.dedup();
        let targets = labels
            .iter()
            .filter_map(|label| classes.binary_search(label).ok())
            .map(Target::Hard)
            .collect();
        self.learn(dataset, classes, targets)
    }
}

impl<F: Float> Fit<SparseRecords<F>, Targets, LearnError> for SparseLogisticRegression {
    type Object = FittedSparseLogisticRegression<F, usize>;

    /// The classes of the result are those that any row has a share of.
    ///
    /// # Errors
    /// [`LearnError::Data`] when rows and targets differ in number, there are fewer than two classes, or
    /// a weight is negative or not finite.
    fn fit(
        &self,
        dataset: &DatasetBase<SparseRecords<F>, Targets>,
    ) -> Result<Self::Object, LearnError> {
        let (classes, targets) = dataset.targets.seen();
        self.learn(dataset, classes, targets)
    }
}

impl SparseLogisticRegression {
    /// Learns from rows whose `targets` are of the classes by their place in `classes`.
    fn learn<F: Float, L, T>(
        &self,
        dataset: &DatasetBase<SparseRecords<F>, T>,
        classes: Vec<L>,
        mut targets: Vec<Target>,
    ) -> Result<FittedSparseLogisticRegression<F, L>, LearnError> {
        let began = Instant::now();
        let records = &dataset.records;
        if targets.len() != records.rows() {
            return Err(LearnError::Data(format!(
                "{} targets for {} rows",
                targets.len(),
                records.rows()
            )));
        }
        if !(2..=crate::Labels::MOST).contains(&classes.len()) {
            return Err(LearnError::Data(format!(
                "the training rows have {} different labels: 2 to {} can be learned",
                classes.len(),
                crate::Labels::MOST
            )));
        }
        let given = dataset.weights();
        let weights = self.row_weights(&mut targets, classes.len(), |row| {
            given
                .and_then(|weights| weights.get(row))
                .map_or(1.0, |&weight| f64::from(weight))
        })?;
        let problem = Problem {
            records,
            targets: &targets,
            weights: &weights,
            classes: classes.len(),
            alpha: self.alpha,
            intercept: self.intercept,
        };
        let stop = Stop {
            max_epochs: self.max_epochs,
            tolerance: self.gradient_tolerance,
            seed: self.seed,
        };
        let solution = dual::solve(&problem, &stop);
        let shape = (records.features(), classes.len());
        let weights = Array2::from_shape_vec(shape, solution.weights)
            .map_err(|why| LearnError::Linfa(linfa::Error::NdShape(why)))?;
        let mean = solution.intercept.iter().sum::<f64>() / classes.len() as f64;
        Ok(FittedSparseLogisticRegression {
            weights,
            intercept: solution
                .intercept
                .iter()
                .map(|intercept| intercept - mean)
                .collect(),
            classes,
            report: FitReport {
                outcome: if solution.converged {
                    Outcome::Converged
                } else {
                    Outcome::EpochLimit
                },
                epochs: solution.epochs,
                objective: solution.certificate.objective,
                duality_gap: solution.certificate.gap,
                gradient_norm: solution.certificate.gradient,
                relative_gradient_norm: solution.certificate.relative_gradient,
                elapsed: began.elapsed(),
            },
        })
    }

    /// The weights of the rows, and soft targets as the weights of the classes change them: a soft row is
    /// as many rows of single classes, each of which counts by its class.
    fn row_weights(
        &self,
        targets: &mut [Target],
        classes: usize,
        given: impl Fn(usize) -> f64,
    ) -> Result<Vec<f64>, LearnError> {
        let mut weights: Vec<f64> = (0..targets.len()).map(given).collect();
        if let Some(row) = weights
            .iter()
            .position(|&weight| !(weight >= 0.0 && weight.is_finite()))
        {
            return Err(LearnError::Data(format!(
                "row {row} has the weight {}: weights are finite and not negative",
                weights[row]
            )));
        }
        if !weights.iter().any(|&weight| weight > 0.0) {
            return Err(LearnError::Data(
                "no row has a weight above zero".to_owned(),
            ));
        }
        if let ClassWeights::InverseFrequency { power } = self.class_weights {
            let mut mass = vec![0.0; classes];
            for (target, &weight) in targets.iter().zip(&weights) {
                target.each(|class, share| mass[class] += share * weight);
            }
            let total: f64 = mass.iter().sum();
            let factors: Vec<f64> = mass
                .iter()
                .map(|mass| libm::pow(total / (classes as f64 * mass), power))
                .collect();
            for (target, weight) in targets.iter_mut().zip(&mut weights) {
                if *weight > 0.0 {
                    *weight *= target.reweight(&factors);
                }
            }
        }
        Ok(weights)
    }
}
