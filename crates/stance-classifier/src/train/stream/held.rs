//! Rows that are not learned from: by them the model is calibrated and measured.

use super::block::{Features, Row};
use super::memory::ROW;

/// Every n-th row, evenly over however many there are.
///
/// How many rows are to come is not known, so n begins small and doubles whenever there are too many; the
/// rows that are then no longer held out are learned from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Holdout {
    pub every: u64,
    pub rows: Features,
    /// The number of each row in the data, from 0.
    pub numbers: Vec<u64>,
}

impl Holdout {
    const FIRST_EVERY: u64 = 10;
    /// Enough for a standard error under 0.008 of an accuracy.
    pub const MOST_ROWS: usize = 4096;
    /// Occurrences of features in all rows held out.
    pub const MOST_CODES: usize = 1 << 19;
    /// What it takes at most, in bytes: while it is thinned out there are two of it, and vectors grow by
    /// doubling.
    pub const BYTES: u64 = 3 * (Self::MOST_CODES * 4 + Self::MOST_ROWS * (ROW + 8)) as u64;

    pub fn new() -> Self {
        Self {
            every: Self::FIRST_EVERY,
            rows: Features::default(),
            numbers: Vec::new(),
        }
    }

    /// Whether the row of this number is held out.
    pub const fn holds(&self, number: u64) -> bool {
        number % self.every == self.every - 1
    }

    /// Holds out a row; gives the rows that are let go for it.
    pub fn add(&mut self, number: u64, row: Row<'_>) -> Features {
        self.rows.push(row);
        self.numbers.push(number);
        let mut gone = Features::default();
        while self.rows.len() > Self::MOST_ROWS || self.rows.codes() > Self::MOST_CODES {
            self.every *= 2;
            let all = std::mem::take(&mut self.rows);
            let numbers = std::mem::take(&mut self.numbers);
            for (row, number) in all.rows().zip(numbers) {
                if self.holds(number) {
                    self.rows.push(row);
                    self.numbers.push(number);
                } else {
                    gone.push(row);
                }
            }
        }
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Holds rows out of `n` that have `codes` occurrences each; gives also how many were let go.
    fn held(n: u64, codes: usize) -> (Holdout, usize) {
        let (mut held, mut gone) = (Holdout::new(), 0);
        let codes = vec![7; codes];
        let values = [1.0; stance_text::Group::COUNT];
        for number in 0..n {
            if held.holds(number) {
                let row = Row {
                    codes: &codes,
                    values: &values,
                    class: 1,
                };
                gone += held.add(number, row).len();
            }
        }
        (held, gone)
    }

    #[test]
    fn few_rows_are_held_out_at_every_tenth() {
        let (held, gone) = held(100, 3);
        assert_eq!(held.numbers, [9, 19, 29, 39, 49, 59, 69, 79, 89, 99]);
        assert_eq!((held.rows.len(), gone), (10, 0));
    }

    #[test]
    fn rows_held_out_of_many_are_even_and_bounded() {
        let (held, gone) = held(200_000, 3);
        assert_eq!((held.every, held.rows.len()), (80, 2500));
        assert!(held.numbers.windows(2).all(|pair| pair[1] - pair[0] == 80));
        assert!(gone > 0);
    }

    #[test]
    fn a_row_too_long_to_be_held_out_is_let_go() {
        let (held, gone) = held(100, Holdout::MOST_CODES + 1);
        assert_eq!(held.rows.len(), 0);
        assert!(gone > 0);
    }
}
