//! Rare features count more.

use super::records::SparseRecords;

/// The factor of each column: its inverse document frequency raised to `power`.
///
/// `idf = ln((1 + n)/(1 + df)) + 1` with n rows, df of which have the feature: the smoothed form of
/// scikit-learn. A column that no row has gets the factor of one that a single row has.
pub(crate) fn factors(records: &SparseRecords<f32>, power: f64) -> Vec<f32> {
    let mut frequencies = vec![0u32; records.features()];
    for row in 0..records.rows() {
        for &column in records.row(row).0 {
            frequencies[column as usize] += 1;
        }
    }
    let n = records.rows() as f64;
    let factor = |frequency: u32| {
        let idf = libm::log((1.0 + n) / (1.0 + f64::from(frequency.max(1)))) + 1.0;
        libm::pow(idf, power) as f32
    };
    frequencies.into_iter().map(factor).collect()
}
