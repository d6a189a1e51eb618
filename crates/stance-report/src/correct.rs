//! Shares corrected for the classifier's error.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::Result;
use crate::errors::{self, Cells, ErrorModel};
use crate::random::Stream;

/// A share with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The posterior mean, in `[0, 1]`.
    pub share: f64,
    /// The 2.5 % quantile of the posterior.
    pub low: f64,
    /// The 97.5 % quantile of the posterior.
    pub high: f64,
}

impl Estimate {
    /// Mean and quantiles of draws, whose order is changed for it.
    pub(crate) fn of(draws: &mut [f64]) -> Self {
        let share = draws.iter().sum::<f64>() / draws.len() as f64;
        let mut at = |quantile: f64| {
            let rank = (quantile * (draws.len() - 1) as f64).round() as usize;
            *draws.select_nth_unstable_by(rank, f64::total_cmp).1
        };
        Self {
            share,
            low: at(0.025).min(share),
            high: at(0.975).max(share),
        }
    }
}

/// Matrices P(cell | truth) that are drawn, once for a whole report.
const MATRICES: usize = 300;
/// States of the chain that are kept for each matrix.
const KEPT: usize = 3;
/// Steps of the chain before the first that is kept. It begins at the mode for the matrix, as far to its side as it was
/// of the mode for the matrix before: so neither the spread between matrices nor that around each takes many steps.
const FORGOTTEN: usize = 4;
/// How many times the mode, or what part of it, a beginning may be.
const FARTHEST: f64 = 5.0;
/// Steps of expectation and maximisation toward the mode at which the chain begins.
const CLIMB: usize = 12;

/// Estimates true shares from counts of predicted labels, and of how many of them the classifier was sure.
///
/// The model is that of Fiksel et al. (“Generalized transformation and Bayesian estimation of compositional outcomes”,
/// Biometrics 78(4), 2022, and Datta et al., Biostatistics 22(4), 2021): a statement of the true label *i* is
/// found in the cell *j* with probability `M_ij`, a cell being a predicted label and whether it is sure; a row of `M` has a
/// Dirichlet posterior from the confusion counts, and the shares have a Dirichlet prior; the true labels behind the predicted ones are drawn along with the shares (Gibbs
/// sampling). The prior of a row of `M` is Perks's, 1/K for each of K cells, and weighs as much as one sentence. That of
/// the shares is Jeffreys's, 1/2 for each of up to four labels, and less for each of more, so that it never weighs more
/// than two statements; with Perks's, two of a hundred intervals fewer held the true share of a rare stance. `M` learns
/// from the labelled rows alone, not from the groups: what a group says of `M` would only be believed if the classifier erred
/// there exactly as on the labelled rows (a cut, Plummer, Stat. Comput. 25, 2015).
///
/// **Other text.** Where the labelled rows are of other text than the groups, a row of `M` is drawn about what they say,
/// `M_i ~ Dirichlet(4 p_i + 2 e_i)`, `p_i` being drawn from the posterior of the counts and `e_i` those labelled rightly:
/// error rates differ from one kind of text to another (a hierarchy like that of Pramanik et al., Annals of Applied
/// Statistics 19, 2025, with its precision given), and are drawn to the identity (Datta et al.). Both numbers come from
/// eleven kinds of real text, each corrected by the errors counted on the other ten: they are the most on the counts, and
/// the least on the identity, with which over 90 of 100 intervals hold the true share.
///
/// Without an error model `M` is the identity, and the intervals are those of the sample alone.
pub(crate) struct Corrector {
    labels: usize,
    neutral: Option<usize>,
    cells: Cells,
    /// Cell after cell, P(cell | truth) by truth; empty without an error model.
    matrices: Vec<Vec<f64>>,
    seed: u64,
    /// By counts of cells.
    known: HashMap<Arc<[u64]>, Estimated>,
}

/// What is estimated from counts, by class; shared by all periods of all series that have such counts: most of the many
/// have a statement or two.
#[derive(Clone)]
pub(crate) struct Estimated {
    /// Predicted labels.
    pub(crate) counts: Arc<[u64]>,
    pub(crate) estimates: Arc<[Estimate]>,
    /// With what probability each share is the largest of the positions'.
    pub(crate) leads: Arc<[f64]>,
}

impl Corrector {
    /// A corrector for these labels, of which `neutral` takes no position.
    pub(crate) fn new(
        labels: &[String],
        neutral: Option<usize>,
        model: Option<&ErrorModel>,
        seed: u64,
    ) -> Result<Self> {
        let drawn = model.map(|model| errors::draw(labels, model, MATRICES, seed));
        Ok(Self {
            labels: labels.len(),
            neutral,
            cells: Cells::new(labels.len(), model),
            matrices: drawn.transpose()?.unwrap_or_default(),
            seed,
            known: HashMap::new(),
        })
    }

    /// What it tells apart of a labelled statement.
    pub(crate) fn cells(&self) -> Cells {
        self.cells
    }

    /// The share of each label, by class: of all that take a position; of the neutral label, of all.
    ///
    /// `counts` are by cell. The same counts always have the same estimates.
    pub(crate) fn estimate(&mut self, counts: &[u64]) -> Estimated {
        if let Some(estimated) = self.known.get(counts) {
            return estimated.clone();
        }
        let (cells, estimated) = self.estimated(counts);
        self.known.insert(cells, estimated.clone());
        estimated
    }

    fn estimated(&self, counts: &[u64]) -> (Arc<[u64]>, Estimated) {
        let mut draws = self.draws(counts, 0);
        let leads = self.leads(&draws);
        let estimates = draws.iter_mut().map(|draws| Estimate::of(draws));
        let estimated = Estimated {
            counts: self.cells.by_class(counts).into(),
            estimates: estimates.collect(),
            leads: leads.into(),
        };
        (counts.into(), estimated)
    }

    /// In what share of the draws each class is the largest of those that take a position.
    fn leads(&self, draws: &[Vec<f64>]) -> Vec<f64> {
        let states = draws.first().map_or(0, Vec::len);
        let mut largest = vec![(f64::NEG_INFINITY, 0); states];
        for class in (0..self.labels).filter(|&class| Some(class) != self.neutral) {
            for (largest, &share) in largest.iter_mut().zip(&draws[class]) {
                if share >= largest.0 {
                    *largest = (share, class);
                }
            }
        }
        let mut leads = vec![0.0; self.labels];
        for (_, class) in largest {
            leads[class] += 1.0 / states as f64;
        }
        leads
    }

    /// The estimates of all of `counts`, each once, side by side.
    pub(crate) fn estimates<'n>(
        &self,
        counts: impl Iterator<Item = &'n Vec<u64>>,
    ) -> Vec<(Arc<[u64]>, Estimated)> {
        let different: HashSet<&Vec<u64>> = counts.collect();
        let different: Vec<&Vec<u64>> = different.into_iter().collect();
        different
            .into_par_iter()
            .map(|counts| self.estimated(counts))
            .collect()
    }

    /// Keeps estimates for when they are asked for.
    pub(crate) fn remember(&mut self, estimates: Vec<(Arc<[u64]>, Estimated)>) {
        self.known.extend(estimates);
    }

    /// By how much each share differs between two groups: the second's less the first's, in `[-1, 1]`.
    pub(crate) fn difference(&self, before: &[u64], after: &[u64]) -> Vec<Estimate> {
        // Both sides share the draws of the matrix: the classifier errs alike before and after.
        let (before, after) = (self.draws(before, 1), self.draws(after, 2));
        let pairs = before.iter().zip(&after);
        pairs
            .map(|(before, after)| {
                let mut draws: Vec<f64> = after.iter().zip(before).map(|(a, b)| a - b).collect();
                Estimate::of(&mut draws)
            })
            .collect()
    }

    /// Draws of the posterior by class, for counts by cell.
    fn draws(&self, counts: &[u64], stream: u64) -> Vec<Vec<f64>> {
        let classes = self.labels;
        let mut purpose = counts.to_vec();
        purpose.push(stream);
        let mut random = Stream::new(self.seed, &purpose);
        let mut out = vec![Vec::with_capacity(MATRICES * KEPT); classes];
        let mut shares = Vec::with_capacity(classes);
        let mut truths = vec![0.0; classes];
        let mut weights = vec![0.0; classes];
        let prior = (2.0 / classes as f64).min(0.5);
        let keep = |shares: &[f64], out: &mut Vec<Vec<f64>>| {
            let neutral = self.neutral.map_or(0.0, |neutral| shares[neutral]);
            // Summed and not taken from 1, so that the shares of what is rare do not drown in rounding.
            let rest: f64 = (0..classes)
                .filter(|&class| Some(class) != self.neutral)
                .map(|class| shares[class])
                .sum();
            for (class, draws) in out.iter_mut().enumerate() {
                draws.push(if Some(class) == self.neutral {
                    neutral
                } else if rest > 0.0 {
                    (shares[class] / rest).min(1.0)
                } else {
                    1.0 / (classes - usize::from(self.neutral.is_some())) as f64
                });
            }
        };
        if self.matrices.is_empty() {
            let counts = self.cells.by_class(counts);
            for _ in 0..MATRICES * KEPT {
                let parameters = counts.iter().map(|&count| count as f64 + prior);
                random.dirichlet(parameters, &mut shares);
                keep(&shares, &mut out);
            }
            return out;
        }
        let mut mode = Vec::with_capacity(classes);
        let mut deviation = vec![1.0; classes];
        for matrix in &self.matrices {
            climb(counts, matrix, prior, &mut mode, &mut truths, &mut weights);
            shares.clear();
            shares.extend(mode.iter().zip(&deviation).map(|(mode, by)| mode * by));
            let sum: f64 = shares.iter().sum();
            shares.iter_mut().for_each(|share| *share /= sum);
            for step in 0..FORGOTTEN + KEPT {
                truths.fill(0.0);
                for (rates, &count) in matrix.chunks_exact(classes).zip(counts) {
                    if count == 0 {
                        continue;
                    }
                    let of = shares.iter().zip(rates);
                    for (weight, (share, rate)) in weights.iter_mut().zip(of) {
                        *weight = share * rate;
                    }
                    random.spread(count, &weights, &mut truths);
                }
                random.dirichlet(truths.iter().map(|n| n + prior), &mut shares);
                if step >= FORGOTTEN {
                    keep(&shares, &mut out);
                }
            }
            for ((deviation, share), mode) in deviation.iter_mut().zip(&shares).zip(&mode) {
                *deviation = (share / mode).clamp(1.0 / FARTHEST, FARTHEST);
            }
        }
        out
    }
}

/// Climbs to about the most likely shares for one matrix (Saerens, Latinne and Decaestecker, Neural Computation
/// 14(1), 2002, in the form for hard labels).
fn climb(
    counts: &[u64],
    matrix: &[f64],
    prior: f64,
    shares: &mut Vec<f64>,
    truths: &mut [f64],
    weights: &mut [f64],
) {
    let classes = truths.len();
    shares.clear();
    shares.resize(classes, prior);
    let total = counts.iter().sum::<u64>() as f64 + prior * classes as f64;
    for _ in 0..CLIMB {
        truths.fill(prior);
        for (rates, &count) in matrix.chunks_exact(classes).zip(counts) {
            if count == 0 {
                continue;
            }
            let mut sum = 0.0;
            for (weight, (share, rate)) in weights.iter_mut().zip(shares.iter().zip(rates)) {
                *weight = share * rate;
                sum += *weight;
            }
            if sum > 0.0 {
                let each = count as f64 / sum;
                for (expected, weight) in truths.iter_mut().zip(weights.iter()) {
                    *expected += weight * each;
                }
            }
        }
        for (share, expected) in shares.iter_mut().zip(truths.iter()) {
            *share = expected / total;
        }
    }
}
