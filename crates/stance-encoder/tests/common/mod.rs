//! A small encoder of random parameters, and its forward pass written out plainly.
#![allow(dead_code, reason = "not every test needs all of it")]

use stance_classifier::{Labels, MatrixScaling};
use stance_encoder::{EncoderConfig, EncoderModel, Linear, Norm, Piece, Weights, WordPieces};

/// The vocabulary that the tokeniser is tested with.
pub fn pieces() -> WordPieces {
    let pieces = include_str!("../wordpiece/vocabulary.txt").split_terminator('\n');
    WordPieces::new(pieces.map(Into::into).collect(), true).expect("a vocabulary")
}

/// Numbers between −1 and 1 that look random and are always the same (a linear congruential generator of Knuth's).
pub fn numbers(seed: u64) -> impl FnMut() -> f32 {
    let mut state = seed;
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 40) as f32 / (1 << 23) as f32) - 1.0
    }
}

pub const SHAPE: EncoderConfig = EncoderConfig {
    layers: 2,
    hidden: 24,
    heads: 3,
    intermediate: 40,
    positions: 50,
    epsilon: 1e-12,
};

/// Parameters of that shape.
pub fn weights(config: EncoderConfig, vocabulary: usize, classes: usize) -> Weights {
    let mut next = numbers(7);
    let mut weights = Weights::zeros(config, vocabulary, classes);
    let mut fill = |numbers: &mut [f32], scale: f32, around: f32| {
        numbers
            .iter_mut()
            .for_each(|x| *x = around + scale * next());
    };
    let linear = |linear: &mut Linear, fill: &mut dyn FnMut(&mut [f32], f32, f32)| {
        let scale = 2.0 / (linear.inputs() as f32).sqrt();
        fill(&mut linear.weight, scale, 0.0);
        fill(&mut linear.bias, 0.2, 0.0);
    };
    let norm = |norm: &mut Norm, fill: &mut dyn FnMut(&mut [f32], f32, f32)| {
        fill(&mut norm.gain, 0.3, 1.0);
        fill(&mut norm.bias, 0.2, 0.0);
    };
    fill(&mut weights.words, 1.0, 0.0);
    fill(&mut weights.positions, 0.3, 0.0);
    norm(&mut weights.embedding_norm, &mut fill);
    for layer in &mut weights.layers {
        linear(&mut layer.query_key_value, &mut fill);
        linear(&mut layer.attended, &mut fill);
        norm(&mut layer.attention_norm, &mut fill);
        linear(&mut layer.up, &mut fill);
        linear(&mut layer.down, &mut fill);
        norm(&mut layer.output_norm, &mut fill);
    }
    linear(&mut weights.head, &mut fill);
    weights
}

/// A model of three classes.
pub fn model() -> EncoderModel<'static> {
    let pieces = pieces();
    let calibration = MatrixScaling::new(
        vec![1.5, 0.25, 0.0, -0.5, 2.0, 0.125, 0.0, 0.0, 0.75],
        vec![0.125, -1.0, 0.5],
    );
    EncoderModel::quantise(
        &weights(SHAPE, pieces.len(), 3),
        &pieces,
        Labels::of(["maybe", "no", "yes"]).expect("labels"),
        calibration.expect("a calibration"),
        "{\"name\":\"test\"}",
    )
    .expect("a model")
}

/// The scores of a text, in `f64` and without rounding, as the papers have it.
pub fn reference(weights: &Weights, pieces: &WordPieces, text: &str) -> Vec<f64> {
    let config = weights.config;
    let hidden = config.hidden;
    let mut found: Vec<Piece> = Vec::new();
    pieces.tokenize(text, config.positions - 2, &mut found);
    let inner = found.iter().map(|piece| piece.id);
    let ids = std::iter::once(pieces.cls())
        .chain(inner)
        .chain([pieces.sep()]);
    let entry = |matrix: &[f32], row: usize, n: usize| f64::from(matrix[row * hidden + n]);
    let mut states: Vec<Vec<f64>> = ids
        .enumerate()
        .map(|(at, id)| {
            let sums = (0..hidden)
                .map(|n| entry(&weights.words, id as usize, n) + entry(&weights.positions, at, n));
            normalised(sums.collect(), &weights.embedding_norm, config.epsilon)
        })
        .collect();
    for layer in &weights.layers {
        let width = config.head_width();
        let all: Vec<Vec<f64>> = states
            .iter()
            .map(|x| applied(&layer.query_key_value, x))
            .collect();
        let mixed = all.iter().map(|own| {
            (0..config.heads).flat_map(|head| {
                let part = |row: &[f64], which: usize| {
                    let at = which * hidden + head * width;
                    row[at..at + width].to_vec()
                };
                let query = part(own, 0);
                let dot = |row: &Vec<f64>| -> f64 {
                    part(row, 1).iter().zip(&query).map(|(x, y)| x * y).sum()
                };
                let powers: Vec<f64> = all
                    .iter()
                    .map(|row| (dot(row) / (width as f64).sqrt()).exp())
                    .collect();
                let total: f64 = powers.iter().sum();
                let mut out = vec![0.0; width];
                for (row, power) in all.iter().zip(powers) {
                    out.iter_mut()
                        .zip(part(row, 2))
                        .for_each(|(out, x)| *out += power / total * x);
                }
                out
            })
        });
        let mixed: Vec<Vec<f64>> = mixed.map(Iterator::collect).collect();
        for (state, mixed) in states.iter_mut().zip(&mixed) {
            let sum = added(state, &applied(&layer.attended, mixed));
            let middle = normalised(sum, &layer.attention_norm, config.epsilon);
            let up = applied(&layer.up, &middle);
            let active: Vec<f64> = up.into_iter().map(gelu).collect();
            let sum = added(&middle, &applied(&layer.down, &active));
            *state = normalised(sum, &layer.output_norm, config.epsilon);
        }
    }
    let mean: Vec<f64> = (0..hidden)
        .map(|n| states.iter().map(|state| state[n]).sum::<f64>() / states.len() as f64)
        .collect();
    applied(&weights.head, &mean)
}

fn added(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(x, y)| x + y).collect()
}

fn applied(linear: &Linear, x: &[f64]) -> Vec<f64> {
    let rows = linear.weight.chunks_exact(x.len()).zip(&linear.bias);
    rows.map(|(row, &bias)| {
        let sum: f64 = row.iter().zip(x).map(|(&w, x)| f64::from(w) * x).sum();
        sum + f64::from(bias)
    })
    .collect()
}

fn normalised(row: Vec<f64>, norm: &Norm, epsilon: f32) -> Vec<f64> {
    let width = row.len() as f64;
    let mean = row.iter().sum::<f64>() / width;
    let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / width;
    let scale = 1.0 / (variance + f64::from(epsilon)).sqrt();
    let places = norm.gain.iter().zip(&norm.bias);
    row.iter()
        .zip(places)
        .map(|(x, (&gain, &bias))| (x - mean) * scale * f64::from(gain) + f64::from(bias))
        .collect()
}

/// `x·Φ(x)`, the integral of the normal density by Simpson's rule.
fn gelu(x: f64) -> f64 {
    let density = |t: f64| (-t * t / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let end = x.clamp(-9.0, 9.0);
    let step = end / 200.0;
    let sum: f64 = (0..100)
        .map(|n| {
            let from = f64::from(2 * n) * step;
            density(from) + 4.0 * density(from + step) + density(from + 2.0 * step)
        })
        .sum();
    x * (0.5 + sum * step / 3.0)
}
