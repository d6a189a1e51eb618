//! What a resample is made of.

use std::hash::Hash;

use crate::groups::Groups;
use crate::random::Stream;
use crate::{Confusion, Predictions};

/// The rows of one resample.
#[derive(Clone, Copy, Debug)]
pub struct Resample<'a> {
    rows: &'a [usize],
}

impl<'a> Resample<'a> {
    pub(crate) fn new(rows: &'a [usize]) -> Self {
        Self { rows }
    }

    /// The rows drawn, one of them as often as it was drawn; not empty.
    pub fn rows(&self) -> &'a [usize] {
        self.rows
    }
}

/// What a resample draws: single rows, or whole clusters of rows.
///
/// A resample draws as many units as there are. With clusters of unequal size, its number of rows
/// varies (Davison & Hinkley, 1997, §3.8: the clusters are the independent observations).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Units {
    rows: usize,
    clusters: Option<Groups>,
}

impl Units {
    /// Single rows, `n` of them.
    pub fn records(n: usize) -> Self {
        Self {
            rows: n,
            clusters: None,
        }
    }

    /// Whole clusters; `names` says of each row to which it belongs.
    pub fn clusters<G: Eq + Hash>(names: &[G]) -> Self {
        Self::from_groups(Groups::new(names))
    }

    pub(crate) fn from_groups(groups: Groups) -> Self {
        Self {
            rows: groups.ids().len(),
            clusters: Some(groups),
        }
    }

    /// The number of units.
    pub fn n(&self) -> usize {
        self.clusters.as_ref().map_or(self.rows, Groups::len)
    }

    /// The number of rows in all units together.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Calls `visit` with each row of a unit.
    #[inline]
    pub(crate) fn each_row(&self, unit: usize, mut visit: impl FnMut(usize)) {
        match &self.clusters {
            None => visit(unit),
            Some(groups) => groups.members(unit).iter().for_each(|&row| visit(row)),
        }
    }

    /// Draws as many units as there are, with replacement, and calls `visit` with each row.
    #[inline]
    pub(crate) fn draw(&self, stream: &mut Stream, mut visit: impl FnMut(usize)) {
        let units = self.n();
        for _ in 0..units {
            self.each_row(stream.below(units), &mut visit);
        }
    }
}

/// Where in the confusion matrix each record is counted.
pub(crate) struct Cells(Vec<u32>);

impl Cells {
    pub(crate) fn new(predictions: &Predictions) -> Self {
        let confusion = Confusion::zero(predictions.labels().len());
        let pairs = predictions.truth().iter().zip(predictions.predicted());
        // A matrix of 2³² cells would not fit in memory, so that an index fits in a u32.
        Self(
            pairs
                .map(|(&truth, &predicted)| confusion.cell(truth, predicted) as u32)
                .collect(),
        )
    }

    #[inline]
    pub(crate) fn of(&self, row: usize) -> usize {
        self.0[row] as usize
    }

    /// Makes `drawn` the confusion matrix of a resample.
    pub(crate) fn draw(&self, units: &Units, stream: &mut Stream, drawn: &mut Confusion) {
        let counts = drawn.cells();
        counts.fill(0);
        units.draw(stream, |row| counts[self.of(row)] += 1);
    }

    /// The statistic without each unit in turn, with the number of units that give it.
    ///
    /// Single rows of one cell all give the same, so that there are no more values than cells.
    pub(crate) fn jackknife(
        &self,
        units: &Units,
        confusion: &Confusion,
        statistic: impl Fn(&Confusion) -> f64,
    ) -> Vec<(f64, f64)> {
        let mut rest = confusion.clone();
        if units.clusters.is_some() {
            let without = |rest: &mut Confusion, unit: usize| {
                units.each_row(unit, |row| rest.cells()[self.of(row)] -= 1);
                let value = statistic(rest);
                units.each_row(unit, |row| rest.cells()[self.of(row)] += 1);
                (value, 1.0)
            };
            return (0..units.n())
                .map(|unit| without(&mut rest, unit))
                .collect();
        }
        let mut values = Vec::new();
        for cell in 0..rest.cells().len() {
            let records = rest.cells()[cell];
            if records > 0 {
                rest.cells()[cell] -= 1;
                values.push((statistic(&rest), records as f64));
                rest.cells()[cell] += 1;
            }
        }
        values
    }
}
