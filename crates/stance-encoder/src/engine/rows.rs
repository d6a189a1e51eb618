//! What is done to rows of numbers between the matrix products.
//!
//! Plain loops: [`SimdOp::dispatch`] compiles each for the widest vectors of the processor. A row's result depends on
//! that row alone, so it is the same in any batch.

use rten_simd::functional::simd_apply;
use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, Simd, SimdOp, SimdUnaryOp};
use rten_vecmath::{Gelu, Sum, SumSquareSub};

use super::quantised::LARGEST_ACTIVATION;
use crate::weights::Norm;

/// Rows of small whole numbers: entry `(r, c)` is worth `scales[r]·(values[r][c] − zeros[r])`.
#[derive(Debug, Default)]
pub(super) struct Activations {
    /// The rows, and after them what an earlier use left.
    pub values: Vec<u8>,
    pub zeros: Vec<u8>,
    pub scales: Vec<f32>,
}

impl Activations {
    /// Room for `rows` of `width`, whose contents are yet to be written.
    fn reserve(&mut self, rows: usize, width: usize) {
        if self.values.len() < rows * width {
            self.values.resize(rows * width, 0);
        }
        self.zeros.resize(rows, 0);
        self.scales.resize(rows, 0.0);
    }
}

/// The least and the largest of zero and the entries of a row.
#[inline(always)]
fn range<I: Isa>(isa: I, row: &[f32]) -> (f32, f32) {
    let ops = isa.f32();
    let (mut least, mut largest) = (ops.zero(), ops.zero());
    let chunks = row.chunks_exact(ops.len());
    let rest = chunks.remainder();
    for chunk in chunks {
        let x = ops.load(chunk);
        least = ops.min(least, x);
        largest = ops.max(largest, x);
    }
    let (least, largest) = (least.to_array(), largest.to_array());
    let of = |lanes: &[f32], pick: fn(f32, f32) -> f32| {
        lanes.iter().chain(rest).copied().fold(0.0, pick)
    };
    (of(least.as_ref(), f32::min), of(largest.as_ref(), f32::max))
}

/// Writes a row in whole numbers; gives what the row's zero is, and what a step is worth.
///
/// Zero itself is always met exactly.
#[inline(always)]
fn quantise_row<I: Isa>(isa: I, row: &[f32], out: &mut [u8]) -> (u8, f32) {
    /// Added to a small number, it leaves the number rounded in the lowest bits: 1.5·2²³.
    const ROUND: f32 = 12_582_912.0;
    let most = f32::from(LARGEST_ACTIVATION);
    let (low, high) = range(isa, row);
    let scale = if high > low { (high - low) / most } else { 1.0 };
    let inverse = 1.0 / scale;
    let zero = (-low * inverse).clamp(0.0, most).round();
    for (out, &x) in out.iter_mut().zip(row) {
        let step = (x * inverse + zero).max(0.0).min(most);
        *out = (step + ROUND).to_bits() as u8;
    }
    (zero as u8, scale)
}

/// Rows in whole numbers, each by its own range.
pub(super) struct Quantise<'a> {
    pub rows: &'a [f32],
    pub width: usize,
    pub out: &'a mut Activations,
}

impl SimdOp for Quantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self { rows, width, out } = self;
        out.reserve(rows.len() / width, width);
        for (n, row) in rows.chunks_exact(width).enumerate() {
            let values = &mut out.values[n * width..(n + 1) * width];
            (out.zeros[n], out.scales[n]) = quantise_row(isa, row, values);
        }
    }
}

/// A product of whole numbers, and what its entries are worth.
#[derive(Clone, Copy)]
pub(super) struct Product<'a> {
    /// One row a piece.
    pub sums: &'a [i32],
    /// What stands for zero in each row.
    pub zeros: &'a [u8],
    /// The sum of each column of the matrix: what a step of zero has added to the column's sums.
    pub totals: &'a [i32],
    /// What a step of each row is worth.
    pub rows: &'a [f32],
    /// What a step of each column is worth.
    pub columns: &'a [f32],
    /// Added to each column.
    pub bias: &'a [f32],
}

impl Product<'_> {
    #[inline(always)]
    fn row_into(self, n: usize, out: &mut [f32]) {
        let width = self.columns.len();
        let scale = self.rows[n];
        let sums = &self.sums[n * width..(n + 1) * width];
        let zero = i32::from(self.zeros[n]);
        let columns = self.totals.iter().zip(self.columns).zip(self.bias);
        for ((out, &sum), ((&total, &column), &bias)) in out.iter_mut().zip(sums).zip(columns) {
            *out = (sum - zero * total) as f32 * (scale * column) + bias;
        }
    }
}

/// A product in real numbers.
pub(super) struct Dequantise<'a> {
    pub product: Product<'a>,
    pub out: &'a mut Vec<f32>,
}

impl SimdOp for Dequantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, _: I) {
        let Self { product, out } = self;
        let width = product.columns.len();
        out.resize(product.sums.len(), 0.0);
        for (n, out) in out.chunks_exact_mut(width).enumerate() {
            product.row_into(n, out);
        }
    }
}

/// The GELU of a product, `x·Φ(x)` (Hendrycks and Gimpel, 2016), in whole numbers.
pub(super) struct GeluQuantise<'a> {
    pub product: Product<'a>,
    pub out: &'a mut Activations,
}

impl SimdOp for GeluQuantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self { product, out } = self;
        let width = product.columns.len();
        let rows = product.rows.len();
        out.reserve(rows, width);
        let mut row = vec![0.0; width];
        for n in 0..rows {
            product.row_into(n, &mut row);
            simd_apply::<_, _, _, 2>(
                isa.f32(),
                &mut row,
                #[inline(always)]
                |x| Gelu {}.eval(isa, x),
            );
            let values = &mut out.values[n * width..(n + 1) * width];
            (out.zeros[n], out.scales[n]) = quantise_row(isa, &row, values);
        }
    }
}

/// Layer normalisation in place (Ba, Kiros and Hinton, 2016): `(x − mean)/√(variance + ε)·gain + bias`.
#[inline(always)]
fn normalise_row<I: Isa>(isa: I, row: &mut [f32], norm: &Norm, epsilon: f32) {
    let width = row.len() as f32;
    let mean = Sum::new(row).eval(isa) / width;
    let variance = SumSquareSub::new(row, mean).eval(isa) / width;
    let inverse = 1.0 / (variance + epsilon).sqrt();
    for ((x, &gain), &bias) in row.iter_mut().zip(&norm.gain).zip(&norm.bias) {
        *x = (*x - mean) * inverse * gain + bias;
    }
}

/// Adds a product to rows and normalises the sums, then gives them in whole numbers too.
pub(super) struct AddNormQuantise<'a> {
    /// None where the rows are normalised as they are.
    pub product: Option<Product<'a>>,
    pub rows: &'a mut [f32],
    pub norm: &'a Norm,
    pub epsilon: f32,
    pub out: &'a mut Activations,
}

impl SimdOp for AddNormQuantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self {
            product,
            rows,
            norm,
            epsilon,
            out,
        } = self;
        let width = norm.gain.len();
        out.reserve(rows.len() / width, width);
        let mut sum = vec![0.0; width];
        for (n, row) in rows.chunks_exact_mut(width).enumerate() {
            if let Some(product) = product {
                product.row_into(n, &mut sum);
                for (x, &sum) in row.iter_mut().zip(&sum) {
                    *x += sum;
                }
            }
            normalise_row(isa, row, norm, epsilon);
            let values = &mut out.values[n * width..(n + 1) * width];
            (out.zeros[n], out.scales[n]) = quantise_row(isa, row, values);
        }
    }
}
