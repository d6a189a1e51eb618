//! Units by what they were given: those with the same ratings are interchangeable.

use std::collections::HashMap;

/// Which ratings there are, and which unit has which.
///
/// A hundred thousand units of two raters and four labels have at most 25 patterns, so that what is
/// computed from patterns and their counts costs next to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patterns {
    raters: usize,
    /// Pattern after pattern in the order of their first units, within a pattern rater after rater.
    ratings: Vec<Option<usize>>,
    /// The pattern of each unit.
    units: Vec<u32>,
    /// How many units have each pattern.
    counts: Vec<u64>,
}

impl Patterns {
    /// Takes ratings unit after unit, within a unit rater after rater; there is one rater at least.
    pub(super) fn new(raters: usize, ratings: &[Option<usize>]) -> Self {
        let mut patterns = Self {
            raters,
            ratings: Vec::new(),
            units: Vec::with_capacity(ratings.len() / raters),
            counts: Vec::new(),
        };
        let mut numbers = HashMap::new();
        for unit in ratings.chunks_exact(raters) {
            // 2³² patterns of two ratings and more would not fit in memory.
            let number = *numbers.entry(unit).or_insert(patterns.counts.len() as u32);
            if number as usize == patterns.counts.len() {
                patterns.ratings.extend_from_slice(unit);
                patterns.counts.push(0);
            }
            patterns.counts[number as usize] += 1;
            patterns.units.push(number);
        }
        patterns
    }

    /// The ratings of each pattern.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[Option<usize>]> {
        self.ratings.chunks_exact(self.raters)
    }

    /// The ratings of a pattern that exists.
    pub(super) fn ratings(&self, pattern: usize) -> &[Option<usize>] {
        &self.ratings[pattern * self.raters..(pattern + 1) * self.raters]
    }

    /// The pattern of each unit.
    pub(super) fn units(&self) -> &[u32] {
        &self.units
    }

    /// How many units have each pattern, at least 1.
    pub(super) fn counts(&self) -> &[u64] {
        &self.counts
    }
}
