//! Where a mix of stances moved.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::correct::Estimate;
use crate::random::Stream;
use crate::report::{Drawing, Series, strongest};
use crate::shares::Shares;

/// How often a report in which nothing moved may flag a change in any of its series.
const ALPHA: f64 = 0.05;
/// Dated documents on each side of a change, at the least.
const MARGIN: usize = 3;
/// Shuffles that beat the order that was found, after which no more are made.
const EXCEEDING: u32 = 20;
/// Documents that are shuffled for one series, where fewer do not suffice.
const EFFORT: usize = 10_000_000;
/// Statements of each side that are shown.
const SHOWN: usize = 3;

/// A day on which the mix of stances of an alliance or a holder moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The alliance whose mix moved.
    pub alliance: Option<String>,
    /// The holder whose mix moved.
    pub holder: Option<String>,
    /// The last day of the old mix.
    pub until: Date,
    /// The first day of the new one.
    pub since: Date,
    /// The probability of a difference as large between any two parts if the documents had come in any other order.
    pub p: f64,
    /// The mix from the change before, or the beginning, up to this one.
    pub before: Shares,
    /// The mix from this change to the next one, or to the end.
    pub after: Shares,
    /// The class whose share moved the most.
    pub class: usize,
    /// By how much that share moved, in `[-1, 1]`.
    pub moved: Estimate,
    /// The surest statements of the stance that lost the most, from before.
    pub evidence_before: Vec<usize>,
    /// The surest statements of the stance that gained the most, from after.
    pub evidence_after: Vec<usize>,
}

/// A document of a series: its day, and its statements that take a position by class.
struct Dated {
    day: Date,
    counts: Vec<u32>,
    statements: Vec<usize>,
}

/// Finds the changes of all series.
///
/// Binary segmentation (Scott and Knott, Biometrics 30(3), 1974) by the likelihood ratio of multinomial counts; whether
/// the best division of a series is more than chance is told by shuffling its *documents* over their days (a
/// permutation test of the maximum, which is exact under exchangeability, whatever the sentences of one document have
/// in common), stopping early where it is not (Besag and Clifford, Biometrika 78(2), 1991). The first division of each
/// series is judged by Holm's procedure over all series, so that a report without a change has a false alarm in at most
/// 5 of 100 cases; the parts of those that are divided are judged by Bonferroni's, two for each series.
pub(crate) fn find<'s>(
    drawing: &mut Drawing<'_>,
    series: impl Iterator<Item = &'s Series>,
    seed: u64,
) -> Vec<Change> {
    let still: &Drawing<'_> = drawing;
    // The documents of a series are put together anew for each step: those of all series at once would take more memory
    // than the records themselves.
    let candidates: Vec<&Series> = series
        .filter(|series| {
            let documents = dated(still, series);
            documents.len() >= 2 * MARGIN && moves(&documents)
        })
        .collect();
    let tests = candidates.len();
    let mut firsts: Vec<_> = candidates
        .into_par_iter()
        .enumerate()
        .filter_map(|(index, series)| {
            let mut random = Stream::new(seed, &[u64::from_be_bytes(*b"division"), index as u64]);
            let first = divide(&dated(still, series), tests, &mut random)?;
            Some((first.p, index, series, first.at, random))
        })
        .collect();
    firsts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut changed = Vec::new();
    for (rank, first) in firsts.into_iter().enumerate() {
        if first.0 > ALPHA / (tests - rank) as f64 {
            break;
        }
        changed.push(first);
    }
    changed.sort_by_key(|first| first.1);
    let mut changes = Vec::new();
    for (p, _, series, at, mut random) in changed {
        let documents = dated(drawing, series);
        let mut divisions = vec![Division { at, p }];
        for part in [0..at, at..documents.len()] {
            further(&documents, part, 2 * tests, &mut divisions, &mut random);
        }
        divisions.sort_by_key(|division| division.at);
        for (number, division) in divisions.iter().enumerate() {
            let from = number
                .checked_sub(1)
                .map_or(0, |before| divisions[before].at);
            let to = divisions
                .get(number + 1)
                .map_or(documents.len(), |next| next.at);
            let sides = [&documents[from..division.at], &documents[division.at..to]];
            changes.push(change(drawing, series, sides, division.p));
        }
    }
    changes
}

/// A place where documents are divided, and the probability of a division as good by chance.
struct Division {
    at: usize,
    p: f64,
}

/// Divides a part further, where that is more than chance would have in one of so many parts.
fn further(
    documents: &[Dated],
    range: Range<usize>,
    tests: usize,
    divisions: &mut Vec<Division>,
    random: &mut Stream,
) {
    let part = &documents[range.clone()];
    if part.len() < 2 * MARGIN {
        return;
    }
    let found = divide(part, tests, random);
    if let Some(found) = found.filter(|found| found.p <= ALPHA / tests as f64) {
        let at = range.start + found.at;
        divisions.push(Division { at, p: found.p });
        for part in [range.start..at, at..range.end] {
            further(documents, part, tests, divisions, random);
        }
    }
}

/// The best division, and how often chance has one as good.
fn divide(documents: &[Dated], tests: usize, random: &mut Stream) -> Option<Division> {
    let days: Vec<Date> = documents.iter().map(|document| document.day).collect();
    let mut order: Vec<&[u32]> = documents.iter().map(|it| it.counts.as_slice()).collect();
    let mut sums = Sums::of(&order);
    let (at, found) = sums.best(&order, &days)?;
    // Enough for the strictest of Holm's tests to be passed.
    let least = (2.0 * tests as f64 / ALPHA) as usize;
    let least = least.max(999);
    let shuffles = (EFFORT / documents.len()).clamp(least, least.max(20_000));
    let mut exceeding = 0;
    for shuffle in 1..=shuffles {
        random.shuffle(&mut order);
        if sums
            .best(&order, &days)
            .is_some_and(|(_, by_chance)| by_chance >= found - 1e-9)
        {
            exceeding += 1;
            if exceeding == EXCEEDING {
                let p = f64::from(exceeding) / shuffle as f64;
                return Some(Division { at, p });
            }
        }
    }
    let p = f64::from(exceeding + 1) / (shuffles + 1) as f64;
    Some(Division { at, p })
}

/// Running sums of counts, kept from one shuffle to the next.
struct Sums {
    total: Vec<u64>,
    before: Vec<u64>,
    /// `n · ln n`.
    logs: Vec<f64>,
}

impl Sums {
    fn of(order: &[&[u32]]) -> Self {
        let classes = order.first().map_or(0, |counts| counts.len());
        let mut total = vec![0; classes];
        for counts in order {
            for (sum, &count) in total.iter_mut().zip(*counts) {
                *sum += u64::from(count);
            }
        }
        let n = total.iter().sum::<u64>() as usize;
        let log = |n: usize| {
            if n == 0 {
                0.0
            } else {
                n as f64 * libm::log(n as f64)
            }
        };
        Self {
            before: vec![0; classes],
            total,
            logs: (0..=n).map(log).collect(),
        }
    }

    /// The division between two days with the greatest log-likelihood ratio, `Σ n ln n` of both sides' labels less
    /// that of their sums.
    fn best(&mut self, order: &[&[u32]], days: &[Date]) -> Option<(usize, f64)> {
        self.before.fill(0);
        let whole: u64 = self.total.iter().sum();
        let mut n = 0;
        let mut best = None::<(usize, f64)>;
        for at in 1..=order.len() - MARGIN {
            for (sum, &count) in self.before.iter_mut().zip(order[at - 1]) {
                *sum += u64::from(count);
                n += u64::from(count);
            }
            if at < MARGIN || days[at] == days[at - 1] {
                continue;
            }
            let log = |n: u64| self.logs[n as usize];
            let sides = self.before.iter().zip(&self.total);
            let ratio = sides
                .map(|(&before, &all)| log(before) + log(all - before))
                .sum::<f64>()
                - log(n)
                - log(whole - n);
            if best.is_none_or(|(_, most)| ratio > most + 1e-9) {
                best = Some((at, ratio));
            }
        }
        best
    }
}

/// The dated documents of a series that have a statement which takes a position, by date.
fn dated(drawing: &Drawing<'_>, series: &Series) -> Vec<Dated> {
    let mut documents = BTreeMap::<(Date, u32), Vec<usize>>::new();
    for &statement in &series.statements {
        let (document, ..) = drawing.collection.statements.place(statement);
        let takes_position = Some(drawing.classes[statement]) != drawing.neutral;
        if let Some(day) = drawing.date(statement) {
            let statements = documents.entry((day, document)).or_default();
            if takes_position {
                statements.push(statement);
            }
        }
    }
    documents
        .into_iter()
        .filter(|(_, statements)| !statements.is_empty())
        .map(|((day, _), statements)| {
            let counts = drawing.counts(&statements);
            Dated {
                day,
                counts: counts.into_iter().map(|n| n as u32).collect(),
                statements,
            }
        })
        .collect()
}

/// Whether there is a second label and a second day at all.
fn moves(documents: &[Dated]) -> bool {
    let classes = documents[0].counts.len();
    let labels = (0..classes).filter(|&class| documents.iter().any(|it| it.counts[class] > 0));
    labels.count() > 1 && documents[0].day != documents[documents.len() - 1].day
}

fn change(drawing: &mut Drawing<'_>, series: &Series, sides: [&[Dated]; 2], p: f64) -> Change {
    let days = |side: &[Dated]| (side[0].day, side[side.len() - 1].day);
    let ((from, until), (since, to)) = (days(sides[0]), days(sides[1]));
    // All statements of those days, also what takes no position: the correction needs them.
    let within = |first: Date, last: Date| -> Vec<usize> {
        let statements = series.statements.iter().copied();
        statements
            .filter(|&statement| {
                drawing
                    .date(statement)
                    .is_some_and(|day| first <= day && day <= last)
            })
            .collect()
    };
    let (before, after) = (within(from, until), within(since, to));
    let (old, new) = (drawing.cells(&before), drawing.cells(&after));
    let moved = drawing.corrector.difference(&old, &new);
    let positions = (0..moved.len()).filter(|&class| Some(class) != drawing.neutral);
    let by_share = |&a: &usize, &b: &usize| moved[a].share.total_cmp(&moved[b].share);
    let lost = positions.clone().min_by(by_share).unwrap_or(0);
    let gained = positions.max_by(by_share).unwrap_or(0);
    let class = if moved[gained].share >= -moved[lost].share {
        gained
    } else {
        lost
    };
    let evidence = |side: &[Dated], class| {
        let statements = side.iter().flat_map(|it| it.statements.iter().copied());
        strongest(
            drawing.collection,
            drawing.classes,
            statements,
            class,
            SHOWN,
        )
    };
    Change {
        alliance: series.alliance.clone(),
        holder: series.holder.clone(),
        until,
        since,
        p,
        class,
        moved: moved[class],
        evidence_before: evidence(sides[0], lost),
        evidence_after: evidence(sides[1], gained),
        before: drawing.shares(&old),
        after: drawing.shares(&new),
    }
}
