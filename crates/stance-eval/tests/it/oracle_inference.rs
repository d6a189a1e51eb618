//! Intervals, tests, agreement and folds against statsmodels, scipy, krippendorff and scikit-learn
//! (`tests/oracle/make_oracle.py`).

use serde_json::Value;
use stance_eval::agreement::{Ratings, Scale, Weights};
use stance_eval::compare::{Paired, holm};
use stance_eval::{Bootstrap, Interval, Metric, Predictions, folds};

use crate::support::{
    assert_all_close, assert_close, index, indices, labels, list, number, numbers,
    optional_indices, oracle,
};

#[test]
fn wilsons_interval_is_that_of_statsmodels() {
    for case in list(&oracle("intervals.json")["wilson"]) {
        let (successes, n) = (index(&case["successes"]), index(&case["n"]));
        let interval =
            Interval::wilson(successes as u64, n as u64, number(&case["level"])).unwrap();
        assert_close("low", interval.low, number(&case["low"]));
        assert_close("high", interval.high, number(&case["high"]));
    }
}

#[test]
fn the_bootstrap_of_the_accuracy_has_the_quantiles_of_the_binomial_distribution() {
    for case in list(&oracle("intervals.json")["accuracy"]) {
        let (right, n, level) = (
            index(&case["right"]),
            index(&case["n"]),
            number(&case["level"]),
        );
        let predicted = (0..n).map(|record| usize::from(record >= right));
        let predictions = Predictions::new(labels(2), vec![0; n], predicted).unwrap();
        let bootstrap = Bootstrap::seeded(1).resamples(20_000).level(level);
        let interval = bootstrap.interval(&predictions, Metric::Accuracy).unwrap();
        for (found, expected) in interval.bounds().into_iter().zip(numbers(&case["ends"])) {
            // A quantile of 20,000 replicates is off by one record at most.
            assert!(
                (found * n as f64 - expected).abs() < 1.0 + 1e-9,
                "{interval:?}: {expected}"
            );
        }
    }
}

#[test]
fn mcnemars_test_is_that_of_statsmodels() {
    for case in list(&oracle("comparison.json")["mcnemar"]) {
        let (only_a, only_b) = (index(&case["only_a"]), index(&case["only_b"]));
        let n = only_a + only_b;
        let a = (0..n).map(|record| usize::from(record >= only_a));
        let b = (0..n).map(|record| usize::from(record < only_a));
        let a = Predictions::new(labels(2), vec![0; n], a).unwrap();
        let b = Predictions::new(labels(2), vec![0; n], b).unwrap();
        let test = Paired::new(&a, &b).unwrap().mcnemar();
        assert_eq!((test.only_a, test.only_b), (only_a as u64, only_b as u64));
        let expected = number(&case["p"]);
        assert!((test.p / expected - 1.0).abs() < 1e-9, "{case}: {}", test.p);
    }
}

#[test]
fn holms_correction_is_that_of_statsmodels() {
    for case in list(&oracle("comparison.json")["holm"]) {
        let adjusted = holm(&numbers(&case["p"])).unwrap();
        assert_all_close("adjusted", &adjusted, &numbers(&case["adjusted"]));
    }
}

/// The two systems of a case of `comparison.json`.
fn systems(case: &Value) -> (Predictions, Predictions) {
    let labels = labels(index(&case["classes"]));
    let system = |name: &str| {
        Predictions::new(
            labels.clone(),
            indices(&case["truth"]),
            indices(&case[name]),
        )
        .unwrap()
    };
    (system("a"), system("b"))
}

#[test]
fn randomisation_of_few_records_is_scipys_exact_permutation_test() {
    for case in list(&oracle("comparison.json")["randomisation"]) {
        let (a, b) = systems(case);
        let paired = Paired::new(&a, &b).unwrap();
        let bootstrap = Bootstrap::seeded(1).resamples(5000);
        for (key, metric) in [
            ("accuracy", Metric::Accuracy),
            ("macro_f1", Metric::MacroF1),
        ] {
            let found = paired.difference(metric, &bootstrap).unwrap();
            assert_close(key, found.difference, number(&case[key]["difference"]));
            assert_close(key, found.p_randomisation, number(&case[key]["p"]));
        }
    }
}

#[test]
fn randomisation_by_drawing_approaches_the_exact_test() {
    let mut drawn = 0;
    for case in list(&oracle("comparison.json")["randomisation"]) {
        let (a, b) = systems(case);
        let differing = a
            .predicted()
            .iter()
            .zip(b.predicted())
            .filter(|(a, b)| a != b)
            .count();
        // With fewer rounds than arrangements, these are drawn.
        let rounds = 20;
        if 1 << differing <= rounds {
            continue;
        }
        drawn += 1;
        let paired = Paired::new(&a, &b).unwrap();
        let p: f64 = (0..600)
            .map(|seed| Bootstrap::seeded(seed).resamples(rounds))
            .map(|b| {
                paired
                    .difference(Metric::MacroF1, &b)
                    .unwrap()
                    .p_randomisation
            })
            .sum::<f64>()
            / 600.0;
        // Each is (# + 1)/21; undone, the mean of 12,000 draws is within five standard errors.
        let p = (p * 21.0 - 1.0) / 20.0;
        let expected = number(&case["macro_f1"]["p"]);
        let error = (expected * (1.0 - expected) / 12_000.0).sqrt();
        assert!((p - expected).abs() <= 5.0 * error, "{p}, not {expected}");
    }
    assert!(drawn > 0);
}

#[test]
fn the_p_of_the_bootstrap_approaches_that_of_the_trinomial_distribution() {
    for case in list(&oracle("comparison.json")["bootstrap"]) {
        let n = index(&case["n"]);
        let (only_a, only_b) = (index(&case["only_a"]), index(&case["only_b"]));
        let a = (0..n).map(|record| usize::from(record < only_b));
        let b = (0..n).map(|record| usize::from(record >= only_b && record < only_b + only_a));
        let a = Predictions::new(labels(2), vec![0; n], a).unwrap();
        let b = Predictions::new(labels(2), vec![0; n], b).unwrap();
        let bootstrap = Bootstrap::seeded(2).resamples(50_000);
        let found = Paired::new(&a, &b)
            .unwrap()
            .difference(Metric::Accuracy, &bootstrap)
            .unwrap();
        assert_close(
            "difference",
            found.difference,
            (only_a as f64 - only_b as f64) / n as f64,
        );
        let expected = number(&case["at_most_0"]);
        let error = (expected * (1.0 - expected) / 50_000.0).sqrt() + 1.0 / 50_000.0;
        assert!(
            (found.p_bootstrap - 2.0 * expected).abs() <= 10.0 * error,
            "{case}: {found:?}"
        );
    }
}

#[test]
fn agreement_is_that_of_scikit_learn_statsmodels_and_krippendorff() {
    for case in list(&oracle("agreement.json")["cases"]) {
        let raters: Vec<_> = list(&case["ratings"])
            .iter()
            .map(optional_indices)
            .collect();
        let ratings = Ratings::new(labels(index(&case["classes"])), raters).unwrap();
        for (key, scale) in [
            ("nominal", Scale::Nominal),
            ("ordinal", Scale::Ordinal),
            ("interval", Scale::Interval),
        ] {
            let alpha = ratings.krippendorff_alpha(scale).unwrap();
            assert_close(key, alpha, number(&case["krippendorff"][key]));
        }
        if let Some(expected) = case.get("cohen") {
            for (key, weights) in [
                ("None", Weights::Unweighted),
                ("linear", Weights::Linear),
                ("quadratic", Weights::Quadratic),
            ] {
                assert_close(
                    key,
                    ratings.cohen_kappa(weights).unwrap(),
                    number(&expected[key]),
                );
            }
            let observed = ratings.observed_agreement().unwrap();
            assert_close("observed", observed, number(&case["observed"]));
        }
        match case.get("fleiss") {
            Some(expected) => {
                assert_close("fleiss", ratings.fleiss_kappa().unwrap(), number(expected));
            }
            None => assert!(ratings.fleiss_kappa().is_err()),
        }
    }
}

#[test]
fn grouped_folds_are_never_less_even_in_size_than_those_of_scikit_learn() {
    for case in list(&oracle("folds.json")["cases"]) {
        let (groups, k) = (indices(&case["groups"]), index(&case["k"]));
        let folds = folds::grouped(&groups, None, k).unwrap();
        let squares: usize = folds.iter().map(|(_, test)| test.len().pow(2)).sum();
        let expected: usize = indices(&case["group_k_fold_sizes"])
            .iter()
            .map(|n| n.pow(2))
            .sum();
        assert!(squares <= expected, "{squares}, not {expected}");
    }
}

#[test]
fn grouped_folds_are_never_less_even_in_composition_than_those_of_scikit_learn() {
    for case in list(&oracle("folds.json")["cases"]) {
        let (groups, labels, k) = (
            indices(&case["groups"]),
            indices(&case["labels"]),
            index(&case["k"]),
        );
        let folds = folds::grouped(&groups, Some(&labels), k).unwrap();
        let classes = 1 + labels.iter().max().unwrap();
        let mut worst = 0.0_f64;
        for class in 0..classes {
            let of_class = |rows: &[usize]| rows.iter().filter(|&&r| labels[r] == class).count();
            let all = labels.iter().filter(|&&label| label == class).count() as f64;
            for (_, test) in folds.iter() {
                worst = worst.max((of_class(&test) as f64 / all - 1.0 / k as f64).abs());
            }
        }
        let expected = number(&case["stratified_imbalance"]);
        assert!(worst <= expected + 1e-12, "{worst}, not {expected}");
    }
}
