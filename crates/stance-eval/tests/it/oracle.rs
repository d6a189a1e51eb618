//! The figures of predictions against scikit-learn (`tests/oracle/make_oracle.py`).

use std::num::NonZeroUsize;

use serde_json::Value;
use stance_eval::{Averages, Predictions};

use crate::support::{
    assert_all_close, assert_close, index, indices, labels, list, number, numbers,
    optional_indices, oracle,
};

/// Each case of `classification.json`.
fn each_case(test: impl Fn(&Predictions, &Value)) {
    for case in list(&oracle("classification.json")["cases"]) {
        let labels = labels(index(&case["classes"]));
        let (truth, predicted) = (
            indices(&case["truth"]),
            optional_indices(&case["predicted"]),
        );
        let predictions = Predictions::new(labels, truth, predicted).unwrap();
        match case.get("probabilities") {
            None => test(&predictions, case),
            Some(rows) => {
                test(
                    &predictions.with_probabilities(numbers(rows)).unwrap(),
                    case,
                );
            }
        }
    }
}

/// Each case that has probabilities.
fn each_case_with_probabilities(test: impl Fn(&Predictions, &Value)) {
    each_case(|predictions, case| {
        if predictions.probabilities().is_some() {
            test(predictions, case);
        }
    });
}

fn assert_averages(what: &str, found: Averages, expected: &Value) {
    assert_close(
        &format!("{what} precision"),
        found.precision,
        number(&expected["precision"]),
    );
    assert_close(
        &format!("{what} recall"),
        found.recall,
        number(&expected["recall"]),
    );
    assert_close(&format!("{what} f1"), found.f1, number(&expected["f1"]));
}

#[test]
fn the_figures_of_the_confusion_matrix_are_those_of_scikit_learn() {
    each_case(|predictions, case| {
        let name = case["name"].as_str().unwrap();
        let confusion = predictions.confusion();
        for (truth, row) in list(&case["confusion"]).iter().enumerate() {
            let row = indices(row);
            let (abstained, counts) = row.split_last().unwrap();
            for (predicted, &count) in counts.iter().enumerate() {
                assert_eq!(confusion.count(truth, predicted), count as u64, "{name}");
            }
            assert_eq!(confusion.count(truth, None), *abstained as u64, "{name}");
        }
        let close =
            |key: &str, found| assert_close(&format!("{name}: {key}"), found, number(&case[key]));
        close("accuracy", confusion.accuracy());
        close("balanced_accuracy", confusion.balanced_accuracy());
        close("cohen_kappa", confusion.cohen_kappa().unwrap());
        close("matthews", confusion.matthews());
        assert_averages(name, confusion.macro_average(), &case["macro"]);
        assert_averages(name, confusion.micro_average(), &case["micro"]);
        assert_averages(name, confusion.weighted_average(), &case["weighted"]);
        close("majority_accuracy", predictions.majority().accuracy);
        close("majority_macro_f1", predictions.majority().macro_f1);
        let (per_class, scores) = (&case["per_class"], confusion.per_class());
        let of = |figure: fn(&stance_eval::ClassScores) -> f64| {
            scores.iter().map(figure).collect::<Vec<_>>()
        };
        assert_all_close(
            name,
            &of(|s| s.precision),
            &numbers(&per_class["precision"]),
        );
        assert_all_close(name, &of(|s| s.recall), &numbers(&per_class["recall"]));
        assert_all_close(name, &of(|s| s.f1), &numbers(&per_class["f1"]));
        assert_all_close(
            name,
            &of(|s| s.support as f64),
            &numbers(&per_class["support"]),
        );
    });
}

#[test]
fn log_loss_and_brier_score_are_those_of_scikit_learn() {
    each_case_with_probabilities(|predictions, case| {
        assert_close(
            "log loss",
            predictions.log_loss().unwrap(),
            number(&case["log_loss"]),
        );
        assert_close(
            "brier",
            predictions.brier().unwrap(),
            number(&case["brier"]),
        );
    });
}

#[test]
fn calibration_is_that_of_scikit_learns_bins() {
    each_case_with_probabilities(|predictions, case| {
        for expected in list(&case["calibration"]) {
            let bins = NonZeroUsize::new(index(&expected["bins"])).unwrap();
            let ece = predictions.expected_calibration_error(bins).unwrap();
            assert_close("ece", ece, number(&expected["ece"]));
            let classwise = predictions.classwise_calibration_error(bins).unwrap();
            assert_close("classwise ece", classwise, number(&expected["classwise"]));
            for (class, curve) in list(&expected["curves"]).iter().enumerate() {
                let found = predictions.class_reliability(class, bins).unwrap();
                let accuracy: Vec<f64> = found.iter().map(|bin| bin.accuracy).collect();
                let confidence: Vec<f64> = found.iter().map(|bin| bin.confidence).collect();
                assert_all_close("share", &accuracy, &numbers(&curve["accuracy"]));
                assert_all_close("confidence", &confidence, &numbers(&curve["confidence"]));
                assert_eq!(
                    found.iter().map(|bin| bin.n).sum::<usize>(),
                    predictions.n()
                );
            }
        }
    });
}

#[test]
fn the_risk_coverage_curve_is_that_of_its_definition() {
    each_case_with_probabilities(|predictions, case| {
        let expected = &case["risk_coverage"];
        let curve = predictions.risk_coverage().unwrap();
        let of = |figure: fn(&stance_eval::RiskCoveragePoint) -> f64| {
            curve.points().iter().map(figure).collect::<Vec<_>>()
        };
        assert_all_close(
            "threshold",
            &of(|p| p.threshold),
            &numbers(&expected["thresholds"]),
        );
        assert_all_close(
            "coverage",
            &of(|p| p.coverage),
            &numbers(&expected["coverage"]),
        );
        assert_all_close("risk", &of(|p| p.risk), &numbers(&expected["risk"]));
        assert_close("aurc", curve.aurc(), number(&expected["aurc"]));
        for (coverage, accuracy) in expected["accuracy_at"].as_object().unwrap() {
            let found = curve.accuracy_at(coverage.parse().unwrap()).unwrap();
            assert_close(coverage, found, number(accuracy));
        }
    });
}

#[test]
fn the_curves_of_a_class_are_those_of_scikit_learn() {
    each_case_with_probabilities(|predictions, case| {
        for (class, expected) in list(&case["curves"]).iter().enumerate() {
            let curve = predictions.precision_recall_curve(class);
            if expected.is_null() {
                assert!(curve.is_err() && predictions.roc_curve(class).is_err());
                continue;
            }
            let curve = curve.unwrap();
            // scikit-learn stops at the first threshold that takes every record of the class.
            let kept = list(&expected["thresholds"]).len();
            let of = |figure: fn(&stance_eval::PrecisionRecallPoint) -> f64| {
                curve
                    .points
                    .iter()
                    .take(kept)
                    .map(figure)
                    .collect::<Vec<_>>()
            };
            assert_all_close(
                "threshold",
                &of(|p| p.threshold),
                &numbers(&expected["thresholds"]),
            );
            assert_all_close(
                "precision",
                &of(|p| p.precision),
                &numbers(&expected["precision"]),
            );
            assert_all_close("recall", &of(|p| p.recall), &numbers(&expected["recall"]));
            let average_precision = number(&expected["average_precision"]);
            assert_close(
                "average precision",
                curve.average_precision,
                average_precision,
            );

            let curve = predictions.roc_curve(class).unwrap();
            let of = |figure: fn(&stance_eval::RocPoint) -> f64| {
                curve.points.iter().map(figure).collect::<Vec<_>>()
            };
            assert_all_close(
                "fpr",
                &of(|p| p.false_positive_rate),
                &numbers(&expected["fpr"]),
            );
            assert_all_close(
                "tpr",
                &of(|p| p.true_positive_rate),
                &numbers(&expected["tpr"]),
            );
            assert_close("area", curve.area, number(&expected["auc"]));
        }
        let (auc, ap) = (
            predictions.macro_roc_auc(),
            predictions.macro_average_precision(),
        );
        assert_close("macro auc", auc.unwrap(), number(&case["macro_roc_auc"]));
        assert_close(
            "macro ap",
            ap.unwrap(),
            number(&case["macro_average_precision"]),
        );
    });
}
