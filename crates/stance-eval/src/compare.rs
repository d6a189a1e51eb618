//! Whether one system is better than another, on the same records.
//!
//! Two intervals that overlap do not answer this: the systems err on the same hard records, and
//! the difference varies less than either figure. Everything here is paired.

mod holm;
mod mcnemar;
mod randomisation;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::units::Cells;
use crate::{Bootstrap, Confusion, Error, Metric, Predictions, Result, Units};

pub use holm::holm;
pub use mcnemar::McNemar;

/// Two systems' predictions of the same records.
///
/// # Examples
/// ```
/// use stance_eval::{Bootstrap, Metric, Predictions, compare::Paired};
///
/// let truth = vec![0, 1, 1, 0, 1, 0, 1, 1];
/// let a = Predictions::new(["no", "yes"], truth.clone(), truth.clone())?;
/// let b = Predictions::new(["no", "yes"], truth, vec![1_usize; 8])?;
/// let paired = Paired::new(&a, &b)?;
/// assert!((paired.mcnemar().p - 0.25).abs() < 1e-12);
/// let difference = paired.difference(Metric::Accuracy, &Bootstrap::seeded(1))?;
/// assert_eq!(difference.difference, 1.0 - 5.0 / 8.0);
/// # Ok::<(), stance_eval::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Paired<'a> {
    a: &'a Predictions,
    b: &'a Predictions,
    units: Units,
}

/// The difference of a metric between two systems.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The metric of the first system.
    pub a: f64,
    /// The metric of the second system.
    pub b: f64,
    /// `a − b`: above 0 where the first is better.
    pub difference: f64,
    /// The bootstrap interval of the difference, lower end first.
    pub ci: [f64; 2],
    /// Two-sided p of no difference by the bootstrap: how far the percentile interval must widen
    /// to reach 0 (Efron & Tibshirani, 1993, §15.4–16.4), `2·(min(#{δ* ≤ 0}, #{δ* ≥ 0}) + 1) /
    /// (resamples + 1)` and at most 1.
    pub p_bootstrap: f64,
    /// Two-sided p of no difference by approximate randomisation.
    ///
    /// Under the hypothesis that it does not matter which system gave which of two answers, the
    /// answers to each unit are swapped at random, as often as the bootstrap resamples: the share
    /// of arrangements whose difference is at least as large, the observed one counted among them
    /// (Noreen, 1989; Yeh, COLING 2000). Where no more than that many arrangements exist, each is
    /// visited once and p is exact.
    pub p_randomisation: f64,
}

/// What is to be said of two systems among several.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Verdict {
    /// The name of the first system.
    pub a: String,
    /// The name of the second system.
    pub b: String,
    /// The number of records.
    pub n: usize,
    /// The difference in accuracy.
    pub accuracy: Difference,
    /// The difference in macro-F1.
    pub macro_f1: Difference,
    /// The exact test of the difference in accuracy, which takes records for independent.
    pub mcnemar: McNemar,
    /// `accuracy.p_randomisation`, corrected for the number of pairs compared.
    pub accuracy_p_holm: f64,
    /// `macro_f1.p_randomisation`, corrected for the number of pairs compared.
    pub macro_f1_p_holm: f64,
}

/// Compares every system with every later one.
///
/// The p-values of each metric are corrected by [`holm`] over all pairs; the two metrics are two
/// families.
///
/// # Errors
/// [`Error::DifferentRecords`], and those of [`Paired::difference`].
pub fn all(systems: &[(&str, &Predictions)], bootstrap: &Bootstrap) -> Result<Vec<Verdict>> {
    let mut verdicts = Vec::new();
    for (index, &(a_name, a)) in systems.iter().enumerate() {
        for &(b_name, b) in &systems[index + 1..] {
            let paired = Paired::new(a, b)?;
            let accuracy = paired.difference(Metric::Accuracy, bootstrap)?;
            let macro_f1 = paired.difference(Metric::MacroF1, bootstrap)?;
            verdicts.push(Verdict {
                a: a_name.to_owned(),
                b: b_name.to_owned(),
                n: a.n(),
                accuracy,
                macro_f1,
                mcnemar: paired.mcnemar(),
                accuracy_p_holm: accuracy.p_randomisation,
                macro_f1_p_holm: macro_f1.p_randomisation,
            });
        }
    }
    let of = |figure: fn(&Verdict) -> f64| holm(&verdicts.iter().map(figure).collect::<Vec<_>>());
    let (accuracy, macro_f1) = (of(|v| v.accuracy_p_holm)?, of(|v| v.macro_f1_p_holm)?);
    for (verdict, (accuracy, macro_f1)) in
        verdicts.iter_mut().zip(accuracy.into_iter().zip(macro_f1))
    {
        verdict.accuracy_p_holm = accuracy;
        verdict.macro_f1_p_holm = macro_f1;
    }
    Ok(verdicts)
}

impl<'a> Paired<'a> {
    /// Sets two systems side by side.
    ///
    /// # Errors
    /// [`Error::DifferentRecords`] when labels, truth or clusters differ.
    pub fn new(a: &'a Predictions, b: &'a Predictions) -> Result<Self> {
        let whole = |what| Err(Error::DifferentRecords { what, record: None });
        if a.labels() != b.labels() {
            return whole("their labels");
        }
        if a.n() != b.n() {
            return whole("their number of records");
        }
        if let Some(record) = (0..a.n()).find(|&record| a.truth()[record] != b.truth()[record]) {
            return Err(Error::DifferentRecords {
                what: "the truth",
                record: Some(record),
            });
        }
        if a.clusters() != b.clusters() {
            return whole("their clusters");
        }
        Ok(Self {
            a,
            b,
            units: a.units(),
        })
    }

    /// The difference of a metric, its interval and its p-values.
    ///
    /// Draws and swaps whole clusters where there are clusters.
    ///
    /// # Errors
    /// [`Error::Option`] when an option of `bootstrap` is out of its range.
    pub fn difference(&self, metric: Metric, bootstrap: &Bootstrap) -> Result<Difference> {
        let (cells_a, cells_b) = (Cells::new(self.a), Cells::new(self.b));
        let (a, b) = (self.a.confusion(), self.b.confusion());
        let of = |a: &Confusion, b: &Confusion| metric.of(a) - metric.of(b);
        let replicates = bootstrap.replicates(
            || (a.clone(), b.clone()),
            |(a, b), stream| {
                let (counts_a, counts_b) = (a.cells(), b.cells());
                counts_a.fill(0);
                counts_b.fill(0);
                self.units.draw(stream, |row| {
                    counts_a[cells_a.of(row)] += 1;
                    counts_b[cells_b.of(row)] += 1;
                });
                of(a, b)
            },
        )?;
        let (at_most, at_least) = replicates.iter().fold((0, 0), |(le, ge), &value| {
            (
                le + usize::from(value <= 0.0),
                ge + usize::from(value >= 0.0),
            )
        });
        let tail = (at_most.min(at_least) + 1) as f64 / (replicates.len() + 1) as f64;
        let p_randomisation = self.randomisation(&cells_a, &cells_b, bootstrap, of)?;
        let jackknife = || self.jackknife(&cells_a, &cells_b, of);
        let interval = bootstrap.interval_from(of(&a, &b), replicates, &self.units, jackknife)?;
        Ok(Difference {
            a: metric.of(&a),
            b: metric.of(&b),
            difference: interval.estimate,
            ci: interval.bounds(),
            p_bootstrap: (2.0 * tail).min(1.0),
            p_randomisation,
        })
    }

    /// The statistic without each unit in turn, with the number of units that give it.
    fn jackknife(
        &self,
        cells_a: &Cells,
        cells_b: &Cells,
        statistic: impl Fn(&Confusion, &Confusion) -> f64,
    ) -> Vec<(f64, f64)> {
        // Units whose records are counted in the same cells give the same value.
        let mut alike: BTreeMap<Vec<(usize, usize)>, f64> = BTreeMap::new();
        for unit in 0..self.units.n() {
            let mut key = Vec::new();
            self.units
                .each_row(unit, |row| key.push((cells_a.of(row), cells_b.of(row))));
            *alike.entry(key).or_default() += 1.0;
        }
        let (mut a, mut b) = (self.a.confusion(), self.b.confusion());
        let without = |(key, weight): (Vec<(usize, usize)>, f64)| {
            for &(cell_a, cell_b) in &key {
                a.cells()[cell_a] -= 1;
                b.cells()[cell_b] -= 1;
            }
            let value = statistic(&a, &b);
            for &(cell_a, cell_b) in &key {
                a.cells()[cell_a] += 1;
                b.cells()[cell_b] += 1;
            }
            (value, weight)
        };
        alike.into_iter().map(without).collect()
    }
}
