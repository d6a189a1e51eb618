//! Layer normalisation and its gradient (Ba, Kiros & Hinton, "Layer normalization", 2016).

use super::matrix::sum_of;
use crate::weights::Norm;

/// What the gradient needs of a normalisation.
#[derive(Debug, Default)]
pub(super) struct NormTape {
    /// Rows of mean 0 and variance 1.
    hat: Vec<f32>,
    /// What each row was divided by, inverted.
    inverse: Vec<f32>,
}

/// Normalises each row of `x` in place.
pub(super) fn normalise(x: &mut [f32], norm: &Norm, epsilon: f32) -> NormTape {
    let width = norm.gain.len();
    let mut tape = NormTape {
        hat: vec![0.0; x.len()],
        inverse: Vec::with_capacity(x.len() / width),
    };
    for (row, hat) in x
        .chunks_exact_mut(width)
        .zip(tape.hat.chunks_exact_mut(width))
    {
        let mean = sum_of(row, row, |value, _| value) / width as f32;
        let variance = sum_of(row, row, |value, _| (value - mean) * (value - mean)) / width as f32;
        let inverse = 1.0 / (variance + epsilon).sqrt();
        for ((value, hat), (gain, bias)) in row
            .iter_mut()
            .zip(hat)
            .zip(norm.gain.iter().zip(&norm.bias))
        {
            *hat = (*value - mean) * inverse;
            *value = *hat * gain + bias;
        }
        tape.inverse.push(inverse);
    }
    tape
}

/// Turns the gradient of the result, in place, into that of what was normalised; the parameters' is
/// written to `gradient`.
pub(super) fn normalise_backward(
    upstream: &mut [f32],
    tape: &NormTape,
    norm: &Norm,
    gradient: &mut Norm,
) {
    let width = norm.gain.len();
    gradient.gain.fill(0.0);
    gradient.bias.fill(0.0);
    let rows = upstream
        .chunks_exact_mut(width)
        .zip(tape.hat.chunks_exact(width));
    for ((row, hat), &inverse) in rows.zip(&tape.inverse) {
        for (((to_gain, to_bias), &value), &hat) in gradient
            .gain
            .iter_mut()
            .zip(&mut gradient.bias)
            .zip(&*row)
            .zip(hat)
        {
            *to_gain += value * hat;
            *to_bias += value;
        }
        row.iter_mut()
            .zip(&norm.gain)
            .for_each(|(value, gain)| *value *= gain);
        let mean = sum_of(row, row, |value, _| value) / width as f32;
        let along = sum_of(row, hat, |value, hat| value * hat) / width as f32;
        for (value, hat) in row.iter_mut().zip(hat) {
            *value = inverse * (*value - mean - hat * along);
        }
    }
}
