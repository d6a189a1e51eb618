//! Soft labels: rows of which a teacher says how likely each class is.
#![cfg(feature = "train")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod problem;

use linfa::prelude::*;
use ndarray::Array1;
use problem::{largest_difference, problem, sparse};
use stance_classifier::Labels;
use stance_classifier::train::{
    ClassWeights, Example, FittedSparseLogisticRegression, Held, SparseLogisticRegression,
    SparseLogisticRegressionParams, SparseRecords, Target, Targets, Trainer, TrainingSet,
};

fn params() -> SparseLogisticRegressionParams {
    SparseLogisticRegression::params()
        .gradient_tolerance(1e-8)
        .max_epochs(20_000)
}

fn fit(
    params: &SparseLogisticRegressionParams,
    records: SparseRecords<f64>,
    targets: Targets,
    weights: Vec<f32>,
) -> FittedSparseLogisticRegression<f64, usize> {
    let dataset = DatasetBase::new(records, targets).with_weights(Array1::from(weights));
    let fitted = params.fit(&dataset).unwrap();
    assert!(fitted.report().converged(), "{}", fitted.report());
    fitted
}

#[track_caller]
fn assert_same_optimum(
    one: &FittedSparseLogisticRegression<f64, usize>,
    other: &FittedSparseLogisticRegression<f64, usize>,
) {
    assert_eq!(one.classes(), other.classes());
    assert!(largest_difference(one.weights(), other.weights()) < 1e-5);
    let bias = one.intercept() - other.intercept();
    assert!(bias.iter().all(|b| b.abs() < 1e-5), "{bias}");
    let objectives = one.report().objective / other.report().objective;
    // The weights of expanded rows are rounded to 32 bits.
    assert!((objectives - 1.0).abs() < 1e-7, "{objectives}");
    assert!(one.report().duality_gap.abs() < 1e-6, "{}", one.report());
}

#[test]
fn a_soft_label_with_all_of_one_class_is_the_hard_label() {
    let (x, truth) = problem(150, 10, 3);
    let hard = params()
        .fit(&DatasetBase::new(sparse(&x), truth.clone()))
        .unwrap();
    let one_hot = |&class: &usize| {
        let mut shares = vec![0.0; 3];
        shares[class] = 1.0;
        Target::Soft(shares.into())
    };
    let targets = Targets::new(3, truth.iter().map(one_hot).collect()).unwrap();
    let soft = fit(&params(), sparse(&x), targets, vec![1.0; 150]);
    // Not alike: the same numbers.
    assert_eq!(soft.weights(), hard.weights());
    assert_eq!(soft.intercept(), hard.intercept());
    assert_eq!(soft.report().objective, hard.report().objective);
}

#[test]
fn a_soft_row_is_a_row_of_each_class_weighted_by_its_probability() {
    let (x, truth) = problem(120, 8, 3);
    // Every third row is soft, with another distribution each, and weights differ.
    let shares = |row: usize| [0.2, 0.5, 0.3].map(|p: f64| p.powi(row as i32 % 4));
    let weight = |row: usize| [1.0, 0.5, 2.5][row % 5 % 3];
    let (mut mixed, mut rows, mut classes, mut weights) = (vec![], vec![], vec![], vec![]);
    for row in 0..120 {
        if row % 3 != 0 {
            mixed.push(Target::Hard(truth[row]));
            rows.push(row);
            classes.push(Target::Hard(truth[row]));
            weights.push(weight(row));
            continue;
        }
        let total: f64 = shares(row).iter().sum();
        let shares = shares(row).map(|share| share / total);
        mixed.push(Target::Soft(shares.into()));
        for (class, share) in shares.into_iter().enumerate() {
            rows.push(row);
            classes.push(Target::Hard(class));
            weights.push((f64::from(weight(row)) * share) as f32);
        }
    }
    for class_weights in [
        ClassWeights::Uniform,
        ClassWeights::InverseFrequency { power: 0.5 },
    ] {
        let params = params().class_weights(class_weights);
        let soft = fit(
            &params,
            sparse(&x),
            Targets::new(3, mixed.clone()).unwrap(),
            (0..120).map(weight).collect(),
        );
        let expanded = fit(
            &params,
            sparse(&x).select(&rows),
            Targets::new(3, classes.clone()).unwrap(),
            weights.clone(),
        );
        assert_same_optimum(&soft, &expanded);
    }
}

#[test]
fn the_probabilities_of_a_teacher_are_learned_and_not_its_labels_alone() {
    // One feature a row, seen once: without a penalty to speak of, the student is its teacher.
    let taught = [[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.25, 0.25, 0.5]];
    let mut records = SparseRecords::new(3).unwrap();
    for column in 0..3 {
        records.push(&mut [(column, 1.0)]).unwrap();
    }
    let targets = taught.map(|shares| Target::Soft(shares.into())).to_vec();
    let student = fit(
        &params().alpha(1e-3),
        records.clone(),
        Targets::new(3, targets).unwrap(),
        vec![1.0; 3],
    );
    for (scores, taught) in student.scores(&records).rows().into_iter().zip(taught) {
        let total: f64 = scores.iter().map(|score| score.exp()).sum();
        for (score, taught) in scores.iter().zip(taught) {
            assert!((score.exp() / total - taught).abs() < 2e-3, "{scores}");
        }
    }
}

/// Rows of two classes, every other one held out, and then one soft row.
fn set(soft: Option<(Target, Option<u32>)>) -> TrainingSet<'static> {
    let hard = (0..24).map(|n| Example {
        text: ["They stand by us.", "They pay us nothing."][n % 2].into(),
        target: Target::Hard(n % 2),
        weight: 1.0,
        fold: (n % 4 < 2).then_some(0),
    });
    let soft = soft.map(|(target, fold)| Example {
        text: "They pay us nothing.".into(),
        target,
        weight: 20.0,
        fold,
    });
    TrainingSet {
        labels: Labels::of(["a", "b"]).unwrap(),
        examples: hard.chain(soft).collect(),
    }
}

fn held(set: &TrainingSet<'_>) -> Vec<Held> {
    Trainer::default().cross_validate(set, &|_| {}).unwrap()
}

#[test]
fn soft_rows_are_learned_from_and_never_held_out_to_be_measured() {
    let without = held(&set(None));
    let teacher = Target::Soft([0.9, 0.1].into());
    let with = held(&set(Some((teacher.clone(), None))));
    assert_eq!(with.len(), without.len());
    assert!(with.iter().all(|held| held.row < 24));
    // What the teacher says of the text, twenty times over, has moved what the model says of it.
    assert!(with[1].probabilities[0] > without[1].probabilities[0] + 0.1);
    // In a fold it is left out with the others of the fold, though it is not measured with them.
    assert_eq!(held(&set(Some((teacher, Some(0))))), without);
}

#[test]
fn a_soft_label_that_is_no_distribution_over_the_labels_is_refused() {
    for (shares, said) in [
        (vec![1.0], "row 24 has 1 probabilities"),
        (vec![0.9, 0.2], "add up to 1.1"),
        (vec![1.5, -0.5], "the probability -0.5"),
    ] {
        let set = set(Some((Target::Soft(shares.into()), None)));
        let why = Trainer::default().train(&set, &|_| {}).unwrap_err();
        assert!(why.to_string().contains(said), "{why}");
    }
}
