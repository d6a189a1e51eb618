//! The intervals of shares hold what they promise, which those of plain counts do not.

use crate::common::{Builder, LABELS, error_model};
use rand_distr::{Distribution, Gamma, StandardUniform};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use stance_report::{ErrorModel, Options, Report, Shares};

/// P(prediction | truth) of a classifier such as the shipped one: rare stances are often missed.
const TRUE_ERROR: [[f64; 4]; 4] = [
    [0.62, 0.08, 0.20, 0.10],
    [0.09, 0.39, 0.27, 0.25],
    [0.03, 0.02, 0.78, 0.17],
    [0.02, 0.03, 0.14, 0.81],
];
/// True labels of the sentences on which its error is counted.
const LABELLED: [u64; 4] = [100, 80, 530, 490];

pub struct Random(Xoshiro256PlusPlus);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// One of as many places as there are shares, which add up to 1.
    pub fn class(&mut self, shares: &[f64]) -> usize {
        let mut at: f64 = StandardUniform.sample(&mut self.0);
        for (class, share) in shares.iter().enumerate() {
            at -= share;
            if at < 0.0 {
                return class;
            }
        }
        shares.len() - 1
    }

    /// Shares drawn of a Dirichlet distribution.
    pub fn shares(&mut self, parameters: [f64; 4]) -> [f64; 4] {
        let parts = parameters.map(|shape| Gamma::new(shape, 1.0).unwrap().sample(&mut self.0));
        let sum: f64 = parts.iter().sum();
        parts.map(|part| part / sum)
    }

    /// Counts of labels as they are predicted for `n` statements.
    fn predicted(&mut self, n: u64, truth: &[f64; 4]) -> [u64; 4] {
        let mut counts = [0; 4];
        for _ in 0..n {
            let truth = self.class(truth);
            counts[self.class(&TRUE_ERROR[truth])] += 1;
        }
        counts
    }

    fn error_model(&mut self) -> ErrorModel {
        let rows: Vec<Vec<u64>> = (0..4)
            .map(|truth| {
                let mut row = [0.0; 4];
                row[truth] = 1.0;
                self.predicted(LABELLED[truth], &row).to_vec()
            })
            .collect();
        ErrorModel::from_counts(&LABELS.map(str::to_owned), &rows)
    }
}

/// What a report makes of a group with these counts.
fn shares(counts: &[u64], errors: Option<&ErrorModel>) -> Shares {
    let mut builder = Builder::new();
    builder.document("a.txt", None);
    for (class, &count) in counts.iter().enumerate() {
        for _ in 0..count {
            builder.statement("", "A-B", LABELS[class], "x");
        }
    }
    let collection = builder.collection();
    let report = Report::new(&collection, errors, &Options::default()).unwrap();
    report.alliances[0].total.clone()
}

/// The share of simulated groups whose interval has the true share, of each stance that takes a position; corrected,
/// and by counts alone.
fn coverage(groups: u64, n: u64, truth: [f64; 4], seed: u64) -> ([f64; 3], [f64; 3]) {
    let mut random = Random::new(seed);
    let positions = [0, 1, 3];
    let taking: f64 = positions.iter().map(|&class| truth[class]).sum();
    let (mut corrected, mut raw) = ([0.0; 3], [0.0; 3]);
    for _ in 0..groups {
        let errors = random.error_model();
        let counts = random.predicted(n, &truth);
        for (errors, hits) in [(Some(&errors), &mut corrected), (None, &mut raw)] {
            let shares = shares(&counts, errors);
            for (hit, class) in hits.iter_mut().zip(positions) {
                let estimate = shares.estimates[class];
                assert!(
                    0.0 <= estimate.low
                        && estimate.low <= estimate.share
                        && estimate.share <= estimate.high
                        && estimate.high <= 1.0,
                    "{estimate:?}"
                );
                let share = truth[class] / taking;
                *hit += f64::from(estimate.low <= share && share <= estimate.high);
            }
        }
    }
    (
        corrected.map(|hits| hits / groups as f64),
        raw.map(|hits| hits / groups as f64),
    )
}

fn mean(of: [f64; 3]) -> f64 {
    of.iter().sum::<f64>() / 3.0
}

#[test]
fn ninety_five_of_a_hundred_intervals_hold_the_true_share_and_those_of_counts_do_not() {
    let cases = [
        (60, [0.15, 0.15, 0.30, 0.40]),
        (300, [0.10, 0.10, 0.40, 0.40]),
        (1_500, [0.20, 0.15, 0.35, 0.30]),
    ];
    let mut told = Vec::new();
    for (seed, (n, truth)) in cases.into_iter().enumerate() {
        let (corrected, raw) = coverage(300, n, truth, seed as u64);
        println!("n = {n}: corrected {corrected:.3?}, counts alone {raw:.3?}");
        told.push((n, mean(corrected), mean(raw)));
    }
    for (n, corrected, raw) in told {
        assert!((0.92..=0.98).contains(&corrected), "n = {n}: {corrected}");
        if n >= 300 {
            assert!(raw < 0.85, "n = {n}: {raw}");
        }
    }
}

#[test]
fn the_intervals_of_tiny_groups_are_wide_enough() {
    for n in 1..=5 {
        let (corrected, _) = coverage(100, n, [0.10, 0.10, 0.30, 0.50], n);
        println!("n = {n}: {corrected:.3?}");
        assert!(mean(corrected) >= 0.92, "n = {n}: {corrected:?}");
    }
    let one = shares(&[0, 1, 0, 0], Some(&error_model()));
    assert!(one.unclear(), "{one:?}");
}

#[test]
fn a_large_group_is_as_uncertain_as_the_classifier_and_no_more() {
    let counts = [12_000, 9_000, 40_000, 39_000];
    let alone = shares(&counts, None);
    let corrected = shares(&counts, Some(&error_model()));
    for class in [0, 1, 3] {
        let width = |shares: &Shares| shares.estimates[class].high - shares.estimates[class].low;
        assert!(width(&alone) < 0.01, "{alone:?}");
        assert!((0.02..0.4).contains(&width(&corrected)), "{corrected:?}");
    }
    let sum: f64 = [0, 1, 3]
        .iter()
        .map(|&class| corrected.estimates[class].share)
        .sum();
    assert!((sum - 1.0).abs() < 1e-9);
}

#[test]
fn a_model_that_never_errs_leaves_the_counts_as_they_are() {
    let never: Vec<Vec<u64>> = (0..4)
        .map(|truth| {
            (0..4)
                .map(|prediction| if prediction == truth { 100_000 } else { 0 })
                .collect()
        })
        .collect();
    let never = ErrorModel::from_counts(&LABELS.map(str::to_owned), &never);
    let counts = [30, 20, 100, 50];
    let (alone, corrected) = (shares(&counts, None), shares(&counts, Some(&never)));
    for class in [0, 1, 3] {
        let (alone, corrected) = (alone.estimates[class], corrected.estimates[class]);
        for (alone, corrected) in [
            (alone.share, corrected.share),
            (alone.low, corrected.low),
            (alone.high, corrected.high),
        ] {
            assert!((alone - corrected).abs() < 0.02, "{alone} {corrected}");
        }
    }
    assert_eq!(alone.raw(0), Some(0.3));
}

#[test]
fn a_classifier_that_knows_nothing_leaves_everything_open() {
    let rows = vec![vec![250; 4]; 4];
    let guessing = ErrorModel::from_counts(&LABELS.map(str::to_owned), &rows);
    let shares = shares(&[25, 25, 25, 25], Some(&guessing));
    for class in [0, 1, 3] {
        let estimate = shares.estimates[class];
        assert!(estimate.low < 0.05 && estimate.high > 0.8, "{estimate:?}");
    }
    assert!(shares.unclear());
}
