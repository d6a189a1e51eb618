//! The sparse learner against `linfa-logistic`, which minimises the same objective on dense records.
#![cfg(feature = "train")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod problem;

use linfa::prelude::*;
use linfa_logistic::MultiLogisticRegression;
use ndarray::Array1;
use problem::{largest_difference, problem, sparse};
use stance_classifier::train::{ClassWeights, SparseLogisticRegression};

#[test]
fn a_dense_copy_has_the_optimum_of_linfa_logistic() {
    for (rows, features, classes) in [(200, 12, 3), (300, 20, 4), (150, 8, 2), (400, 10, 7)] {
        for alpha in [0.1, 1.0, 10.0] {
            for intercept in [true, false] {
                let (x, truth) = problem(rows, features, classes);
                let ours = SparseLogisticRegression::params()
                    .alpha(alpha)
                    .with_intercept(intercept)
                    .gradient_tolerance(1e-7)
                    .max_epochs(20_000)
                    .fit(&DatasetBase::new(sparse(&x), truth.clone()))
                    .unwrap();
                assert!(ours.report().converged(), "{}", ours.report());
                let theirs = MultiLogisticRegression::default()
                    .alpha(alpha)
                    .with_intercept(intercept)
                    .gradient_tolerance(1e-9)
                    .max_iterations(2_000)
                    .fit(&DatasetBase::new(x, truth))
                    .unwrap();
                let what = format!("{rows}×{features}, {classes} classes, α {alpha}, {intercept}");
                let weights = largest_difference(ours.weights(), theirs.params());
                assert!(weights < 1e-3, "{what}: weights differ by {weights}");
                let row = |intercept: &Array1<f64>| intercept.clone().insert_axis(ndarray::Axis(0));
                let bias = largest_difference(&row(ours.intercept()), &row(theirs.intercept()));
                assert!(bias < 1e-3, "{what}: intercepts differ by {bias}");
            }
        }
    }
}

#[test]
fn the_duality_gap_bounds_what_is_left_to_gain() {
    let (x, truth) = problem(300, 20, 4);
    let dataset = DatasetBase::new(sparse(&x), truth);
    let fit = |tolerance: f64| {
        SparseLogisticRegression::params()
            .gradient_tolerance(tolerance)
            .max_epochs(20_000)
            .fit(&dataset)
            .unwrap()
    };
    let (rough, exact) = (fit(1e-1), fit(1e-8));
    let left = rough.report().objective - exact.report().objective;
    assert!(left >= -1e-9, "{left}");
    assert!(exact.report().duality_gap >= -1e-9 && exact.report().duality_gap < 1e-6);
    assert!(rough.report().duality_gap > exact.report().duality_gap);
}

#[test]
fn a_weight_of_two_is_the_row_twice() {
    let (x, truth) = problem(120, 10, 3);
    let weights: Array1<f32> = (0..120)
        .map(|row| if row % 3 == 0 { 2.0 } else { 1.0 })
        .collect();
    let params = SparseLogisticRegression::params()
        .gradient_tolerance(1e-8)
        .max_epochs(20_000);
    let weighted = params
        .fit(&DatasetBase::new(sparse(&x), truth.clone()).with_weights(weights))
        .unwrap();
    let twice: Vec<usize> = (0..120).chain((0..120).step_by(3)).collect();
    let repeated = params
        .fit(&DatasetBase::new(
            sparse(&x).select(&twice),
            twice
                .iter()
                .map(|&row| truth[row])
                .collect::<Array1<usize>>(),
        ))
        .unwrap();
    assert!(largest_difference(weighted.weights(), repeated.weights()) < 1e-5);
}

#[test]
fn balanced_classes_have_the_same_total_weight() {
    let (x, truth) = problem(200, 10, 3);
    let dataset = DatasetBase::new(sparse(&x), truth.clone());
    let params = SparseLogisticRegression::params()
        .gradient_tolerance(1e-8)
        .max_epochs(20_000);
    let balanced = params
        .clone()
        .class_weights(ClassWeights::InverseFrequency { power: 1.0 })
        .fit(&dataset)
        .unwrap();
    let count = |class: usize| truth.iter().filter(|&&t| t == class).count() as f32;
    let weights: Array1<f32> = truth
        .iter()
        .map(|&class| 200.0 / (3.0 * count(class)))
        .collect();
    let by_hand = params
        .fit(&DatasetBase::new(sparse(&x), truth).with_weights(weights))
        .unwrap();
    assert!(largest_difference(balanced.weights(), by_hand.weights()) < 1e-4);
}

#[test]
fn what_cannot_be_learned_from_is_refused() {
    let (x, truth) = problem(50, 5, 3);
    let params = SparseLogisticRegression::params;
    let dataset = |targets: Array1<usize>| DatasetBase::new(sparse(&x), targets);
    let refused = |result: Result<_, stance_classifier::train::LearnError>| -> String {
        result
            .map(|_: stance_classifier::train::FittedSparseLogisticRegression<f64, usize>| ())
            .unwrap_err()
            .to_string()
    };
    assert!(refused(params().alpha(0.0).fit(&dataset(truth.clone()))).contains("alpha"));
    assert!(refused(params().alpha(f64::NAN).fit(&dataset(truth.clone()))).contains("alpha"));
    assert!(refused(params().max_epochs(0).fit(&dataset(truth.clone()))).contains("pass"));
    assert!(refused(params().fit(&dataset(Array1::zeros(50)))).contains("1 different labels"));
    assert!(refused(params().fit(&dataset(Array1::zeros(49)))).contains("49 targets for 50 rows"));
    let negative = dataset(truth.clone()).with_weights(Array1::from_elem(50, -1.0));
    assert!(refused(params().fit(&negative)).contains("weight -1"));
    let nothing = dataset(truth).with_weights(Array1::zeros(50));
    assert!(refused(params().fit(&nothing)).contains("above zero"));
}
