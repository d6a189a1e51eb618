//! Intervals hold what they promise for text of another kind than that on which errors were counted.
//!
//! The errors are those of the shipped recipe in eleven kinds of real text, each labelled by a model that learned from
//! the other ten (`datasets/README.md` has the command).

use crate::common::{Builder, LABELS};
use crate::coverage::Random;
use stance_report::{CountedOn, ErrorModel, Options, Report, Shares, Sure};
use std::collections::BTreeMap;
use std::fs::File;

/// The least probability of a sure label, as `stance evaluate` has it.
const SURE: f64 = 0.8;
/// Kinds with fewer sentences say too little of their own errors to be simulated.
const ENOUGH: u64 = 200;
/// Simulated groups of each kind and size.
const GROUPS: usize = 12;

/// How often sentences of each true label were given each: unsure of the four first, then sure.
type Errors = [[u64; 8]; 4];

fn by_kind() -> BTreeMap<String, Errors> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../datasets/real/errors_by_source.csv"
    );
    let mut kinds = BTreeMap::<String, Errors>::new();
    for record in csv::Reader::from_reader(File::open(path).unwrap()).records() {
        let record = record.unwrap();
        let truth = LABELS
            .iter()
            .position(|label| *label == &record[1])
            .unwrap();
        let first = if &record[2] == "1" { 4 } else { 0 };
        for class in 0..4 {
            let kind = kinds.entry(record[0].to_owned()).or_default();
            kind[truth][first + class] = record[3 + class].parse().unwrap();
        }
    }
    kinds
}

/// What is known of a classifier from these sentences.
fn error_model(errors: &Errors, counted_on: CountedOn) -> ErrorModel {
    let table = |count: &dyn Fn(usize, usize) -> u64| {
        let row = |truth| {
            LABELS
                .iter()
                .enumerate()
                .map(move |(class, label)| ((*label).to_owned(), count(truth, class)))
        };
        let rows = LABELS.iter().enumerate();
        rows.map(|(truth, label)| ((*label).to_owned(), row(truth).collect()))
            .collect()
    };
    ErrorModel {
        confusion: table(&|truth, class| errors[truth][class] + errors[truth][class + 4]),
        sure: Some(Sure {
            from: SURE,
            confusion: table(&|truth, class| errors[truth][class + 4]),
        }),
        counted_on,
    }
}

/// What a report makes of a group with these counts, the unsure ones first.
fn shares(counts: &[u64; 8], errors: &ErrorModel) -> Shares {
    let mut builder = Builder::new();
    builder.document("a.txt", None);
    for (cell, &count) in counts.iter().enumerate() {
        let (class, probability) = (cell % 4, if cell < 4 { 0.7 } else { 0.9 });
        for _ in 0..count {
            let statement = builder.statement("", "A-B", LABELS[class], "x");
            statement.probabilities = vec![(1.0 - probability) / 3.0; 4];
            statement.probabilities[class] = probability;
        }
    }
    let collection = builder.collection();
    let report = Report::new(&collection, Some(errors), &Options::default()).unwrap();
    report.alliances[0].total.clone()
}

/// How many of the intervals hold the true share, and how far their middles are from it.
#[derive(Default)]
struct Tally {
    intervals: f64,
    hold: f64,
    off: f64,
}

impl Tally {
    fn count(&mut self, shares: &Shares, truth: &[f64; 4]) {
        let positions = [0, 1, 3];
        let taking: f64 = positions.iter().map(|&class| truth[class]).sum();
        for class in positions {
            let (estimate, share) = (shares.estimates[class], truth[class] / taking);
            self.intervals += 1.0;
            self.hold += f64::from(estimate.low <= share && share <= estimate.high);
            self.off += (estimate.share - share).abs();
        }
    }
}

#[test]
fn errors_counted_on_other_kinds_of_text_correct_a_kind_they_do_not_know() {
    let kinds = by_kind();
    for n in [30, 200] {
        let (mut other, mut alike) = (Tally::default(), Tally::default());
        for (seed, (kind, errors)) in kinds.iter().enumerate() {
            let sentences = errors.map(|row| row.iter().sum::<u64>() as f64);
            if sentences.iter().sum::<f64>() < ENOUGH as f64 {
                continue;
            }
            let mut known = Errors::default();
            for (_, of) in kinds.iter().filter(|(name, _)| *name != kind) {
                for (sum, count) in known.iter_mut().flatten().zip(of.iter().flatten()) {
                    *sum += count;
                }
            }
            let other_text = error_model(&known, CountedOn::OtherText);
            let text_alike = error_model(&known, CountedOn::TextAlike);
            let all: f64 = sentences.iter().sum();
            let rates = errors.map(|row| {
                let sum = row.iter().sum::<u64>() as f64 + 0.08;
                row.map(|count| (count as f64 + 0.01) / sum)
            });
            let mut random = Random::new(seed as u64);
            for _ in 0..GROUPS {
                // Groups of a kind have about the labels of the kind.
                let truth = random.shares(sentences.map(|of| 8.0 * of / all + 0.3));
                let mut counts = [0; 8];
                for _ in 0..n {
                    let label = random.class(&truth);
                    counts[random.class(&rates[label])] += 1;
                }
                other.count(&shares(&counts, &other_text), &truth);
                alike.count(&shares(&counts, &text_alike), &truth);
            }
        }
        let (hold, off) = (other.hold / other.intervals, other.off / other.intervals);
        let (alike_hold, alike_off) = (alike.hold / alike.intervals, alike.off / alike.intervals);
        println!(
            "n = {n}: {hold:.3} of the intervals hold the share, {off:.3} off; \
             as if the text were alike {alike_hold:.3}, {alike_off:.3} off"
        );
        assert!((0.89..=0.98).contains(&hold), "n = {n}: {hold}");
        assert!(off < alike_off, "n = {n}: {off} {alike_off}");
        assert!(n < 200 || alike_hold < 0.85, "n = {n}: {alike_hold}");
    }
}
