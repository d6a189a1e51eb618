//! What must hold between figures, whatever the data.

use std::num::NonZeroUsize;

use stance_eval::{ClassScores, Confusion, Interval, Metric, Predictions};

use crate::support::{
    METRICS, Random, assert_close, labels, many_predictions, pairs, probabilities,
};

/// The confusion matrix of classes drawn for a law.
fn confusion(classes: usize, truth: Vec<usize>, predicted: Vec<usize>) -> Confusion {
    Predictions::new(labels(classes), truth, predicted)
        .unwrap()
        .confusion()
}

/// Draws truth and predictions again and again.
fn each_draw(test: impl Fn(&mut Random, usize, Vec<usize>, Vec<usize>)) {
    let mut random = Random(7);
    for round in 0..50 {
        let classes = 2 + round % 5;
        let (truth, predicted) = pairs(&mut random, 1 + round * 3, classes);
        test(&mut random, classes, truth, predicted);
    }
}

#[test]
fn transposing_truth_and_prediction_swaps_precision_and_recall() {
    each_draw(|_, classes, truth, predicted| {
        let straight = confusion(classes, truth.clone(), predicted.clone());
        let transposed = confusion(classes, predicted, truth);
        for (a, b) in straight.per_class().iter().zip(transposed.per_class()) {
            assert_eq!((a.precision, a.recall, a.f1), (b.recall, b.precision, b.f1));
        }
        let (a, b) = (straight.macro_average(), transposed.macro_average());
        assert_eq!((a.precision, a.recall, a.f1), (b.recall, b.precision, b.f1));
        assert_eq!(straight.accuracy(), transposed.accuracy());
        assert_eq!(straight.cohen_kappa(), transposed.cohen_kappa());
        assert_close("matthews", straight.matthews(), transposed.matthews());
    });
}

#[test]
fn permuting_the_labels_permutes_the_figures_of_the_classes_and_no_other() {
    each_draw(|random, classes, truth, predicted| {
        let permutation = random.permutation(classes);
        let permuted = |list: &[usize]| list.iter().map(|&class| permutation[class]).collect();
        let before = confusion(classes, truth.clone(), predicted.clone());
        let after = confusion(classes, permuted(&truth), permuted(&predicted));
        for (class, &permuted) in permutation.iter().enumerate() {
            assert_eq!(before.class(class), after.class(permuted));
        }
        for metric in METRICS
            .into_iter()
            .filter(|&metric| metric != Metric::F1(0))
        {
            assert_close(
                &format!("{metric:?}"),
                metric.of(&before),
                metric.of(&after),
            );
        }
    });
}

#[test]
fn duplicating_the_records_changes_no_figure() {
    for once in many_predictions() {
        let rows: Vec<usize> = (0..once.n()).flat_map(|row| [row, row, row]).collect();
        let thrice = once.select(&rows).unwrap();
        let (a, b) = (once.confusion(), thrice.confusion());
        for metric in METRICS {
            assert_close(&format!("{metric:?}"), metric.of(&a), metric.of(&b));
        }
        let bins = NonZeroUsize::new(10).unwrap();
        let close = |what, figure: &dyn Fn(&Predictions) -> stance_eval::Result<f64>| match (
            figure(&once),
            figure(&thrice),
        ) {
            (Ok(a), Ok(b)) => assert_close(what, a, b),
            (a, b) => assert_eq!(a, b),
        };
        close("log loss", &|p| p.log_loss());
        close("brier", &|p| p.brier());
        close("ece", &|p| p.expected_calibration_error(bins));
        close("classwise", &|p| p.classwise_calibration_error(bins));
        close("auc", &|p| p.macro_roc_auc());
        close("average precision", &|p| p.macro_average_precision());
        close("accuracy at full coverage", &|p| {
            p.risk_coverage()?.accuracy_at(1.0)
        });
    }
}

#[test]
fn without_abstentions_accuracy_is_every_micro_average_and_the_weighted_recall() {
    each_draw(|_, classes, truth, predicted| {
        let confusion = confusion(classes, truth, predicted);
        let micro = confusion.micro_average();
        for figure in [
            micro.precision,
            micro.recall,
            micro.f1,
            confusion.weighted_average().recall,
        ] {
            assert_close("accuracy", figure, confusion.accuracy());
        }
        assert_eq!(confusion.coverage(), 1.0);
    });
}

#[test]
fn an_abstention_costs_accuracy_and_recall_but_no_precision() {
    let truth = vec![0, 0, 1, 1];
    let before = Predictions::new(labels(2), truth.clone(), vec![0_usize, 0, 1, 0]).unwrap();
    let after = Predictions::new(labels(2), truth, vec![Some(0), None, Some(1), Some(0)]).unwrap();
    let scores = |predictions: &Predictions| predictions.confusion().class(1).unwrap();
    assert_eq!(scores(&before), scores(&after));
    let (before, after) = (before.confusion(), after.confusion());
    assert_eq!((before.accuracy(), after.accuracy()), (0.75, 0.5));
    assert_eq!((before.coverage(), after.coverage()), (1.0, 0.75));
    let expected = ClassScores {
        precision: 0.5,
        recall: 0.5,
        f1: 0.5,
        support: 2,
    };
    assert_eq!(after.class(0), Some(expected));
}

#[test]
fn wilsons_interval_holds_the_proportion_and_stays_within_0_and_1() {
    for n in 1..60 {
        for successes in 0..=n {
            for level in [0.01, 0.5, 0.95, 0.999_999] {
                let interval = Interval::wilson(successes, n, level).unwrap();
                assert!(
                    interval.contains(successes as f64 / n as f64),
                    "{interval:?}"
                );
                assert!(0.0 <= interval.low && interval.high <= 1.0, "{interval:?}");
            }
        }
    }
}

#[test]
fn every_figure_of_any_predictions_is_finite_and_within_its_range() {
    for predictions in many_predictions() {
        let confusion = predictions.confusion();
        for metric in METRICS {
            let low = match metric {
                Metric::CohenKappa | Metric::Matthews => -1.0,
                _ => 0.0,
            };
            let value = metric.of(&confusion);
            assert!((low..=1.0 + 1e-12).contains(&value), "{metric:?}: {value}");
        }
        let bins = NonZeroUsize::new(7).unwrap();
        let unit = 0.0..=1.0 + 1e-12;
        assert!(unit.contains(&predictions.expected_calibration_error(bins).unwrap()));
        assert!(unit.contains(&predictions.classwise_calibration_error(bins).unwrap()));
        assert!((0.0..=2.0).contains(&predictions.brier().unwrap()));
        assert!((0.0..37.0).contains(&predictions.log_loss().unwrap()));
        let curve = predictions.risk_coverage().unwrap();
        assert!(unit.contains(&curve.aurc()));
        for coverage in [1e-9, 0.5, 0.8, 1.0] {
            assert!(unit.contains(&curve.accuracy_at(coverage).unwrap()));
        }
        assert!(unit.contains(&predictions.macro_average_precision().unwrap()));
        for class in 0..predictions.labels().len() {
            if let Ok(curve) = predictions.roc_curve(class) {
                assert!(unit.contains(&curve.area));
            }
        }
        for slice in predictions.slices(&vec!["all"; predictions.n()]).unwrap() {
            assert_eq!(
                (slice.accuracy, slice.small),
                (confusion.accuracy(), slice.n < 30)
            );
        }
    }
}

#[test]
fn the_area_under_the_roc_curve_is_the_share_of_pairs_in_order() {
    for predictions in many_predictions() {
        let scores: Vec<f64> = predictions
            .probabilities()
            .unwrap()
            .chunks(predictions.labels().len())
            .map(|r| r[1])
            .collect();
        let (mut ordered, mut pairs) = (0.0, 0.0);
        for (a, &truth_a) in predictions.truth().iter().enumerate() {
            for (b, &truth_b) in predictions.truth().iter().enumerate() {
                if truth_a == 1 && truth_b != 1 {
                    pairs += 1.0;
                    ordered += if scores[a] == scores[b] {
                        0.5
                    } else {
                        f64::from(u8::from(scores[a] > scores[b]))
                    };
                }
            }
        }
        match predictions.roc_curve(1) {
            Ok(curve) => assert_close("area", curve.area, ordered / pairs),
            Err(_) => assert_eq!(pairs, 0.0),
        }
    }
}

#[test]
fn the_risk_of_ties_is_its_mean_over_all_orders_of_answering() {
    // Three records of confidence 0.75 and three of 0.5, some of each wrong.
    let truth = vec![0, 1, 0, 0, 1, 1];
    let rows = [
        0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
    ];
    let predictions = Predictions::new(labels(2), truth.clone(), vec![0_usize; 6]).unwrap();
    let curve = predictions
        .with_probabilities(rows.to_vec())
        .unwrap()
        .risk_coverage()
        .unwrap();

    let orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    let (mut area, mut accuracy_of_four) = (0.0, 0.0);
    for sure in orders {
        for unsure in orders {
            let mut wrong = 0.0;
            let order = sure.into_iter().chain(unsure.map(|record| record + 3));
            for (answered, record) in (1..).zip(order) {
                wrong += truth[record] as f64;
                area += wrong / f64::from(answered) / 6.0 / 36.0;
                if answered == 4 {
                    accuracy_of_four += (1.0 - wrong / 4.0) / 36.0;
                }
            }
        }
    }
    assert_close("aurc", curve.aurc(), area);
    assert_close(
        "accuracy",
        curve.accuracy_at(0.6).unwrap(),
        accuracy_of_four,
    );
}

#[test]
fn restricting_to_all_labels_changes_nothing_and_to_fewer_keeps_the_misses() {
    for predictions in many_predictions() {
        let labels = predictions.labels().to_vec();
        let same = predictions.restricted_to(&labels).unwrap();
        assert_eq!(same, predictions);

        let kept = [&labels[1], &labels[0]];
        let Ok(fewer) = predictions.restricted_to(&kept) else {
            assert!(predictions.truth().iter().all(|&class| class > 1));
            continue;
        };
        let (before, after) = (predictions.confusion(), fewer.confusion());
        assert_eq!(
            after.class(0).unwrap().recall,
            before.class(1).unwrap().recall
        );
        assert_eq!(
            after.class(1).unwrap().recall,
            before.class(0).unwrap().recall
        );
        for row in fewer.probabilities().unwrap().chunks(2) {
            assert_close("sum", row.iter().sum(), 1.0);
        }
    }
}

#[test]
fn abstaining_below_a_probability_leaves_the_surer_records() {
    let mut random = Random(6);
    let (truth, predicted) = pairs(&mut random, 80, 3);
    let rows = probabilities(&mut random, 80, 3);
    let predictions = Predictions::new(labels(3), truth, predicted)
        .unwrap()
        .with_probabilities(rows)
        .unwrap();
    let careful = predictions
        .decided()
        .unwrap()
        .abstaining_below(0.625)
        .unwrap();
    let curve = predictions.risk_coverage().unwrap();
    let point = curve
        .points()
        .iter()
        .find(|point| point.threshold == 0.625)
        .unwrap();
    assert_close("coverage", careful.confusion().coverage(), point.coverage);
    let answered = careful.answered().unwrap();
    assert_close(
        "accuracy",
        answered.confusion().accuracy(),
        1.0 - point.risk,
    );
    assert_eq!(answered.n(), point.answered);
}
