//! Approximate randomisation.

use rayon::prelude::*;

use super::Paired;
use crate::units::Cells;
use crate::{Bootstrap, Confusion, Result};

/// Differences that differ by less than this are equal but for rounding.
const ROUNDING: f64 = 1e-12;

impl Paired<'_> {
    /// Two-sided p of no difference: the share of arrangements of the answers whose difference is
    /// at least as large as the one observed.
    pub(super) fn randomisation(
        &self,
        cells_a: &Cells,
        cells_b: &Cells,
        bootstrap: &Bootstrap,
        statistic: impl Fn(&Confusion, &Confusion) -> f64 + Sync,
    ) -> Result<f64> {
        let answers = Answers::new(self, cells_a, cells_b);
        let scratch = || (answers.a.clone(), answers.b.clone());
        let observed = statistic(&answers.a, &answers.b).abs();
        let as_large =
            |(a, b): &(Confusion, Confusion)| statistic(a, b).abs() >= observed - ROUNDING;

        let rounds = bootstrap.options().resamples;
        let arrangements = u32::try_from(answers.swappable.len()).ok();
        let arrangements = arrangements.and_then(|units| 1_usize.checked_shl(units));
        if let Some(all) = arrangements.filter(|&all| all <= rounds) {
            let visit = |swapped: &mut _, arrangement: usize| {
                answers.arrange(swapped, |unit| arrangement >> unit & 1 == 1);
                as_large(swapped)
            };
            let visited = (0..all).into_par_iter().map_init(scratch, visit);
            return Ok(visited.filter(|&large| large).count() as f64 / all as f64);
        }
        let drawn = bootstrap.replicates(scratch, |swapped, stream| {
            answers.arrange(swapped, |_| stream.coin());
            as_large(swapped)
        })?;
        let as_large = drawn.iter().filter(|&&large| large).count();
        Ok((as_large + 1) as f64 / (drawn.len() + 1) as f64)
    }
}

/// Both systems' answers, and the units that matter when they are swapped.
struct Answers {
    a: Confusion,
    b: Confusion,
    /// For each unit in which the answers differ, where the first and the second system's answer
    /// to each such record is counted.
    swappable: Vec<Vec<(usize, usize)>>,
}

impl Answers {
    fn new(paired: &Paired<'_>, cells_a: &Cells, cells_b: &Cells) -> Self {
        let differing = |unit| {
            let mut pairs = Vec::new();
            paired
                .units
                .each_row(unit, |row| pairs.push((cells_a.of(row), cells_b.of(row))));
            pairs.retain(|&(cell_a, cell_b)| cell_a != cell_b);
            pairs
        };
        let swappable = (0..paired.units.n())
            .map(differing)
            .filter(|pairs| !pairs.is_empty());
        let swappable = swappable.collect();
        Self {
            a: paired.a.confusion(),
            b: paired.b.confusion(),
            swappable,
        }
    }

    /// Swaps the answers to the units that `swap` says.
    fn arrange(&self, swapped: &mut (Confusion, Confusion), mut swap: impl FnMut(usize) -> bool) {
        swapped.0.clone_from(&self.a);
        swapped.1.clone_from(&self.b);
        let (a, b) = (swapped.0.cells(), swapped.1.cells());
        for (unit, pairs) in self.swappable.iter().enumerate() {
            if swap(unit) {
                for &(cell_a, cell_b) in pairs {
                    a[cell_a] -= 1;
                    a[cell_b] += 1;
                    b[cell_b] -= 1;
                    b[cell_a] += 1;
                }
            }
        }
    }
}
