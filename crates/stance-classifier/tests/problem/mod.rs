//! A small problem for the learner.
#![allow(dead_code, reason = "not every test needs all of it")]

use ndarray::{Array1, Array2};
use stance_classifier::train::SparseRecords;

/// A small problem with overlapping classes: rows × features, and the class of each row.
pub fn problem(rows: usize, features: usize, classes: usize) -> (Array2<f64>, Array1<usize>) {
    let mut state = 12345u64;
    let mut uniform = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1u32 << 31)
    };
    let truth: Array1<usize> = (0..rows)
        .map(|_| (uniform() * uniform() * classes as f64) as usize)
        .collect();
    let x = Array2::from_shape_fn((rows, features), |(row, column)| {
        let lean = if column % classes == truth[row] {
            0.8
        } else {
            0.0
        };
        if uniform() < 0.4 {
            uniform() + lean
        } else {
            0.0
        }
    });
    (x, truth)
}

/// The same as sparse records.
pub fn sparse(x: &Array2<f64>) -> SparseRecords<f64> {
    let mut records = SparseRecords::new(x.ncols()).unwrap();
    for row in x.rows() {
        let mut entries: Vec<(u32, f64)> = row
            .iter()
            .enumerate()
            .filter(|(_, v)| **v != 0.0)
            .map(|(c, &v)| (c as u32, v))
            .collect();
        records.push(&mut entries).unwrap();
    }
    records
}

/// The largest difference between two arrays whose rows only matter up to a constant.
pub fn largest_difference(ours: &Array2<f64>, theirs: &Array2<f64>) -> f64 {
    let centred = |a: &Array2<f64>| {
        let means = a
            .mean_axis(ndarray::Axis(1))
            .unwrap()
            .insert_axis(ndarray::Axis(1));
        a - &means
    };
    (centred(ours) - centred(theirs))
        .iter()
        .fold(0.0, |most, d| d.abs().max(most))
}
