//! What a step lessens, and its gradient.

use super::fine_tuner::Row;
use super::network::{Batch, backward, forward};
use super::random::Random;
use super::settings::FineTuning;
use crate::weights::Weights;

/// Writes a part's gradient and gives its share of the loss.
pub(super) fn part_gradient(
    settings: &FineTuning,
    weights: &Weights,
    rows: &[&Row],
    total: f32,
    chance: &[u64],
    gradient: &mut Weights,
) -> f64 {
    if rows.is_empty() {
        gradient
            .tensors_mut()
            .into_iter()
            .for_each(|(_, tensor)| tensor.fill(0.0));
        return 0.0;
    }
    let batch = Batch::of(rows.iter().map(|row| &*row.pieces));
    let mut random = Random::of(chance);
    let dropout = (settings.dropout > 0.0).then_some((settings.dropout as f32, &mut random));
    let (mut scores, tape) = forward(weights, &batch, dropout);
    let classes = weights.classes();
    let smoothing = settings.label_smoothing as f32;
    let mut loss = 0.0;
    for (scores, row) in scores.chunks_exact_mut(classes).zip(rows) {
        let share = row.weight / total;
        loss += f64::from(share) * cross_entropy(scores, &row.target, smoothing);
        scores.iter_mut().for_each(|score| *score *= share);
    }
    backward(weights, &batch, &tape, &scores, gradient);
    loss
}

/// `−Σ q·log p`, `p` the softmax of the scores and `q` the smoothed target (Szegedy et al., CVPR 2016, §7);
/// the scores become its gradient, `p − q`.
fn cross_entropy(scores: &mut [f32], target: &[f32], smoothing: f32) -> f64 {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = scores.iter().map(|score| (score - highest).exp()).sum();
    let log_total = total.ln();
    let even = smoothing / scores.len() as f32;
    let mut loss = 0.0;
    for (score, &target) in scores.iter_mut().zip(target) {
        let log = *score - highest - log_total;
        let target = (1.0 - smoothing) * target + even;
        loss -= f64::from(target * log);
        *score = log.exp() - target;
    }
    loss
}
