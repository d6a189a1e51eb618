//! Sparse records: what linfa's algorithms are given instead of a dense matrix.

use std::cmp::Ordering;

use linfa::dataset::Records;

use crate::error::{Error, Result};

/// Rows of few features out of many, in compressed sparse row form.
#[derive(Debug, Clone, PartialEq)]
pub struct SparseRecords<F> {
    /// Where each row begins in `columns` and `values`, and where the last one ends.
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<F>,
    features: usize,
}

impl<F: linfa::Float> SparseRecords<F> {
    /// No rows yet, of `features` columns.
    ///
    /// # Errors
    /// [`Error::Setting`] when there are no columns, or more than `u32` counts.
    pub fn new(features: usize) -> Result<Self> {
        if features == 0 || u32::try_from(features - 1).is_err() {
            return Err(Error::Setting(format!(
                "{features} features: give 1 to 2^32"
            )));
        }
        Ok(Self {
            starts: vec![0],
            columns: Vec::new(),
            values: Vec::new(),
            features,
        })
    }

    /// Adds a row, and sorts it. Entries of the same column add up; their order does not matter.
    ///
    /// # Errors
    /// [`Error::Data`] when a column is out of range or a value is not finite; the row is then not added.
    pub fn push(&mut self, row: &mut [(u32, F)]) -> Result<()> {
        let wrong = row.iter().find(|(column, value)| {
            usize::try_from(*column).map_or(true, |c| c >= self.features) || !value.is_finite()
        });
        if let Some((column, value)) = wrong {
            return Err(Error::Data(format!(
                "row {}: column {column} with value {value}: columns are below {} and values finite",
                self.starts.len() - 1,
                self.features
            )));
        }
        // By value too, since a sum of floating-point numbers depends on their order.
        row.sort_unstable_by(|(column, value), (other, value_there)| {
            let by_value = value.partial_cmp(value_there).unwrap_or(Ordering::Equal);
            column.cmp(other).then(by_value)
        });
        let start = self.columns.len();
        for &(column, value) in row.iter() {
            match (self.columns[start..].last(), self.values.last_mut()) {
                (Some(&last), Some(sum)) if last == column => *sum += value,
                _ => {
                    self.columns.push(column);
                    self.values.push(value);
                }
            }
        }
        self.starts.push(self.columns.len());
        Ok(())
    }

    /// Adds all rows of `other` behind those that are there.
    ///
    /// # Errors
    /// [`Error::Data`] when the numbers of features differ.
    pub fn append(&mut self, other: &Self) -> Result<()> {
        if self.features != other.features {
            return Err(Error::Data(format!(
                "rows of {} features cannot follow rows of {}",
                other.features, self.features
            )));
        }
        let offset = self.columns.len();
        self.columns.extend_from_slice(&other.columns);
        self.values.extend_from_slice(&other.values);
        self.starts
            .extend(other.starts[1..].iter().map(|start| start + offset));
        Ok(())
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of columns.
    pub const fn features(&self) -> usize {
        self.features
    }

    /// Number of entries that are stored.
    pub const fn stored(&self) -> usize {
        self.columns.len()
    }

    /// The columns of a row, ascending, and their values.
    ///
    /// # Panics
    /// When there is no such row.
    #[inline]
    pub fn row(&self, index: usize) -> (&[u32], &[F]) {
        let range = self.starts[index]..self.starts[index + 1];
        (&self.columns[range.clone()], &self.values[range])
    }

    /// The rows of the indices given, in their order.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn select(&self, rows: &[usize]) -> Self {
        let stored = rows.iter().map(|&row| self.row(row).0.len()).sum();
        let mut selected = Self {
            starts: Vec::with_capacity(rows.len() + 1),
            columns: Vec::with_capacity(stored),
            values: Vec::with_capacity(stored),
            features: self.features,
        };
        selected.starts.push(0);
        for &row in rows {
            let (columns, values) = self.row(row);
            selected.columns.extend_from_slice(columns);
            selected.values.extend_from_slice(values);
            selected.starts.push(selected.columns.len());
        }
        selected
    }

    /// Multiplies every column by its factor.
    pub(crate) fn scale_columns(&mut self, factors: &[F]) {
        for (value, &column) in self.values.iter_mut().zip(&self.columns) {
            *value *= factors[column as usize];
        }
    }
}

impl<F> Records for SparseRecords<F> {
    type Elem = F;

    fn nsamples(&self) -> usize {
        self.starts.len() - 1
    }

    fn nfeatures(&self) -> usize {
        self.features
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_one_column_add_up() {
        let mut records = SparseRecords::new(10).unwrap();
        records.push(&mut [(3, 1.0), (1, 2.0), (3, 0.5)]).unwrap();
        records.push(&mut []).unwrap();
        records.push(&mut [(3, 7.0)]).unwrap();
        assert_eq!(records.row(0), (&[1, 3][..], &[2.0, 1.5][..]));
        assert_eq!(records.row(1), (&[][..], &[][..]));
        assert_eq!(records.row(2), (&[3][..], &[7.0][..]));
        assert_eq!((records.rows(), records.stored()), (3, 3));
    }

    #[test]
    fn the_order_of_a_rows_entries_does_not_matter() {
        let row = [(3, 0.1_f32), (3, 0.7), (3, 1e-7), (1, 0.3), (3, 0.31)];
        let mut reversed = row;
        reversed.reverse();
        let mut records = SparseRecords::new(4).unwrap();
        for mut row in [row, reversed] {
            records.push(&mut row).unwrap();
        }
        assert_eq!(records.row(0), records.row(1));
    }

    #[test]
    fn a_wrong_entry_is_refused_and_leaves_no_trace() {
        let mut records = SparseRecords::new(10).unwrap();
        assert!(records.push(&mut [(1, 1.0), (10, 1.0)]).is_err());
        assert!(records.push(&mut [(1, f64::NAN)]).is_err());
        assert_eq!((records.rows(), records.stored()), (0, 0));
        assert!(SparseRecords::<f64>::new(0).is_err());
    }

    #[test]
    fn appended_rows_follow() {
        let mut one = SparseRecords::new(4).unwrap();
        one.push(&mut [(0, 1.0)]).unwrap();
        let mut other = SparseRecords::new(4).unwrap();
        other.push(&mut [(2, 2.0), (3, 3.0)]).unwrap();
        one.append(&other).unwrap();
        assert_eq!(one.row(1), other.row(0));
        assert!(one.append(&SparseRecords::new(5).unwrap()).is_err());
    }
}
