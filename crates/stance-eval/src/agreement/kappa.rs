//! Observed agreement, Cohen's κ and Fleiss' κ.

use std::collections::BTreeMap;

use super::{Coefficient, Ratings, Weights, distance, no_variation};
use crate::{Error, Result};

impl Ratings {
    /// The share of pairs of ratings of a unit that are equal, averaged over the units that have
    /// such a pair.
    ///
    /// # Errors
    /// [`Error::Undefined`] when no unit has two ratings.
    pub fn observed_agreement(&self) -> Result<f64> {
        self.coefficient(Coefficient::Observed)
    }

    /// Cohen's κ of two raters; units that lack a rating are left out.
    ///
    /// `1 − Σ w_ij·o_ij / Σ w_ij·e_ij`, where `o_ij` is the share of units that the first rater
    /// put into category i and the second into j, `e_ij` the product of the raters' shares of i
    /// and of j, and `w_ij` the weight of the disagreement; with equal weights this is
    /// `(p_o − p_e) / (1 − p_e)` (Cohen, 1960, *Educational and Psychological Measurement* 20,
    /// 37–46; weighted: Cohen, 1968, *Psychological Bulletin* 70, 213–220).
    ///
    /// # Errors
    /// [`Error::Undefined`] when there are not exactly two raters, no unit has both ratings, or
    /// all ratings are of one category.
    pub fn cohen_kappa(&self, weights: Weights) -> Result<f64> {
        self.coefficient(Coefficient::CohenKappa(weights))
    }

    /// Fleiss' κ of ratings of which each unit has equally many, perhaps by different raters.
    ///
    /// `(P̄ − P̄_e) / (1 − P̄_e)`, where `P̄` is the mean share of equal pairs of ratings in a unit
    /// and `P̄_e = Σ_j p_j²` (Fleiss, 1971, *Psychological Bulletin* 76, 378–382).
    ///
    /// # Errors
    /// [`Error::Undefined`] when units differ in their number of ratings, have fewer than two, or
    /// all ratings are of one category.
    pub fn fleiss_kappa(&self) -> Result<f64> {
        self.coefficient(Coefficient::FleissKappa)
    }
}

pub(super) fn observed<'a>(
    units: impl Iterator<Item = (&'a [Option<usize>], u64)>,
    classes: usize,
) -> Result<f64> {
    let mut counts = vec![0_u64; classes];
    // By the number of ratings of a unit, so that all sums are of whole numbers, and equal agreements
    // of two resamples are equal to the last bit.
    let mut equal_pairs: BTreeMap<u64, u64> = BTreeMap::new();
    let mut pairable = 0_u64;
    for (ratings, n) in units {
        counts.fill(0);
        (ratings.iter().flatten()).for_each(|&class| counts[class] += 1);
        let given: u64 = counts.iter().sum();
        if given >= 2 {
            let equal: u64 = counts.iter().map(|k| k * k.saturating_sub(1)).sum();
            *equal_pairs.entry(given).or_default() += n * equal;
            pairable += n;
        }
    }
    if pairable == 0 {
        let why = "no unit has two ratings";
        return Err(Error::Undefined {
            figure: "observed agreement",
            why,
        });
    }
    let shares =
        (equal_pairs.iter()).map(|(&given, &equal)| equal as f64 / (given * (given - 1)) as f64);
    Ok(shares.sum::<f64>() / pairable as f64)
}

pub(super) fn cohen<'a>(
    units: impl Iterator<Item = (&'a [Option<usize>], u64)>,
    raters: usize,
    classes: usize,
    weights: Weights,
) -> Result<f64> {
    const FIGURE: &str = "Cohen's κ";
    if raters != 2 {
        let why = "it is of two raters; for more take Fleiss' κ or Krippendorff's α";
        return Err(Error::Undefined {
            figure: FIGURE,
            why,
        });
    }
    let mut counts = vec![0.0; classes * classes];
    let mut n = 0.0;
    for (ratings, units) in units {
        if let &[Some(first), Some(second)] = ratings {
            counts[first * classes + second] += units as f64;
            n += units as f64;
        }
    }
    if n == 0.0 {
        return Err(Error::Undefined {
            figure: FIGURE,
            why: "no unit has both ratings",
        });
    }
    let row = |i: usize| counts[i * classes..(i + 1) * classes].iter().sum::<f64>();
    let column = |j: usize| counts.iter().skip(j).step_by(classes).sum::<f64>();
    let rows: Vec<f64> = (0..classes).map(row).collect();
    let columns: Vec<f64> = (0..classes).map(column).collect();
    let (mut observed, mut expected) = (0.0, 0.0);
    for i in 0..classes {
        for j in 0..classes {
            let weight = match weights {
                Weights::Unweighted => f64::from(u8::from(i != j)),
                Weights::Linear => distance(i, j),
                Weights::Quadratic => distance(i, j).powi(2),
            };
            observed += weight * counts[i * classes + j];
            expected += weight * rows[i] * columns[j] / n;
        }
    }
    if expected == 0.0 {
        Err(no_variation(FIGURE))
    } else {
        Ok(1.0 - observed / expected)
    }
}

pub(super) fn fleiss<'a>(
    units: impl Iterator<Item = (&'a [Option<usize>], u64)>,
    classes: usize,
) -> Result<f64> {
    const FIGURE: &str = "Fleiss' κ";
    let mut totals = vec![0_u64; classes];
    let mut counts = vec![0_u64; classes];
    let (mut n, mut each, mut equal_pairs) = (0_u64, None, 0);
    for (ratings, units) in units {
        counts.fill(0);
        ratings
            .iter()
            .flatten()
            .for_each(|&class| counts[class] += 1);
        let given: u64 = counts.iter().sum();
        if given < 2 || *each.get_or_insert(given) != given {
            let why = "every unit needs equally many ratings, at least two; with missing ones take \
                       Krippendorff's α";
            return Err(Error::Undefined {
                figure: FIGURE,
                why,
            });
        }
        n += units;
        let equal: u64 = counts.iter().map(|k| k * k.saturating_sub(1)).sum();
        equal_pairs += units * equal;
        totals
            .iter_mut()
            .zip(&counts)
            .for_each(|(total, count)| *total += units * count);
    }
    let each = each.unwrap_or(2) as f64;
    let ratings = n as f64 * each;
    if totals.iter().filter(|&&total| total > 0).count() < 2 {
        return Err(no_variation(FIGURE));
    }
    let observed = equal_pairs as f64 / (ratings * (each - 1.0));
    let chance: f64 = totals
        .iter()
        .map(|&total| (total as f64 / ratings).powi(2))
        .sum();
    Ok((observed - chance) / (1.0 - chance))
}
