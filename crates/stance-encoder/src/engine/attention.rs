//! Attention within each text.

use std::ops::Range;

use rten_simd::{Isa, SimdOp};
use rten_vecmath::Softmax;

/// Columns that are summed side by side: two or four vectors' worth, which stay in registers.
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
    /// Keys, transposed: a row an entry of the head, columns filled up to a multiple of a block with zeros.
    keys: Vec<f32>,
    /// One row a head's entry block: values, their columns filled up likewise.
    values: Vec<f32>,
    /// One query's weights.
    weights: Vec<f32>,
}

/// `out = row·matrix`, where the matrix has as many rows as `row` has entries and as many columns as `out`, a
/// multiple of [`BLOCK`].
#[inline(always)]
fn row_times(row: &[f32], matrix: &[f32], out: &mut [f32]) {
    let columns = out.len();
    for (block, out) in out.as_chunks_mut::<BLOCK>().0.iter_mut().enumerate() {
        let mut sums = [0.0; BLOCK];
        for (&x, line) in row.iter().zip(matrix.chunks_exact(columns)) {
            if let Some(line) = line[block * BLOCK..].first_chunk::<BLOCK>() {
                for (sum, &y) in sums.iter_mut().zip(line) {
                    *sum += x * y;
                }
            }
        }
        *out = sums;
    }
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
            buffers:
                Buffers {
                    keys,
                    values,
                    weights,
                },
        } = self;
        let stride = 3 * hidden;
        let width = hidden / heads;
        let padded = width.next_multiple_of(BLOCK);
        let scale = 1.0 / (width as f32).sqrt();
        let mut mixed = vec![0.0; padded];
        let mut query = vec![0.0; width];
        out.resize(query_key_value.len() / 3, 0.0);
        for text in texts {
            let length = text.len();
            let columns = length.next_multiple_of(BLOCK);
            let rows = &query_key_value[text.start * stride..text.end * stride];
            keys.clear();
            keys.resize(width * columns, 0.0);
            values.clear();
            values.resize(length * padded, 0.0);
            weights.clear();
            weights.resize(columns, 0.0);
            for head in 0..heads {
                let at = head * width;
                for (n, row) in rows.chunks_exact(stride).enumerate() {
                    let key = &row[hidden + at..hidden + at + width];
                    for (line, &x) in keys.chunks_exact_mut(columns).zip(key) {
                        line[n] = x;
                    }
                    values[n * padded..n * padded + width]
                        .copy_from_slice(&row[2 * hidden + at..2 * hidden + at + width]);
                }
                for (n, row) in rows.chunks_exact(stride).enumerate() {
                    for (query, &x) in query.iter_mut().zip(&row[at..at + width]) {
                        *query = x * scale;
                    }
                    row_times(&query, keys, weights);
                    Softmax::new_mut(&mut weights[..length]).eval(isa);
                    row_times(&weights[..length], values, &mut mixed);
                    let to = (text.start + n) * hidden + at;
                    out[to..to + width].copy_from_slice(&mixed[..width]);
                }
            }
        }
    }
}
