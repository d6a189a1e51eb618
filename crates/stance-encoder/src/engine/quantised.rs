//! Parameters in one byte each.

use std::borrow::Cow;

use stance_classifier::{Error, Result};

use crate::config::EncoderConfig;
use crate::weights::{Linear, Norm};

/// The largest number that an activation is rounded to; the smallest is 0.
pub(crate) const LARGEST_ACTIVATION: u8 = 255;

/// The largest number that a weight is rounded to; the smallest is its negative.
///
/// All of both bytes is used. Processors without VNNI add pairs of products in 16 bits, which that overflows; fewer
/// steps would fit, at a loss: all-MiniLM-L6-v2 on 300 sentences of `datasets/statements`, mean of 1 − cosine between
/// the mean hidden state and that in `f32`:
///
/// | largest activation, weight | loss |
/// | --- | --- |
/// | 255, 127 | 0.0014 |
/// | 255, 64 | 0.0026 |
/// | 181, 90 | 0.0027 |
/// | 128, 127 | 0.0037 |
///
/// So there the product is taken in [two halves](super::multiply) instead. Scales that make the squared error of a
/// row least in place of its largest entry exact changed nothing.
pub(crate) const LARGEST_WEIGHT: i8 = 127;

/// Rows of whole numbers: entry `(r, c)` is worth `scales[r]·values[r][c]`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rows<'d> {
    /// Each byte is an `i8`.
    pub values: Cow<'d, [u8]>,
    /// One a row.
    pub scales: Vec<f32>,
}

impl Rows<'_> {
    /// The rows of `matrix`, each rounded by its own largest entry.
    pub fn round(matrix: &[f32], width: usize) -> Self {
        let mut values = Vec::with_capacity(matrix.len());
        let scales = matrix
            .chunks_exact(width)
            .map(|row| {
                let largest = row.iter().fold(0.0, |most: f32, x| most.max(x.abs()));
                let scale = if largest > 0.0 {
                    largest / f32::from(LARGEST_WEIGHT)
                } else {
                    1.0
                };
                values.extend(
                    row.iter()
                        .map(|x| (x / scale).round_ties_even() as i8 as u8),
                );
                scale
            })
            .collect();
        Self {
            values: values.into(),
            scales,
        }
    }

    /// Adds a row to `out`.
    pub fn add_row(&self, row: usize, out: &mut [f32]) {
        let width = out.len();
        let scale = self.scales[row];
        let values = &self.values[row * width..(row + 1) * width];
        for (out, &value) in out.iter_mut().zip(values) {
            *out += scale * f32::from(value as i8);
        }
    }

    pub fn into_owned(self) -> Rows<'static> {
        Rows {
            values: Cow::Owned(self.values.into_owned()),
            scales: self.scales,
        }
    }
}

/// `y = x·Wᵀ + b`, the weights a row an output.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dense<'d> {
    pub weight: Rows<'d>,
    pub bias: Vec<f32>,
}

impl Dense<'_> {
    pub fn round(linear: &Linear) -> Self {
        Self {
            weight: Rows::round(&linear.weight, linear.inputs()),
            bias: linear.bias.clone(),
        }
    }

    pub fn into_owned(self) -> Dense<'static> {
        Dense {
            weight: self.weight.into_owned(),
            bias: self.bias,
        }
    }
}

/// A [`Layer`](crate::Layer).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QuantisedLayer<'d> {
    pub query_key_value: Dense<'d>,
    pub attended: Dense<'d>,
    pub attention_norm: Norm,
    pub up: Dense<'d>,
    pub down: Dense<'d>,
    pub output_norm: Norm,
}

impl QuantisedLayer<'_> {
    pub fn into_owned(self) -> QuantisedLayer<'static> {
        QuantisedLayer {
            query_key_value: self.query_key_value.into_owned(),
            attended: self.attended.into_owned(),
            attention_norm: self.attention_norm,
            up: self.up.into_owned(),
            down: self.down.into_owned(),
            output_norm: self.output_norm,
        }
    }
}

/// An encoder's parameters in whole numbers, the head and the norms in `f32`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quantised<'d> {
    pub words: Rows<'d>,
    pub positions: Rows<'d>,
    pub embedding_norm: Norm,
    pub layers: Vec<QuantisedLayer<'d>>,
    pub head: Linear,
}

impl Quantised<'_> {
    pub fn into_owned(self) -> Quantised<'static> {
        Quantised {
            words: self.words.into_owned(),
            positions: self.positions.into_owned(),
            embedding_norm: self.embedding_norm,
            layers: self
                .layers
                .into_iter()
                .map(QuantisedLayer::into_owned)
                .collect(),
            head: self.head,
        }
    }
}

/// The size that a part must have, or what is wrong with it.
fn fits(size: usize, expected: usize) -> Result<()> {
    if size == expected {
        Ok(())
    } else {
        Err(Error::Malformed(
            "an encoder's parameters are not of its shape",
        ))
    }
}

fn finite(numbers: &[f32]) -> Result<()> {
    if numbers.iter().all(|number| number.is_finite()) {
        Ok(())
    } else {
        Err(Error::Malformed("a number is not finite"))
    }
}

impl Rows<'_> {
    fn check(&self, rows: usize, width: usize) -> Result<()> {
        fits(self.scales.len(), rows)?;
        fits(self.values.len(), rows * width)?;
        finite(&self.scales)
    }
}

impl Dense<'_> {
    fn check(&self, inputs: usize, outputs: usize) -> Result<()> {
        self.weight.check(outputs, inputs)?;
        fits(self.bias.len(), outputs)?;
        finite(&self.bias)
    }
}

fn check_norm(norm: &Norm, width: usize) -> Result<()> {
    fits(norm.gain.len(), width)?;
    fits(norm.bias.len(), width)?;
    finite(&norm.gain)?;
    finite(&norm.bias)
}

impl Quantised<'_> {
    /// Checks that all parts have the shape of `config`, for so many word pieces and classes.
    pub fn check(&self, config: &EncoderConfig, vocabulary: usize, classes: usize) -> Result<()> {
        let EncoderConfig {
            layers,
            hidden,
            intermediate,
            positions,
            ..
        } = *config;
        self.words.check(vocabulary, hidden)?;
        self.positions.check(positions, hidden)?;
        check_norm(&self.embedding_norm, hidden)?;
        fits(self.layers.len(), layers)?;
        for layer in &self.layers {
            layer.query_key_value.check(hidden, 3 * hidden)?;
            layer.attended.check(hidden, hidden)?;
            check_norm(&layer.attention_norm, hidden)?;
            layer.up.check(hidden, intermediate)?;
            layer.down.check(intermediate, hidden)?;
            check_norm(&layer.output_norm, hidden)?;
        }
        fits(self.head.weight.len(), hidden * classes)?;
        fits(self.head.bias.len(), classes)?;
        finite(&self.head.weight)?;
        finite(&self.head.bias)
    }
}
