//! Changes are found where there is one, and seldom where there is none.

use crate::common::{Builder, two_years};
use jiff::ToSpan;
use jiff::civil::date;
use rand_distr::{Distribution, StandardUniform};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use stance_report::{Collection, Options, Report, Step};

/// Years, since only their sums are looked at here.
fn options() -> Options {
    Options {
        step: Some(Step::Year),
        ..Options::default()
    }
}

/// Forty documents of four statements each, of three alliances and two holders. Each document has its own mix, as the
/// statements of one author do; from document `turn` on, all are more critical.
fn simulated(seed: u64, turn: usize) -> Collection {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut uniform = || -> f64 { StandardUniform.sample(&mut random) };
    let mut builder = Builder::new();
    for document in 0..40 {
        let day = date(2020, 1, 1).saturating_add((document as i64 * 7).days());
        builder.document(&format!("{document}.txt"), Some(day));
        let mut critical = 0.1 + 0.3 * uniform();
        if document >= turn {
            critical += 0.5;
        }
        let alliance = ["A-B", "A-C", "B-C"][(uniform() * 3.0) as usize];
        let holder = ["A", "B"][(uniform() * 2.0) as usize];
        for _ in 0..4 {
            let label = if uniform() < critical {
                "critical"
            } else {
                "reaffirming"
            };
            builder.statement(holder, alliance, label, "x");
        }
    }
    builder.collection()
}

#[test]
fn a_report_in_which_nothing_moved_flags_a_change_in_five_of_a_hundred_cases_at_the_most() {
    const CASES: u64 = 300;
    let flagged = (0..CASES).filter(|&seed| {
        let collection = simulated(seed, usize::MAX);
        let report = Report::new(&collection, None, &options()).unwrap();
        !report.changes.is_empty()
    });
    let rate = flagged.count() as f64 / CASES as f64;
    println!("false alarms: {rate}");
    assert!(rate <= 0.05, "{rate}");
}

#[test]
fn a_clear_turn_is_found_at_its_day() {
    const CASES: u64 = 40;
    let (mut found, mut strays) = (0, 0);
    for seed in 0..CASES {
        let collection = simulated(1_000 + seed, 20);
        let report = Report::new(&collection, None, &options()).unwrap();
        let turned = date(2020, 1, 1).saturating_add((20 * 7).days());
        let away = report.changes.iter().map(|change| {
            let span = turned.until(change.since).unwrap();
            span.get_days().abs()
        });
        found += u64::from(away.clone().any(|days| days <= 21));
        strays += u64::from(away.clone().any(|days| days > 70));
    }
    println!("found: {found} of {CASES}, others in {strays}");
    assert!(found >= CASES * 85 / 100, "{found}");
    assert!(strays <= CASES * 5 / 100, "{strays}");
}

#[test]
fn a_change_has_its_days_its_shares_and_what_was_said() {
    let collection = two_years();
    let report = Report::new(&collection, None, &Options::default()).unwrap();
    let change = report
        .changes
        .iter()
        .find(|change| change.holder.as_deref() == Some("Arland"))
        .unwrap();
    assert_eq!(
        (change.until, change.since),
        (date(2022, 12, 5), date(2023, 1, 5))
    );
    assert_eq!(collection.labels[change.class], "reaffirming");
    assert!(change.p <= 0.05 && change.moved.high < -0.5, "{change:?}");
    assert!(change.before.estimates[change.class].share > 0.8);
    assert!(change.after.estimates[change.class].share < 0.2);
    assert!(!change.evidence_before.is_empty() && !change.evidence_after.is_empty());
    for &statement in &change.evidence_before {
        assert_eq!(report.label(statement), "reaffirming");
        assert!(report.date(statement).unwrap() <= change.until);
    }
    for &statement in &change.evidence_after {
        assert_eq!(report.label(statement), "critical");
        assert!(report.date(statement).unwrap() >= change.since);
    }
    // The other holder said the same all the time.
    assert!(
        report
            .changes
            .iter()
            .all(|change| change.holder.as_deref() != Some("Belmar"))
    );
}
