//! Input that is wrong is refused, by name and place.

use std::num::NonZeroUsize;

use stance_eval::agreement::Ratings;
use stance_eval::compare::{self, Paired, Verdict, holm};
use stance_eval::{Bootstrap, Confusion, Error, Interval, Metric, Predictions, folds};

use crate::support::{assert_says, labels};

/// Two records of two labels.
fn two() -> Predictions {
    Predictions::new(labels(2), vec![0, 1], vec![0_usize, 0]).unwrap()
}

#[test]
fn wrong_predictions_are_refused_with_the_record_at_fault() {
    let new = |labels: &[&str], truth: &[usize], predicted: &[usize]| {
        Predictions::new(labels.to_vec(), truth.to_vec(), predicted.to_vec())
    };
    assert_says(new(&["a"], &[0], &[0]), &["at least 2 labels"]);
    assert_says(new(&["a", "b", "a"], &[0], &[0]), &["\"a\"", "twice"]);
    assert_says(new(&["a", "b"], &[], &[]), &["no record"]);
    assert_says(
        new(&["a", "b"], &[0, 1], &[0]),
        &["predictions", "2 values needed, 1 given"],
    );
    assert_says(
        new(&["a", "b"], &[0, 2], &[0, 1]),
        &["record 1", "the truth is class 2"],
    );
    assert_says(
        new(&["a", "b"], &[0, 1], &[0, 7]),
        &["record 1", "the prediction is class 7"],
    );
    let named = Predictions::from_names(["a", "b"], &["a", "b"], &["a", "c"]);
    assert_says(named, &["record 1", "\"c\""]);
}

#[test]
fn wrong_probabilities_are_refused_with_the_record_at_fault() {
    let with = |rows: &[f64]| two().with_probabilities(rows.to_vec());
    assert_says(
        with(&[1.0, 0.0, 1.0]),
        &["probabilities", "4 values needed, 3 given"],
    );
    assert_says(
        with(&[1.0, 0.0, 1.5, -0.5]),
        &["record 1", "class 1 is -0.5"],
    );
    assert_says(
        with(&[1.0, 0.0, f64::NAN, 0.5]),
        &["record 1", "class 0 is NaN"],
    );
    assert_says(
        with(&[f64::INFINITY, 0.0, 0.5, 0.5]),
        &["record 0", "class 0 is inf"],
    );
    assert_says(
        with(&[1.0, 0.0, 0.5, 0.5001]),
        &["record 1", "add up to 1.0001"],
    );
    assert!(with(&[1.0, 0.0, 0.5, 0.500_000_9]).is_ok());
    assert_says(
        two().with_clusters(&["page"]),
        &["clusters", "2 values needed, 1 given"],
    );
}

#[test]
fn figures_that_need_probabilities_say_so() {
    let bins = NonZeroUsize::MIN;
    let predictions = two();
    assert_eq!(predictions.log_loss(), Err(Error::NoProbabilities));
    assert_eq!(predictions.brier(), Err(Error::NoProbabilities));
    assert_eq!(
        predictions.expected_calibration_error(bins),
        Err(Error::NoProbabilities)
    );
    assert_eq!(predictions.risk_coverage(), Err(Error::NoProbabilities));
    assert_eq!(predictions.macro_roc_auc(), Err(Error::NoProbabilities));
    assert_eq!(predictions.decided(), Err(Error::NoProbabilities));
    assert_says(predictions.log_loss(), &["with_probabilities"]);
}

#[test]
fn what_does_not_exist_is_refused() {
    let predictions = two().with_probabilities(vec![0.5; 4]).unwrap();
    assert_says(predictions.select(&[]), &["no record"]);
    assert_says(predictions.select(&[0, 2]), &["record 2", "only 2"]);
    assert_says(predictions.roc_curve(2), &["class 2", "2 labels"]);
    assert_says(
        predictions.class_reliability(9, NonZeroUsize::MIN),
        &["class 9"],
    );
    assert_says(
        predictions.restricted_to(&["label 0", "else"]),
        &["\"else\""],
    );
    assert_says(
        predictions.restricted_to(&["label 0"]),
        &["at least 2 labels"],
    );
    assert_says(
        predictions.restricted_to(&["label 0", "label 0"]),
        &["twice"],
    );
    assert_says(predictions.slices(&["x"]), &["slice values"]);
    let confusion = predictions.confusion();
    assert_eq!(
        (
            confusion.class(2),
            confusion.count(2, 0),
            confusion.count(0, 2)
        ),
        (None, 0, 0)
    );
    assert_eq!(Metric::F1(2).of(&confusion), 0.0);
    let never = Predictions::new(labels(2), vec![0], vec![None]).unwrap();
    assert_says(never.answered(), &["no record"]);
}

#[test]
fn options_out_of_range_are_refused() {
    let predictions = two().with_probabilities(vec![0.5; 4]).unwrap();
    let bootstrap = Bootstrap::seeded(1);
    for level in [0.0, 1.0, -1.0, f64::NAN, f64::INFINITY] {
        let interval = bootstrap
            .level(level)
            .interval(&predictions, Metric::Accuracy);
        assert_says(interval, &["level", "0.95"]);
        assert_says(Interval::wilson(1, 2, level), &["level"]);
    }
    assert_says(
        bootstrap
            .resamples(0)
            .interval(&predictions, Metric::Accuracy),
        &["resamples"],
    );
    assert_says(Interval::wilson(1, 0, 0.95), &["no record"]);
    assert_says(Interval::wilson(3, 2, 0.95), &["successes", "at most n"]);
    for coverage in [0.0, -1.0, 1.1, f64::NAN] {
        assert_says(
            predictions.risk_coverage().unwrap().accuracy_at(coverage),
            &["coverage"],
        );
    }
    assert_says(holm(&[0.5, 1.5]), &["a p-value is 1.5"]);
    assert_says(holm(&[f64::NAN]), &["a p-value is NaN"]);
    assert_eq!(holm(&[]), Ok(vec![]));
    assert_says(
        Confusion::from_counts(2, &[1, 2, 3]),
        &["counts", "4 values needed"],
    );
    assert_says(Confusion::from_counts(2, &[0; 4]), &["no record"]);
    assert_says(Confusion::from_counts(1, &[4]), &["at least 2 labels"]);
    // As many bins as there can be take no more memory than there are records.
    assert!(
        predictions
            .expected_calibration_error(NonZeroUsize::MAX)
            .unwrap()
            >= 0.0
    );
}

#[test]
fn folds_that_cannot_be_dealt_out_are_refused() {
    assert_says(
        folds::grouped(&["a", "b"], None, 3),
        &["3 folds", "at least 3 groups", "are 2"],
    );
    assert_says(
        folds::grouped(&["a", "b"], None, 1),
        &["number of folds is 1", "at least 2"],
    );
    assert_says(
        folds::grouped(&["a", "b"], Some(&[0]), 2),
        &["labels", "2 values needed"],
    );
    assert_says(folds::grouped::<&str>(&[], None, 2), &["2 folds", "are 0"]);
    assert_says(folds::stratified(&[0, 1], 0, 1), &["number of folds is 0"]);
    assert_says(
        folds::stratified(&[0, 1], 3, 1),
        &["3 folds", "at least 3 records", "are 2"],
    );
    assert_says(
        folds::leave_one_group_out(&["a", "a"]),
        &["2 folds", "at least 2 groups", "are 1"],
    );
    assert_says(folds::leave_one_group_out::<&str>(&[]), &["are 0"]);
}

#[test]
fn systems_that_saw_other_records_are_not_compared() {
    let a = two();
    let other = |labels: [&str; 2], truth: &[usize]| {
        Predictions::new(labels, truth.to_vec(), vec![0_usize; truth.len()]).unwrap()
    };
    let ours = ["label 0", "label 1"];
    assert_says(Paired::new(&a, &other(["x", "y"], &[0, 1])), &["labels"]);
    assert_says(
        Paired::new(&a, &other(ours, &[0, 1, 1])),
        &["number of records"],
    );
    assert_says(
        Paired::new(&a, &other(ours, &[0, 0])),
        &["record 1", "the truth"],
    );
    let clustered = other(ours, &[0, 1]).with_clusters(&[0, 0]).unwrap();
    assert_says(Paired::new(&a, &clustered), &["clusters"]);
    assert_eq!(
        compare::all(&[("alone", &a)], &Bootstrap::seeded(1)),
        Ok(vec![])
    );
}

#[test]
fn the_pairs_of_several_systems_are_corrected_together() {
    let truth: Vec<usize> = (0..40).map(|row| row % 2).collect();
    let right = Predictions::new(labels(2), truth.clone(), truth.clone()).unwrap();
    let constant = Predictions::new(labels(2), truth.clone(), vec![0_usize; 40]).unwrap();
    let wrong = Predictions::new(labels(2), truth.clone(), truth.iter().map(|t| 1 - t)).unwrap();
    let systems = [
        ("right", &right),
        ("constant", &constant),
        ("wrong", &wrong),
    ];
    let verdicts = compare::all(&systems, &Bootstrap::seeded(1)).unwrap();
    let names: Vec<_> = verdicts
        .iter()
        .map(|v| (v.a.as_str(), v.b.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("right", "constant"),
            ("right", "wrong"),
            ("constant", "wrong")
        ]
    );
    let of = |figure: fn(&Verdict) -> f64| verdicts.iter().map(figure).collect::<Vec<_>>();
    let p = of(|verdict| verdict.accuracy.p_randomisation);
    assert_eq!(of(|verdict| verdict.accuracy_p_holm), holm(&p).unwrap());
    assert_ne!(of(|verdict| verdict.accuracy_p_holm), p);
    let p = of(|verdict| verdict.macro_f1.p_randomisation);
    assert_eq!(of(|verdict| verdict.macro_f1_p_holm), holm(&p).unwrap());
    for verdict in &verdicts {
        assert!(verdict.accuracy.difference > 0.0 && verdict.accuracy.ci[0] > 0.0);
        assert!(verdict.accuracy_p_holm < 0.01 && verdict.mcnemar.p < 0.001);
    }
}

#[test]
fn wrong_ratings_are_refused() {
    let new = |raters: Vec<Vec<usize>>| Ratings::new(labels(2), raters);
    assert_says(
        new(vec![vec![0, 1]]),
        &["raters", "2 values needed, 1 given"],
    );
    assert_says(new(vec![vec![], vec![]]), &["no record"]);
    assert_says(new(vec![vec![0, 1], vec![0]]), &["ratings of a rater"]);
    assert_says(
        new(vec![vec![0, 1], vec![0, 2]]),
        &["record 1", "a rating is class 2"],
    );
    let named = Ratings::from_names(["a", "b"], &[vec![Some("a")], vec![Some("c")]]);
    assert_says(named, &["record 0", "\"c\""]);
}
