//! Weights that learn a row at a time.

use super::block::Row;

/// Where a bucket's sum of squares begins. It bounds the first steps; too small to matter after some rows.
const FIRST_SQUARES: f32 = 0.01;

/// Weights of a multinomial logistic regression with an adaptive step for each bucket.
///
/// AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011) with one sum of squares a bucket in place of one a
/// weight: `G_j ← G_j + ‖g_j‖²`, `W_j ← W_j − η/√(G_j + G_0) · g_j`, where `g_j` is the gradient of the log loss
/// by the classes' weights of bucket j. A bucket's weights and its sum lie side by side, so that a step
/// touches one place in memory.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// A stretch for each bucket: one weight a class, then the sum of squares. The last is the intercept.
    cells: Vec<f32>,
    classes: usize,
    rate: f32,
    /// A buffer, one a class.
    scores: Vec<f32>,
}

/// How a row was predicted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Judged {
    /// Negative log probability of its class, in nats.
    pub loss: f64,
    pub right: bool,
}

impl Table {
    pub fn new(buckets: usize, classes: usize, rate: f32) -> Self {
        Self {
            cells: vec![0.0; (buckets + 1) * (classes + 1)],
            classes,
            rate,
            scores: vec![0.0; classes],
        }
    }

    pub const fn classes(&self) -> usize {
        self.classes
    }

    pub fn cells(&self) -> &[f32] {
        &self.cells
    }

    pub fn cells_mut(&mut self) -> &mut [f32] {
        &mut self.cells
    }

    /// The weights of each bucket, and those of the intercept behind them.
    pub fn weights(&self) -> impl Iterator<Item = &[f32]> {
        self.cells
            .chunks_exact(self.classes + 1)
            .map(|cell| &cell[..self.classes])
    }

    /// The intercept, one a class.
    pub fn intercept(&self) -> &[f32] {
        &self.cells[before_intercept(self.cells.len(), self.classes)..][..self.classes]
    }

    /// Predicts a row, and then learns from it.
    pub fn learn(&mut self, row: Row<'_>) -> Judged {
        // With the number of classes known to the compiler, the loops over them have no ends to look for.
        let (cells, scores, rate) = (&mut self.cells, &mut self.scores, self.rate);
        match self.classes {
            2 => learn(cells, &mut scores[..2], rate, row),
            3 => learn(cells, &mut scores[..3], rate, row),
            4 => learn(cells, &mut scores[..4], rate, row),
            _ => learn(cells, scores, rate, row),
        }
    }

    /// Predicts a row; `gradient` becomes that of its log loss by the scores.
    pub fn judge(&self, row: Row<'_>, gradient: &mut Vec<f32>) -> Judged {
        gradient.resize(self.classes, 0.0);
        score(&self.cells, row, gradient);
        judge(gradient, usize::from(row.class))
    }
}

#[inline(always)]
fn learn(cells: &mut [f32], scores: &mut [f32], rate: f32, row: Row<'_>) -> Judged {
    let classes = scores.len();
    score(cells, row, scores);
    let judged = judge(scores, usize::from(row.class));
    let gradient = scores;
    let intercept = before_intercept(cells.len(), classes);
    let squares: f32 = gradient.iter().map(|slope| slope * slope).sum();
    let mut step = |at: usize, value: f32| {
        let (weights, sum) = cells[at..=at + classes].split_at_mut(classes);
        sum[0] += squares * value * value;
        let step = rate * value / (sum[0] + FIRST_SQUARES).sqrt();
        for (weight, slope) in weights.iter_mut().zip(&*gradient) {
            *weight -= step * slope;
        }
    };
    for (bucket, value) in row.occurrences() {
        step(bucket * (classes + 1), value);
    }
    step(intercept, 1.0);
    judged
}

/// Where the intercept's weights begin.
const fn before_intercept(cells: usize, classes: usize) -> usize {
    cells - classes - 1
}

#[inline(always)]
fn score(cells: &[f32], row: Row<'_>, scores: &mut [f32]) {
    let classes = scores.len();
    scores.copy_from_slice(&cells[before_intercept(cells.len(), classes)..][..classes]);
    for (bucket, value) in row.occurrences() {
        let weights = &cells[bucket * (classes + 1)..][..classes];
        for (score, weight) in scores.iter_mut().zip(weights) {
            *score += value * weight;
        }
    }
}

/// From scores to the gradient of the log loss by them, in place.
///
/// Exponentials and logarithms are those of `libm`, which are the same on every machine.
#[inline(always)]
fn judge(scores: &mut [f32], class: usize) -> Judged {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let of_class = f64::from(scores[class] - highest);
    // Of equals the first is the prediction.
    let right = scores.iter().position(|score| *score == highest) == Some(class);
    let mut total = 0.0;
    for score in scores.iter_mut() {
        let weight = libm::exp(f64::from(*score - highest));
        total += weight;
        *score = weight as f32;
    }
    let share = (1.0 / total) as f32;
    for score in scores.iter_mut() {
        *score *= share;
    }
    scores[class] -= 1.0;
    Judged {
        loss: libm::log(total) - of_class,
        right,
    }
}
