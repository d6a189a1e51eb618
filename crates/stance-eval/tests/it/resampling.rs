//! Intervals and folds: what is drawn, by whom, and that it does not depend on the machine.

use std::collections::HashSet;

use stance_eval::agreement::{Coefficient, Ratings, Scale, Weights};
use stance_eval::compare::Paired;
use stance_eval::{
    Bootstrap, Error, Evaluation, Interval, Method, Metric, Predictions, Units, folds,
};

use crate::support::{Random, assert_close, labels, pairs};

/// 200 predictions in clusters of unequal size whose records are alike.
fn clustered() -> Predictions {
    let mut random = Random(2);
    let (mut truth, mut predicted, mut clusters) = (Vec::new(), Vec::new(), Vec::new());
    while truth.len() < 200 {
        let (of_cluster, answers) = pairs(&mut random, 1, 3);
        let size = 1 + random.below(12);
        truth.extend(vec![of_cluster[0]; size]);
        predicted.extend(vec![answers[0]; size]);
        clusters.extend(vec![random.next(); size]);
    }
    Predictions::new(labels(3), truth, predicted)
        .unwrap()
        .with_clusters(&clusters)
        .unwrap()
}

/// The same predictions, their clusters forgotten.
fn independent() -> Predictions {
    let clustered = clustered();
    Predictions::new(
        labels(3),
        clustered.truth().to_vec(),
        clustered.predicted().to_vec(),
    )
    .unwrap()
}

#[test]
fn an_interval_of_counts_is_that_of_the_rows_counted() {
    for predictions in [clustered(), independent()] {
        for bootstrap in [
            Bootstrap::seeded(9).resamples(300),
            Bootstrap::seeded(9).resamples(300).bca(),
        ] {
            for metric in [Metric::Accuracy, Metric::MacroF1, Metric::Matthews] {
                let fast = bootstrap.interval(&predictions, metric).unwrap();
                let slow = bootstrap
                    .interval_of(&predictions.units(), |resample| {
                        metric.of(&predictions.select(resample.rows()).unwrap().confusion())
                    })
                    .unwrap();
                assert_eq!(fast.method, slow.method);
                assert_close("estimate", fast.estimate, slow.estimate);
                assert_close("low", fast.low, slow.low);
                assert_close("high", fast.high, slow.high);
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_result_whatever_the_number_of_threads() {
    let all = || {
        let predictions = clustered();
        let other = predictions
            .select(&(0..predictions.n()).collect::<Vec<_>>())
            .unwrap();
        let majority = vec![Some(0); other.n()];
        let constant = Predictions::new(labels(3), other.truth().to_vec(), majority).unwrap();
        let independent = independent();
        let bootstrap = Bootstrap::seeded(11).resamples(200).bca();
        let evaluation = Evaluation::of(&predictions, &bootstrap).unwrap();
        let difference = Paired::new(&independent, &constant)
            .unwrap()
            .difference(Metric::MacroF1, &bootstrap)
            .unwrap();
        (serde_json::to_string(&evaluation).unwrap(), difference)
    };
    let with = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
            .install(all)
    };
    let alone = with(1);
    assert_eq!(alone, with(2));
    assert_eq!(alone, with(5));
}

#[test]
fn another_seed_draws_other_resamples() {
    let interval = |seed| {
        Bootstrap::seeded(seed)
            .interval(&independent(), Metric::MacroF1)
            .unwrap()
    };
    assert_ne!(interval(1).bounds(), interval(2).bounds());
    assert!((interval(1).low - interval(2).low).abs() < 0.03);
}

#[test]
fn records_that_err_together_widen_the_interval() {
    let width = |predictions: &Predictions| {
        let interval = Bootstrap::seeded(1)
            .interval(predictions, Metric::Accuracy)
            .unwrap();
        interval.high - interval.low
    };
    assert!(width(&clustered()) > 1.5 * width(&independent()));
}

#[test]
fn clusters_of_one_record_each_are_records() {
    let rows = independent();
    let singletons = rows
        .clone()
        .with_clusters(&(0..rows.n()).collect::<Vec<_>>())
        .unwrap();
    let bootstrap = Bootstrap::seeded(3).resamples(200).bca();
    let [a, b] = [rows, singletons].map(|p| bootstrap.interval(&p, Metric::MacroF1).unwrap());
    assert_close("low", a.low, b.low);
    assert_close("high", a.high, b.high);
}

#[test]
fn intervals_hold_the_truth_about_as_often_as_they_say() {
    // 400 samples of 80 records of a system that is right in 70 cases of 100.
    let mut random = Random(12);
    let mut held = [0; 3];
    for seed in 0..400 {
        let predicted: Vec<usize> = (0..80)
            .map(|_| usize::from(random.below(100) >= 70))
            .collect();
        let predictions = Predictions::new(labels(2), vec![0; 80], predicted).unwrap();
        let right = predictions.confusion().correct();
        let bootstrap = Bootstrap::seeded(seed).resamples(400).level(0.9);
        let intervals = [
            bootstrap.interval(&predictions, Metric::Accuracy).unwrap(),
            bootstrap
                .bca()
                .interval(&predictions, Metric::Accuracy)
                .unwrap(),
            Interval::wilson(right, 80, 0.9).unwrap(),
        ];
        for (held, interval) in held.iter_mut().zip(intervals) {
            *held += usize::from(interval.contains(0.7));
        }
    }
    // Four standard errors of a binomial(400, 0.9), and a little for the coarseness of counts.
    assert!(
        held.iter().all(|held| (330..=388).contains(held)),
        "{held:?}"
    );
}

#[test]
fn where_nothing_varies_the_interval_is_the_estimate() {
    let right = Predictions::new(labels(2), vec![0, 1, 1], vec![0_usize, 1, 1]).unwrap();
    let single = Predictions::new(labels(2), vec![0], vec![1_usize]).unwrap();
    let wrong = Predictions::new(labels(2), vec![0, 1, 1], vec![1_usize, 0, 0]).unwrap();
    let page = independent();
    let page = page.clone().with_clusters(&vec!["page"; page.n()]).unwrap();
    for bootstrap in [Bootstrap::seeded(1), Bootstrap::seeded(1).bca()] {
        for (predictions, expected) in [(&right, 1.0), (&single, 0.0), (&wrong, 0.0)] {
            let interval = bootstrap.interval(predictions, Metric::Accuracy).unwrap();
            assert_eq!(interval.bounds(), [expected; 2]);
            assert_eq!(interval.method, Method::Percentile);
        }
        let interval = bootstrap.interval(&page, Metric::Accuracy).unwrap();
        assert_eq!(interval.bounds(), [interval.estimate; 2]);
    }
}

#[test]
fn resamples_on_which_a_statistic_is_not_finite_are_left_out() {
    let units = Units::records(4);
    let bootstrap = Bootstrap::seeded(1).resamples(200);
    // 0/0 where record 3 is not drawn.
    let interval = bootstrap
        .interval_of(&units, |resample| {
            let drawn = resample.rows().iter().filter(|&&row| row == 3).count() as f64;
            drawn / drawn
        })
        .unwrap();
    assert_eq!(interval.bounds(), [1.0, 1.0]);
    let never = bootstrap.interval_of(&units, |_| f64::NAN);
    assert!(matches!(never, Err(Error::Undefined { .. })));
    let nothing = bootstrap.interval_of(&Units::records(0), |_| 1.0);
    assert_eq!(nothing, Err(Error::Empty));
}

#[test]
fn the_interval_of_an_agreement_surrounds_it() {
    let mut random = Random(5);
    let (first, second) = pairs(&mut random, 100, 4);
    let ratings = Ratings::new(labels(4), [first, second]).unwrap();
    let coefficient = Coefficient::KrippendorffAlpha(Scale::Nominal);
    let interval = ratings
        .interval(coefficient, &Bootstrap::seeded(1))
        .unwrap();
    assert_eq!(
        interval.estimate,
        ratings.krippendorff_alpha(Scale::Nominal).unwrap()
    );
    assert!(interval.low < interval.estimate && interval.estimate < interval.high);
    // The standard error of agreement on 100 units is about 0.05, times 4 and over 1 − chance.
    assert!(
        (0.1..0.4).contains(&(interval.high - interval.low)),
        "{interval:?}"
    );
}

#[test]
fn an_interval_of_patterns_of_ratings_is_that_of_the_units_drawn() {
    let mut random = Random(6);
    let missing: Vec<Vec<Option<usize>>> = (0..3)
        .map(|_| {
            (0..60)
                .map(|_| (random.below(6) > 0).then(|| random.below(3)))
                .collect()
        })
        .collect();
    let (first, second) = pairs(&mut random, 60, 3);
    let whole = [first, second].map(|ratings| ratings.into_iter().map(Some).collect());
    let measures = [
        Coefficient::Observed,
        Coefficient::CohenKappa(Weights::Quadratic),
        Coefficient::FleissKappa,
        Coefficient::KrippendorffAlpha(Scale::Nominal),
        Coefficient::KrippendorffAlpha(Scale::Ordinal),
    ];
    for raters in [missing, whole.into()] {
        let ratings = Ratings::new(labels(3), raters.clone()).unwrap();
        for bootstrap in [
            Bootstrap::seeded(9).resamples(200),
            Bootstrap::seeded(9).resamples(200).bca(),
        ] {
            let fast = ratings.intervals(measures, &bootstrap);
            for (measure, fast) in measures.into_iter().zip(fast) {
                let drawn = |rows: &[usize]| {
                    let of_rater =
                        |rater: &Vec<Option<usize>>| rows.iter().map(|&row| rater[row]).collect();
                    let drawn: Vec<Vec<Option<usize>>> = raters.iter().map(of_rater).collect();
                    let drawn = Ratings::new(labels(3), drawn).unwrap();
                    drawn.coefficient(measure).unwrap_or(f64::NAN)
                };
                let units = Units::records(ratings.n());
                let slow = bootstrap.interval_of(&units, |resample| drawn(resample.rows()));
                let (Ok(fast), Ok(slow)) = (&fast, &slow) else {
                    assert_eq!((fast.is_err(), slow.is_err()), (true, true), "{measure:?}");
                    continue;
                };
                assert_eq!(fast.method, slow.method, "{measure:?}");
                assert_close("estimate", fast.estimate, slow.estimate);
                assert_close("low", fast.low, slow.low);
                assert_close("high", fast.high, slow.high);
            }
        }
    }
}

#[test]
fn no_group_is_trained_on_and_tested_on() {
    let mut random = Random(8);
    for k in [2, 3, 7] {
        let groups: Vec<String> = (0..150)
            .map(|_| format!("source {}", random.below(20)))
            .collect();
        let labels: Vec<usize> = (0..150).map(|_| random.below(4)).collect();
        for labels in [None, Some(labels.as_slice())] {
            let folds = folds::grouped(&groups, labels, k).unwrap();
            let mut tested = vec![0; 150];
            assert_eq!(folds.iter().len(), k);
            for (train, test) in folds.iter() {
                assert!(!train.is_empty() && !test.is_empty());
                assert_eq!(train.len() + test.len(), 150);
                let of = |rows: &[usize]| rows.iter().map(|&r| &groups[r]).collect::<HashSet<_>>();
                assert!(of(&train).is_disjoint(&of(&test)));
                test.iter().for_each(|&row| tested[row] += 1);
            }
            assert!(tested.iter().all(|&times| times == 1));
            assert_eq!(folds, folds::grouped(&groups, labels, k).unwrap());
        }
    }
}

#[test]
fn more_groups_than_can_be_exchanged_are_still_dealt_out_evenly() {
    let groups: Vec<usize> = (0..9000).map(|row| row / 3).collect();
    let labels: Vec<usize> = (0..9000).map(|row| row % 2).collect();
    let folds = folds::grouped(&groups, Some(&labels), 4).unwrap();
    for (_, test) in folds.iter() {
        assert_eq!(test.len(), 2250);
        let ones = test.iter().filter(|&&row| labels[row] == 1).count();
        assert!((1122..=1128).contains(&ones), "{ones}");
    }
}

#[test]
fn stratified_folds_differ_by_one_record_in_size_and_in_each_class() {
    let mut random = Random(10);
    for k in [2, 5, 9] {
        let labels: Vec<usize> = (0..103).map(|_| random.below(random_classes(k))).collect();
        let folds = folds::stratified(&labels, k, 1).unwrap();
        let spread = |of: &dyn Fn(&[usize]) -> usize| {
            let sizes: Vec<usize> = folds.iter().map(|(_, test)| of(&test)).collect();
            sizes.iter().max().unwrap() - sizes.iter().min().unwrap()
        };
        assert!(spread(&|test| test.len()) <= 1);
        for class in 0..random_classes(k) {
            assert!(spread(&|test| test.iter().filter(|&&row| labels[row] == class).count()) <= 1);
        }
        assert_eq!(folds, folds::stratified(&labels, k, 1).unwrap());
        assert_ne!(folds, folds::stratified(&labels, k, 2).unwrap());
    }
}

/// Two, three and four classes.
fn random_classes(k: usize) -> usize {
    2 + k / 4
}

#[test]
fn leaving_one_group_out_tests_on_each_group_once() {
    let folds = folds::leave_one_group_out(&["b", "a", "b", "c", "a"]).unwrap();
    assert_eq!(folds.assignment(), [0, 1, 0, 2, 1]);
    let tests: Vec<Vec<usize>> = folds.iter().map(|(_, test)| test).collect();
    assert_eq!(tests, [vec![0, 2], vec![1, 4], vec![3]]);
}
