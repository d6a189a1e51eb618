//! Fine-tuning: the loop over batches.

use rayon::prelude::*;
use stance_classifier::{Error, Result};

use super::loss::part_gradient;
use super::network::{Batch, forward};
use super::optimiser::{AdamW, Schedule};
use super::random::Random;
use super::settings::FineTuning;
use crate::weights::{Linear, Weights};

/// A text to learn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its word pieces, those at both ends included.
    pub pieces: Box<[u32]>,
    /// How probable each class is; adds up to 1.
    pub target: Box<[f32]>,
    /// How much it counts, 0 or more; 1 is usual.
    pub weight: f32,
}

/// Where fine-tuning is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub of: usize,
    /// Mean loss of the step's rows before it, in nats.
    pub loss: f64,
    /// Norm of the gradient before it was cut.
    pub gradient: f64,
}

/// Parts that a batch is divided into, each with its own gradient; a fixed number, so that the sum does not
/// depend on how many threads there are.
const PARTS: usize = 2;

/// Fine-tunes an encoder, a step at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct FineTuner {
    pub(super) settings: FineTuning,
    pub(super) rows: Vec<Row>,
    pub(super) weights: Weights,
    pub(super) optimiser: AdamW,
    /// The mean of the weights after the last steps, and of how many.
    pub(super) average: Option<(Weights, usize)>,
    pub(super) done: usize,
    gradients: Vec<Weights>,
    order: Vec<u32>,
    /// The epoch that the order is for.
    ordered: Option<usize>,
}

impl FineTuner {
    /// A tuner of `weights` by `rows`.
    ///
    /// # Errors
    /// [`Error::Setting`] as [`FineTuning::check`], [`Error::Data`] when there is no row or one does not
    /// fit the encoder.
    pub fn new(weights: Weights, rows: Vec<Row>, settings: FineTuning) -> Result<Self> {
        let settings = settings.check()?;
        if rows.is_empty() {
            return Err(Error::Data("there is no row to learn from".into()));
        }
        if weights.classes() < 2 {
            return Err(Error::Data("there are fewer than two classes".into()));
        }
        let known = weights.vocabulary();
        let fits = |row: &Row| {
            (1..=weights.config.positions).contains(&row.pieces.len())
                && row.pieces.iter().all(|&piece| (piece as usize) < known)
                && row.target.len() == weights.classes()
                && row.weight.is_finite()
                && row.weight >= 0.0
        };
        if let Some(row) = rows.iter().position(|row| !fits(row)) {
            return Err(Error::Data(format!(
                "row {} does not fit the encoder: its pieces, its target or its weight are out of range",
                row + 1
            )));
        }
        let optimiser = AdamW::new(&weights, settings.weight_decay as f32, settings.layer_decay);
        let zeros = Weights::zeros(weights.config, known, weights.classes());
        Ok(Self {
            settings,
            order: (0..rows.len() as u32).collect(),
            rows,
            weights,
            optimiser,
            average: None,
            done: 0,
            gradients: vec![zeros; PARTS],
            ordered: None,
        })
    }

    /// Steps in all.
    pub fn steps(&self) -> usize {
        self.steps_per_epoch() * self.settings.epochs
    }

    /// Steps done.
    pub const fn done(&self) -> usize {
        self.done
    }

    fn steps_per_epoch(&self) -> usize {
        self.rows.len().div_ceil(self.settings.batch)
    }

    /// The weights as they are.
    pub const fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The weights to use: averaged, where that was asked for and has begun.
    pub fn finish(self) -> Weights {
        self.average.map_or(self.weights, |(average, _)| average)
    }

    /// Takes the next step; nothing, where all are done.
    pub fn step(&mut self) -> Option<Step> {
        let of = self.steps();
        if self.done == of {
            return None;
        }
        let epoch = self.done / self.steps_per_epoch();
        if self.ordered != Some(epoch) {
            self.order = (0..self.rows.len() as u32).collect();
            Random::of(&[self.settings.seed, 1, epoch as u64]).shuffle(&mut self.order);
            self.ordered = Some(epoch);
        }
        let first = self.done % self.steps_per_epoch() * self.settings.batch;
        let last = (first + self.settings.batch).min(self.order.len());
        let batch: Vec<&Row> = self.order[first..last]
            .iter()
            .map(|&row| &self.rows[row as usize])
            .collect();
        let total: f32 = batch.iter().map(|row| row.weight).sum();
        let total = if total > 0.0 { total } else { 1.0 };
        let (settings, weights, done) = (&self.settings, &self.weights, self.done);
        let parts = divided(&batch);
        let losses: Vec<f64> = self
            .gradients
            .par_iter_mut()
            .zip(&parts)
            .enumerate()
            .map(|(part, (gradient, rows))| {
                let chance = &[settings.seed, 2, done as u64, part as u64];
                part_gradient(settings, weights, rows, total, chance, gradient)
            })
            .collect();
        let (sum, others) = self
            .gradients
            .split_first_mut()
            .expect("there is at least one part");
        for other in others {
            for ((_, sum), (_, other)) in sum.tensors_mut().into_iter().zip(other.tensors()) {
                sum.par_chunks_mut(1 << 14)
                    .zip(other.par_chunks(1 << 14))
                    .for_each(|(sum, other)| super::matrix::add(sum, other));
            }
        }
        let schedule = Schedule {
            peak: settings.rate,
            warm_up: (settings.warm_up * of as f64) as usize,
            steps: of,
        };
        let gradient =
            self.optimiser
                .step(&mut self.weights, sum, schedule.rate(self.done), self.done);
        self.done += 1;
        self.average_in();
        Some(Step {
            done: self.done,
            of,
            loss: losses.iter().sum(),
            gradient,
        })
    }

    /// Adds the weights to their average, where the average has begun (Izmailov et al., "Averaging weights
    /// leads to wider optima and better generalization", UAI 2018).
    fn average_in(&mut self) {
        /// Steps from one addition to the next: neighbours differ too little to be worth it.
        const EVERY: usize = 10;
        let left = self.steps() - self.done;
        if left as f64 >= self.settings.averaged * self.steps() as f64
            || !left.is_multiple_of(EVERY)
        {
            return;
        }
        let Some((average, count)) = &mut self.average else {
            self.average = Some((self.weights.clone(), 1));
            return;
        };
        *count += 1;
        let share = 1.0 / *count as f32;
        for ((_, average), (_, now)) in average
            .tensors_mut()
            .into_iter()
            .zip(self.weights.tensors())
        {
            for (average, now) in average.iter_mut().zip(now) {
                *average += share * (now - *average);
            }
        }
    }
}

/// The batch in parts of nearly as many pieces.
fn divided<'r>(batch: &[&'r Row]) -> Vec<Vec<&'r Row>> {
    let mut longest_first = batch.to_vec();
    longest_first.sort_by_key(|row| std::cmp::Reverse(row.pieces.len()));
    let mut parts = vec![(0, Vec::new()); PARTS];
    for row in longest_first {
        let (pieces, rows) = parts
            .iter_mut()
            .min_by_key(|(pieces, _)| *pieces)
            .expect("there is at least one part");
        *pieces += row.pieces.len();
        rows.push(row);
    }
    parts.into_iter().map(|(_, rows)| rows).collect()
}

impl Weights {
    /// The same encoder with a new head for `classes` classes, of small normal numbers.
    #[must_use]
    pub fn with_new_head(mut self, classes: usize, seed: u64) -> Self {
        const DEVIATION: f32 = 0.02;
        let mut random = Random::of(&[seed, 3]);
        self.head = Linear::zeros(self.config.hidden, classes);
        self.head
            .weight
            .iter_mut()
            .for_each(|weight| *weight = DEVIATION * random.normal());
        self
    }
}

/// Scores of texts by the `f32` encoder, a row a text, in the order of the texts; `pieces` with those at
/// both ends.
pub fn scores(weights: &Weights, texts: &[&[u32]]) -> Vec<Box<[f32]>> {
    /// Texts that are read at a time.
    const TOGETHER: usize = 16;
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&text| texts[text].len());
    let found: Vec<Vec<Box<[f32]>>> = order
        .par_chunks(TOGETHER)
        .map(|some| {
            let batch = Batch::of(some.iter().map(|&text| texts[text]));
            let (scores, _) = forward(weights, &batch, None);
            scores
                .chunks_exact(weights.classes())
                .map(Into::into)
                .collect()
        })
        .collect();
    let mut all = vec![Box::default(); texts.len()];
    for (text, scores) in order.into_iter().zip(found.into_iter().flatten()) {
        all[text] = scores;
    }
    all
}
