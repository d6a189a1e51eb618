//! The encoder in `f32`: forward, and backward for every parameter.

use rten_simd::SimdUnaryOp;
use rten_vecmath::{Erf, Exp};

use super::attention::{AttentionTape, attend, attend_backward};
use super::matrix::{Multiplier, add, scale_by};
use super::norm::{NormTape, normalise, normalise_backward};
use super::random::Random;
use crate::weights::{Layer, Weights};

/// Texts as word pieces, one after another without padding.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Batch {
    /// The pieces of all texts, those at both ends included.
    pub(super) pieces: Vec<u32>,
    /// Where each text begins, and the end of the last.
    pub(super) bounds: Vec<usize>,
}

impl Batch {
    /// A batch of texts.
    pub(super) fn of<'t>(texts: impl IntoIterator<Item = &'t [u32]>) -> Self {
        let mut batch = Self {
            pieces: Vec::new(),
            bounds: vec![0],
        };
        for text in texts {
            batch.pieces.extend_from_slice(text);
            batch.bounds.push(batch.pieces.len());
        }
        batch
    }
}

/// What the gradients need of a layer.
#[derive(Debug, Default)]
struct LayerTape {
    input: Vec<f32>,
    query_key_value: Vec<f32>,
    attention: AttentionTape,
    attended: Vec<f32>,
    attended_dropout: Vec<f32>,
    attention_norm: NormTape,
    middle: Vec<f32>,
    /// After the GELU, and its slope there.
    active: Vec<f32>,
    slope: Vec<f32>,
    down_dropout: Vec<f32>,
    output_norm: NormTape,
}

/// What the gradients need of a pass.
#[derive(Debug, Default)]
pub(super) struct Tape {
    embedding_norm: NormTape,
    embedding_dropout: Vec<f32>,
    layers: Vec<LayerTape>,
    pooled: Vec<f32>,
    pooled_dropout: Vec<f32>,
}

/// Dropout while learning: the share dropped, and the chance that says which.
pub(super) type Dropout<'r> = Option<(f32, &'r mut Random)>;

/// Drops parts of `values`, where there is dropout; gives the factors.
fn drop_out(values: &mut [f32], dropout: &mut Dropout<'_>) -> Vec<f32> {
    let Some((rate, random)) = dropout else {
        return Vec::new();
    };
    let mut factors = vec![0.0; values.len()];
    random.dropout(*rate, &mut factors);
    scale_by(values, &factors);
    factors
}

fn drop_out_backward(upstream: &mut [f32], factors: &[f32]) {
    if !factors.is_empty() {
        scale_by(upstream, factors);
    }
}

/// `gelu(x) = x·Φ(x)` in place, and its slope `Φ(x) + x·φ(x)` (Hendrycks & Gimpel, "Gaussian error linear
/// units", 2016), Φ and φ those of the normal distribution.
fn gelu(values: &mut [f32]) -> Vec<f32> {
    let mut slope = vec![0.0; values.len()];
    let mut density = [0.0; 1024];
    for (values, slope) in values.chunks_mut(1024).zip(slope.chunks_mut(1024)) {
        let density = &mut density[..values.len()];
        for ((slope, density), value) in slope.iter_mut().zip(&mut *density).zip(&*values) {
            *slope = value * std::f32::consts::FRAC_1_SQRT_2;
            *density = -0.5 * value * value;
        }
        Erf {}.map_mut(slope);
        Exp {}.map_mut(density);
        let height = std::f32::consts::FRAC_2_SQRT_PI * std::f32::consts::FRAC_1_SQRT_2 * 0.5;
        for ((slope, density), value) in slope.iter_mut().zip(&*density).zip(values) {
            let below = 0.5 * (1.0 + *slope);
            *slope = below + *value * height * density;
            *value *= below;
        }
    }
    slope
}

/// Scores of a batch's texts, `texts × classes`, and what the gradients need.
pub(super) fn forward(
    weights: &Weights,
    batch: &Batch,
    mut dropout: Dropout<'_>,
) -> (Vec<f32>, Tape) {
    let multiplier = Multiplier::default();
    let hidden = weights.config.hidden;
    let mut tape = Tape::default();
    let mut state = vec![0.0; batch.pieces.len() * hidden];
    for text in batch.bounds.windows(2) {
        let pieces = &batch.pieces[text[0]..text[1]];
        for ((row, &piece), position) in state[text[0] * hidden..]
            .chunks_exact_mut(hidden)
            .zip(pieces)
            .zip(weights.positions.chunks_exact(hidden))
        {
            row.copy_from_slice(&weights.words[piece as usize * hidden..][..hidden]);
            add(row, position);
        }
    }
    let epsilon = weights.config.epsilon;
    tape.embedding_norm = normalise(&mut state, &weights.embedding_norm, epsilon);
    tape.embedding_dropout = drop_out(&mut state, &mut dropout);
    for layer in &weights.layers {
        let (next, layer_tape) =
            layer_forward(&multiplier, weights, layer, batch, state, &mut dropout);
        state = next;
        tape.layers.push(layer_tape);
    }
    for text in batch.bounds.windows(2) {
        let mut mean = vec![0.0; hidden];
        for row in state[text[0] * hidden..text[1] * hidden].chunks_exact(hidden) {
            add(&mut mean, row);
        }
        let share = 1.0 / (text[1] - text[0]) as f32;
        tape.pooled.extend(mean.iter().map(|sum| sum * share));
    }
    tape.pooled_dropout = drop_out(&mut tape.pooled, &mut dropout);
    (multiplier.linear(&tape.pooled, &weights.head), tape)
}

fn layer_forward(
    multiplier: &Multiplier,
    weights: &Weights,
    layer: &Layer,
    batch: &Batch,
    input: Vec<f32>,
    dropout: &mut Dropout<'_>,
) -> (Vec<f32>, LayerTape) {
    let epsilon = weights.config.epsilon;
    let query_key_value = multiplier.linear(&input, &layer.query_key_value);
    let (attended, attention) = attend(
        multiplier,
        weights.config,
        &batch.bounds,
        &query_key_value,
        dropout
            .as_mut()
            .map(|(rate, random)| (*rate, &mut **random)),
    );
    let mut middle = multiplier.linear(&attended, &layer.attended);
    let attended_dropout = drop_out(&mut middle, dropout);
    add(&mut middle, &input);
    let attention_norm = normalise(&mut middle, &layer.attention_norm, epsilon);
    let mut active = multiplier.linear(&middle, &layer.up);
    let slope = gelu(&mut active);
    let mut output = multiplier.linear(&active, &layer.down);
    let down_dropout = drop_out(&mut output, dropout);
    add(&mut output, &middle);
    let output_norm = normalise(&mut output, &layer.output_norm, epsilon);
    let tape = LayerTape {
        input,
        query_key_value,
        attention,
        attended,
        attended_dropout,
        attention_norm,
        middle,
        active,
        slope,
        down_dropout,
        output_norm,
    };
    (output, tape)
}

/// Writes the gradient of every parameter, given that of the scores.
pub(super) fn backward(
    weights: &Weights,
    batch: &Batch,
    tape: &Tape,
    upstream: &[f32],
    gradient: &mut Weights,
) {
    let multiplier = Multiplier::default();
    let hidden = weights.config.hidden;
    let mut pooled =
        multiplier.linear_backward(&tape.pooled, upstream, &weights.head, &mut gradient.head);
    drop_out_backward(&mut pooled, &tape.pooled_dropout);
    let mut state = Vec::with_capacity(batch.pieces.len() * hidden);
    for (text, pooled) in batch.bounds.windows(2).zip(pooled.chunks_exact(hidden)) {
        let share = 1.0 / (text[1] - text[0]) as f32;
        for _ in text[0]..text[1] {
            state.extend(pooled.iter().map(|value| value * share));
        }
    }
    for ((layer, tape), gradient) in weights
        .layers
        .iter()
        .zip(&tape.layers)
        .zip(&mut gradient.layers)
        .rev()
    {
        state = layer_backward(&multiplier, weights, layer, batch, tape, state, gradient);
    }
    drop_out_backward(&mut state, &tape.embedding_dropout);
    normalise_backward(
        &mut state,
        &tape.embedding_norm,
        &weights.embedding_norm,
        &mut gradient.embedding_norm,
    );
    gradient.words.fill(0.0);
    gradient.positions.fill(0.0);
    for text in batch.bounds.windows(2) {
        let pieces = &batch.pieces[text[0]..text[1]];
        for ((row, &piece), position) in state[text[0] * hidden..]
            .chunks_exact(hidden)
            .zip(pieces)
            .zip(gradient.positions.chunks_exact_mut(hidden))
        {
            add(
                &mut gradient.words[piece as usize * hidden..][..hidden],
                row,
            );
            add(position, row);
        }
    }
}

fn layer_backward(
    multiplier: &Multiplier,
    weights: &Weights,
    layer: &Layer,
    batch: &Batch,
    tape: &LayerTape,
    mut upstream: Vec<f32>,
    gradient: &mut Layer,
) -> Vec<f32> {
    normalise_backward(
        &mut upstream,
        &tape.output_norm,
        &layer.output_norm,
        &mut gradient.output_norm,
    );
    let mut middle = upstream.clone();
    drop_out_backward(&mut upstream, &tape.down_dropout);
    let mut active =
        multiplier.linear_backward(&tape.active, &upstream, &layer.down, &mut gradient.down);
    scale_by(&mut active, &tape.slope);
    let through = multiplier.linear_backward(&tape.middle, &active, &layer.up, &mut gradient.up);
    add(&mut middle, &through);
    normalise_backward(
        &mut middle,
        &tape.attention_norm,
        &layer.attention_norm,
        &mut gradient.attention_norm,
    );
    let mut input = middle.clone();
    drop_out_backward(&mut middle, &tape.attended_dropout);
    let attended = multiplier.linear_backward(
        &tape.attended,
        &middle,
        &layer.attended,
        &mut gradient.attended,
    );
    let query_key_value = attend_backward(
        multiplier,
        weights.config,
        &batch.bounds,
        &tape.query_key_value,
        &tape.attention,
        &attended,
    );
    let through = multiplier.linear_backward(
        &tape.input,
        &query_key_value,
        &layer.query_key_value,
        &mut gradient.query_key_value,
    );
    add(&mut input, &through);
    input
}
