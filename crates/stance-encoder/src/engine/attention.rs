//! Attention within each text.

use std::ops::Range;

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdOp};
use rten_vecmath::Softmax;

/// Matrices' columns are filled up with zeros to a multiple of it: two of the widest vectors.
const BLOCK: usize = 32;

/// Scaled dot-product attention with several heads (Vaswani et al., NeurIPS 2017), each text by itself:
/// `softmax(Q·Kᵀ/√d)·V`.
pub(super) struct Attention<'a> {
    /// Queries, keys and values of each piece side by side: 3·hidden a row.
    pub query_key_value: &'a [f32],
    /// The rows of each text.
    pub texts: &'a [Range<usize>],
    pub heads: usize,
    pub hidden: usize,
    /// One row of `hidden` a piece.
    pub out: &'a mut Vec<f32>,
    pub buffers: &'a mut Buffers,
}

/// Room for one head of one text.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// A row a piece, over the root of the width.
    queries: Vec<f32>,
    /// A row an entry of the head, a column a piece, filled up.
    keys: Vec<f32>,
    /// A row a piece, filled up.
    values: Vec<f32>,
    /// A row a piece that looks, a column a piece that is looked at, filled up.
    weights: Vec<f32>,
    /// A row a piece, filled up.
    mixed: Vec<f32>,
}

/// A matrix of `rows·stride` entries, of each row of which the first `width` count.
struct Matrix<'a> {
    entries: &'a [f32],
    stride: usize,
    width: usize,
}

/// `out = left·right`, where `right` has as many rows as `left` is wide and `columns` columns, a multiple of [`BLOCK`].
#[inline(always)]
fn multiply<I: Isa>(isa: I, left: &Matrix<'_>, right: &[f32], columns: usize, out: &mut [f32]) {
    let four = out.chunks_exact_mut(4 * columns);
    let done = four.len() * 4 * left.stride;
    for (out, rows) in four.zip(left.entries.chunks_exact(4 * left.stride)) {
        multiply_rows::<I, 4>(isa, left, rows, right, columns, out);
    }
    let at = out.len() - out.len() % (4 * columns);
    let rest = left.entries[done..].chunks_exact(left.stride);
    for (out, row) in out[at..].chunks_exact_mut(columns).zip(rest) {
        multiply_rows::<I, 1>(isa, left, row, right, columns, out);
    }
}

/// The same for so many rows, whose sums stay in registers.
#[inline(always)]
fn multiply_rows<I: Isa, const ROWS: usize>(
    isa: I,
    left: &Matrix<'_>,
    rows: &[f32],
    right: &[f32],
    columns: usize,
    out: &mut [f32],
) {
    let ops = isa.f32();
    let lanes = ops.len();
    for column in (0..columns).step_by(2 * lanes) {
        let mut sums = [[ops.zero(); 2]; ROWS];
        for (k, line) in right.chunks_exact(columns).enumerate().take(left.width) {
            let line: [_; 2] = ops.load_many(&line[column..column + 2 * lanes]);
            for (row, sums) in sums.iter_mut().enumerate() {
                let x = ops.splat(rows[row * left.stride + k]);
                sums[0] = ops.mul_add(x, line[0], sums[0]);
                sums[1] = ops.mul_add(x, line[1], sums[1]);
            }
        }
        for (row, sums) in sums.into_iter().enumerate() {
            let at = row * columns + column;
            ops.store(sums[0], &mut out[at..at + lanes]);
            ops.store(sums[1], &mut out[at + lanes..at + 2 * lanes]);
        }
    }
}

/// A buffer of `size` zeros.
fn clear(buffer: &mut Vec<f32>, size: usize) {
    buffer.clear();
    buffer.resize(size, 0.0);
}

impl SimdOp for Attention<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self {
            query_key_value,
            texts,
            heads,
            hidden,
            out,
            buffers,
        } = self;
        let Buffers {
            queries,
            keys,
            values,
            weights,
            mixed,
        } = buffers;
        let stride = 3 * hidden;
        let width = hidden / heads;
        let padded = width.next_multiple_of(BLOCK);
        let scale = 1.0 / (width as f32).sqrt();
        out.resize(query_key_value.len() / 3, 0.0);
        for text in texts {
            let length = text.len();
            let columns = length.next_multiple_of(BLOCK);
            let rows = &query_key_value[text.start * stride..text.end * stride];
            clear(queries, length * width);
            clear(keys, width * columns);
            clear(values, length * padded);
            clear(weights, length * columns);
            clear(mixed, length * padded);
            for head in 0..heads {
                let at = head * width;
                for (n, row) in rows.chunks_exact(stride).enumerate() {
                    let own = queries[n * width..].iter_mut();
                    for (own, &x) in own.zip(&row[at..at + width]) {
                        *own = x * scale;
                    }
                    let key = &row[hidden + at..hidden + at + width];
                    for (line, &x) in keys.chunks_exact_mut(columns).zip(key) {
                        line[n] = x;
                    }
                    let value = &row[2 * hidden + at..2 * hidden + at + width];
                    values[n * padded..n * padded + width].copy_from_slice(value);
                }
                let left = Matrix {
                    entries: queries,
                    stride: width,
                    width,
                };
                multiply(isa, &left, keys, columns, weights);
                for row in weights.chunks_exact_mut(columns) {
                    Softmax::new_mut(&mut row[..length]).eval(isa);
                }
                let left = Matrix {
                    entries: weights,
                    stride: columns,
                    width: length,
                };
                multiply(isa, &left, values, padded, mixed);
                for (n, mixed) in mixed.chunks_exact(padded).enumerate() {
                    let to = (text.start + n) * hidden + at;
                    out[to..to + width].copy_from_slice(&mixed[..width]);
                }
            }
        }
    }
}
