//! AdamW and the schedule of its step length.

use rayon::prelude::*;

use crate::weights::{Part, Weights};

/// How long the steps are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Schedule {
    /// The longest.
    pub(super) peak: f64,
    /// Steps in which it is reached, from 0 on a straight line.
    pub(super) warm_up: usize,
    /// All steps; after the warm-up the length falls to 0 on half a cosine.
    pub(super) steps: usize,
}

impl Schedule {
    pub(super) fn rate(&self, step: usize) -> f64 {
        if step < self.warm_up {
            return self.peak * (step + 1) as f64 / self.warm_up as f64;
        }
        let left = (self.steps - self.warm_up).max(1) as f64;
        let done = (step - self.warm_up) as f64 / left;
        self.peak * 0.5 * (1.0 + (std::f64::consts::PI * done.min(1.0)).cos())
    }
}

/// AdamW (Loshchilov & Hutter, "Decoupled weight decay regularization", ICLR 2019), with gradients cut to
/// a norm of 1 and step lengths that shrink from layer to layer toward the input.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AdamW {
    /// Running mean of the gradient, and of its square.
    pub(super) moments: [Weights; 2],
    pub(super) weight_decay: f32,
    pub(super) layer_decay: f64,
}

const BETAS: [f32; 2] = [0.9, 0.999];
const EPSILON: f32 = 1e-8;
const LARGEST_NORM: f64 = 1.0;
/// Numbers that one task changes.
const CHUNK: usize = 1 << 14;

impl AdamW {
    pub(super) fn new(shape: &Weights, weight_decay: f32, layer_decay: f64) -> Self {
        let zeros = Weights::zeros(shape.config, shape.vocabulary(), shape.classes());
        Self {
            moments: [zeros.clone(), zeros],
            weight_decay,
            layer_decay,
        }
    }

    /// One step along `gradient`; gives the gradient's norm. `step` counts from 0.
    pub(super) fn step(
        &mut self,
        weights: &mut Weights,
        gradient: &Weights,
        rate: f64,
        step: usize,
    ) -> f64 {
        let squares: f64 = gradient
            .tensors()
            .iter()
            .flat_map(|(_, tensor)| tensor.chunks(CHUNK))
            .collect::<Vec<_>>()
            .par_iter()
            .map(|chunk| f64::from(chunk.iter().map(|g| g * g).sum::<f32>()))
            .collect::<Vec<_>>()
            .iter()
            .sum();
        let norm = squares.sqrt();
        let cut = (LARGEST_NORM / norm.max(LARGEST_NORM)) as f32;
        let corrections = BETAS.map(|beta| 1.0 - f64::from(beta).powi(step as i32 + 1));
        let layers = weights.layers.len();
        let [first, second] = &mut self.moments;
        let tensors = weights
            .tensors_mut()
            .into_iter()
            .zip(gradient.tensors())
            .zip(first.tensors_mut().into_iter().zip(second.tensors_mut()));
        for (((place, tensor), (_, gradient)), ((_, mean), (_, square))) in tensors {
            let (part, decays) = place;
            let depth = match part {
                Part::Head => 0,
                Part::Layer(layer) => layers - layer,
                Part::Embeddings => layers + 1,
            };
            let own = rate * self.layer_decay.powi(depth as i32);
            let decay = if decays { self.weight_decay } else { 0.0 };
            let kept = 1.0 - own as f32 * decay;
            let length = (own / corrections[0]) as f32;
            let root = (1.0 / corrections[1]) as f32;
            tensor
                .par_chunks_mut(CHUNK)
                .zip(gradient.par_chunks(CHUNK))
                .zip(mean.par_chunks_mut(CHUNK).zip(square.par_chunks_mut(CHUNK)))
                .for_each(|((tensor, gradient), (mean, square))| {
                    for (((weight, &g), mean), square) in
                        tensor.iter_mut().zip(gradient).zip(mean).zip(square)
                    {
                        let g = g * cut;
                        *mean = BETAS[0] * *mean + (1.0 - BETAS[0]) * g;
                        *square = BETAS[1] * *square + (1.0 - BETAS[1]) * g * g;
                        let step = *mean / ((*square * root).sqrt() + EPSILON);
                        *weight = *weight * kept - length * step;
                    }
                });
        }
        norm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_rises_to_its_peak_and_falls_to_nothing() {
        let schedule = Schedule {
            peak: 1.0,
            warm_up: 10,
            steps: 110,
        };
        assert_eq!(schedule.rate(0), 0.1);
        assert_eq!(schedule.rate(9), 1.0);
        assert_eq!(schedule.rate(10), 1.0);
        assert!((schedule.rate(60) - 0.5).abs() < 1e-12);
        assert!(schedule.rate(109) < 1e-3);
    }
}
