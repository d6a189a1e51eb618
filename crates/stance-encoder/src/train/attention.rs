//! Scaled dot-product attention by head, and its gradient (Vaswani et al., "Attention is all you need",
//! NeurIPS 2017, §3.2).

use rten_simd::SimdOp;
use rten_vecmath::Softmax;

use super::matrix::{Multiplier, matrix, scale_by, sum_of};
use super::random::Random;
use crate::config::EncoderConfig;

/// What the gradient needs of an attention.
#[derive(Debug, Default)]
pub(super) struct AttentionTape {
    /// For each text and head in turn, `length × length`: how much each position looks at each other.
    shares: Vec<f32>,
    /// The factors of dropout for them; empty without dropout.
    dropout: Vec<f32>,
}

/// Where the texts of a batch begin and end, in pieces.
pub(super) type Bounds<'b> = &'b [usize];

/// The heads' results, `pieces × hidden`, from queries, keys and values, `pieces × 3·hidden`.
pub(super) fn attend(
    multiplier: &Multiplier,
    config: EncoderConfig,
    bounds: Bounds<'_>,
    query_key_value: &[f32],
    dropout: Option<(f32, &mut Random)>,
) -> (Vec<f32>, AttentionTape) {
    let (hidden, width) = (config.hidden, config.head_width());
    let factor = 1.0 / (width as f32).sqrt();
    let all = matrix(query_key_value, 3 * hidden);
    let mut shares = vec![0.0; squares(bounds) * config.heads];
    let mut at = 0;
    for text in bounds.windows(2) {
        let length = text[1] - text[0];
        for head in 0..config.heads {
            let columns = |part: usize| {
                let first = part * hidden + head * width;
                all.slice((text[0]..text[1], first..first + width))
            };
            let own = &mut shares[at..at + length * length];
            multiplier.product(own, columns(0), columns(1).transposed(), factor, None);
            for row in own.chunks_exact_mut(length) {
                Softmax::new_mut(row).dispatch();
            }
            at += length * length;
        }
    }
    let mut tape = AttentionTape {
        shares,
        dropout: Vec::new(),
    };
    let dropped = dropout.map(|(rate, random)| {
        tape.dropout = vec![0.0; tape.shares.len()];
        random.dropout(rate, &mut tape.dropout);
        let mut dropped = tape.shares.clone();
        scale_by(&mut dropped, &tape.dropout);
        dropped
    });
    let used = dropped.as_ref().unwrap_or(&tape.shares);
    let mut out = vec![0.0; query_key_value.len() / 3];
    let mut own_out = Vec::new();
    let mut at = 0;
    for text in bounds.windows(2) {
        let length = text[1] - text[0];
        own_out.resize(length * width, 0.0);
        for head in 0..config.heads {
            let first = 2 * hidden + head * width;
            let values = all.slice((text[0]..text[1], first..first + width));
            let own = matrix(&used[at..at + length * length], length);
            multiplier.product(&mut own_out, own, values, 1.0, None);
            place(&own_out, width, &mut out, hidden, text[0], head * width);
            at += length * length;
        }
    }
    (out, tape)
}

/// The gradient of queries, keys and values from that of the heads' results.
pub(super) fn attend_backward(
    multiplier: &Multiplier,
    config: EncoderConfig,
    bounds: Bounds<'_>,
    query_key_value: &[f32],
    tape: &AttentionTape,
    upstream: &[f32],
) -> Vec<f32> {
    let (hidden, width) = (config.hidden, config.head_width());
    let factor = 1.0 / (width as f32).sqrt();
    let all = matrix(query_key_value, 3 * hidden);
    let upstream = matrix(upstream, hidden);
    let mut gradient = vec![0.0; query_key_value.len()];
    let (mut used, mut square, mut own) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 0;
    for text in bounds.windows(2) {
        let length = text[1] - text[0];
        square.resize(length * length, 0.0);
        own.resize(length * width, 0.0);
        for head in 0..config.heads {
            let rows = text[0]..text[1];
            let columns = |part: usize| {
                let first = part * hidden + head * width;
                all.slice((rows.clone(), first..first + width))
            };
            let results = upstream.slice((rows.clone(), head * width..(head + 1) * width));
            let range = at..at + length * length;
            let shares = &tape.shares[range.clone()];
            let factors = tape.dropout.get(range);
            used.clear();
            used.extend_from_slice(shares);
            if let Some(factors) = factors {
                scale_by(&mut used, factors);
            }
            let mut put = |part: usize, own: &[f32]| {
                let column = part * hidden + head * width;
                place(own, width, &mut gradient, 3 * hidden, text[0], column);
            };
            multiplier.product(
                &mut own,
                matrix(&used, length).transposed(),
                results,
                1.0,
                None,
            );
            put(2, &own);
            multiplier.product(&mut square, results, columns(2).transposed(), 1.0, None);
            if let Some(factors) = factors {
                scale_by(&mut square, factors);
            }
            for (row, shares) in square
                .chunks_exact_mut(length)
                .zip(shares.chunks_exact(length))
            {
                let along = sum_of(row, shares, |value, share| value * share);
                for (value, share) in row.iter_mut().zip(shares) {
                    *value = share * (*value - along);
                }
            }
            let scores = matrix(&square, length);
            multiplier.product(&mut own, scores, columns(1), factor, None);
            put(0, &own);
            multiplier.product(&mut own, scores.transposed(), columns(0), factor, None);
            put(1, &own);
            at += length * length;
        }
    }
    gradient
}

/// Σ length² over the texts.
fn squares(bounds: Bounds<'_>) -> usize {
    bounds
        .windows(2)
        .map(|text| (text[1] - text[0]).pow(2))
        .sum()
}

/// Copies the rows of `from`, `width` wide, into `to` from `row` and `column` on.
fn place(from: &[f32], width: usize, to: &mut [f32], to_width: usize, row: usize, column: usize) {
    for (from, to) in from
        .chunks_exact(width)
        .zip(to[row * to_width..].chunks_exact_mut(to_width))
    {
        to[column..column + width].copy_from_slice(from);
    }
}
