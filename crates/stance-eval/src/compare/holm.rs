//! Correction for many comparisons.

use crate::{Error, Result};

/// Holm's adjusted p-values, in the order of the given ones.
///
/// The i-th smallest of m is multiplied by `m − i + 1`, made at least as large as its predecessor,
/// and at most 1 (Holm, 1979, *Scandinavian Journal of Statistics* 6, 65–70). Rejecting where the
/// result is below α keeps the chance of any false rejection below α, whatever the dependence.
///
/// # Errors
/// [`Error::Option`] when a value does not lie between 0 and 1.
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>> {
    if let Some(&value) = p_values.iter().find(|p| !(0.0..=1.0).contains(*p)) {
        return Err(Error::Option {
            option: "a p-value",
            value,
            expected: "between 0 and 1",
        });
    }
    let mut ascending: Vec<usize> = (0..p_values.len()).collect();
    ascending.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut least = 0.0_f64;
    for (rank, index) in ascending.into_iter().enumerate() {
        let remaining = (p_values.len() - rank) as f64;
        least = least.max((p_values[index] * remaining).min(1.0));
        adjusted[index] = least;
    }
    Ok(adjusted)
}
