//! The same figures for parts of the rows.

use serde::Serialize;
use stance_eval::{Interval, Predictions};

use super::measured::Measured;

/// The figures by the values of a column.
#[derive(Debug, Serialize)]
pub struct SlicesOf {
    pub column: String,
    pub slices: Vec<Slice>,
}

/// The figures of the rows that share a value.
#[derive(Debug, Serialize)]
pub struct Slice {
    #[serde(flatten)]
    pub figures: stance_eval::Slice,
    /// Wilson's interval at 95 %.
    pub accuracy_ci: [f64; 2],
}

/// Measures each column's values apart, the largest slice first.
pub fn by_columns(
    columns: &[String],
    measured: &Measured,
    predictions: &Predictions,
) -> anyhow::Result<Vec<SlicesOf>> {
    let by_column = columns.iter().enumerate().map(|(at, column)| {
        let values: Vec<&str> = measured.rows().iter().map(|row| &*row.fields[at]).collect();
        let mut slices = Vec::new();
        for figures in predictions.slices(&values)? {
            let right = (figures.accuracy * figures.n as f64).round() as u64;
            slices.push(Slice {
                accuracy_ci: Interval::wilson(right, figures.n as u64, 0.95)?.bounds(),
                figures,
            });
        }
        slices.sort_by_key(|slice| std::cmp::Reverse(slice.figures.n));
        Ok(SlicesOf {
            column: column.clone(),
            slices,
        })
    });
    by_column.collect()
}
