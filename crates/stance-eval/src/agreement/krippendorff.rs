//! Krippendorff's α.

use super::{Coefficient, Ratings, Scale, distance, no_variation};
use crate::{Error, Result};

impl Ratings {
    /// Krippendorff's α: any number of raters, any of their ratings missing.
    ///
    /// `1 − D_o / D_e = 1 − (n − 1)·Σ o_ck·δ²_ck / Σ n_c·n_k·δ²_ck` over the coincidences `o_ck`
    /// of categories within units; a unit of fewer than two ratings has none and is left out. `δ`
    /// is the scale's: nominal `[c ≠ k]`, ordinal `Σ_{g=c}^{k} n_g − (n_c + n_k)/2`, interval
    /// `c − k` (Krippendorff, 2011, *Computing Krippendorff's Alpha-Reliability*).
    ///
    /// # Errors
    /// [`Error::Undefined`] when no unit has two ratings, or all ratings are of one category.
    pub fn krippendorff_alpha(&self, scale: Scale) -> Result<f64> {
        self.coefficient(Coefficient::KrippendorffAlpha(scale))
    }
}

pub(super) fn alpha<'a>(
    units: impl Iterator<Item = (&'a [Option<usize>], u64)>,
    classes: usize,
    scale: Scale,
) -> Result<f64> {
    const FIGURE: &str = "Krippendorff's α";
    let mut coincidences = vec![0.0; classes * classes];
    let mut totals = vec![0.0; classes];
    let mut counts = vec![0.0_f64; classes];
    for (ratings, units) in units {
        counts.fill(0.0);
        ratings
            .iter()
            .flatten()
            .for_each(|&class| counts[class] += 1.0);
        let given: f64 = counts.iter().sum();
        if given < 2.0 {
            continue;
        }
        let units = units as f64;
        for c in (0..classes).filter(|&c| counts[c] > 0.0) {
            totals[c] += units * counts[c];
            for k in 0..classes {
                let others = counts[k] - f64::from(u8::from(c == k));
                coincidences[c * classes + k] += units * counts[c] * others / (given - 1.0);
            }
        }
    }
    let n: f64 = totals.iter().sum();
    if n == 0.0 {
        return Err(Error::Undefined {
            figure: FIGURE,
            why: "no unit has two ratings",
        });
    }
    let difference = |c: usize, k: usize| match scale {
        Scale::Nominal => f64::from(u8::from(c != k)),
        Scale::Ordinal => {
            let between: f64 = totals[c.min(k)..=c.max(k)].iter().sum();
            between - (totals[c] + totals[k]) / 2.0
        }
        Scale::Interval => distance(c, k),
    };
    let (mut observed, mut expected) = (0.0, 0.0);
    for c in 0..classes {
        for k in 0..classes {
            let squared = difference(c, k).powi(2);
            observed += coincidences[c * classes + k] * squared;
            expected += totals[c] * totals[k] * squared;
        }
    }
    if expected == 0.0 {
        return Err(no_variation(FIGURE));
    }
    Ok(1.0 - (n - 1.0) * observed / expected)
}
