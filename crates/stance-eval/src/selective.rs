//! What is gained by answering only where the system is sure.
//!
//! A record's confidence is the probability of its most probable label (the first of equals), and
//! its answer that label, whether or not the system abstained. Records of equal confidence are not
//! told apart: every figure is its mean over all orders in which they might be answered, so that
//! it does not depend on the order of the records.

use serde::Serialize;

use crate::predictions::top;
use crate::{Error, Predictions, Result};

/// The error among the answered records, against the share that is answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RiskCoverage {
    points: Vec<RiskCoveragePoint>,
    aurc: f64,
}

/// What comes of answering all records of at least some confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RiskCoveragePoint {
    /// The least confidence that is answered.
    pub threshold: f64,
    /// The number of records answered.
    pub answered: usize,
    /// The share of the records answered.
    pub coverage: f64,
    /// The share of wrong answers among them (El-Yaniv & Wiener, JMLR 11, 2010).
    pub risk: f64,
}

impl Predictions {
    /// The risk–coverage curve.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`].
    pub fn risk_coverage(&self) -> Result<RiskCoverage> {
        let mut outcomes: Vec<(f64, bool)> = (self.rows()?.map(top).zip(self.truth()))
            .map(|((class, confidence), &truth)| (confidence, class != truth))
            .collect();
        outcomes.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut points: Vec<RiskCoveragePoint> = Vec::new();
        let (mut answered, mut wrong) = (0, 0);
        for ties in outcomes.chunk_by(|a, b| a.0 == b.0) {
            answered += ties.len();
            wrong += ties.iter().filter(|&&(_, wrong)| wrong).count();
            points.push(RiskCoveragePoint {
                threshold: ties[0].0,
                answered,
                coverage: answered as f64 / self.n() as f64,
                risk: wrong as f64 / answered as f64,
            });
        }
        let mut curve = RiskCoverage { points, aurc: 0.0 };
        curve.aurc = curve.mean_risk();
        Ok(curve)
    }
}

impl RiskCoverage {
    /// A point for each confidence that occurs, from the highest down.
    pub fn points(&self) -> &[RiskCoveragePoint] {
        &self.points
    }

    /// The area under the curve: the mean risk over the `n` coverages `1/n, 2/n, …, 1` (Geifman,
    /// Uziel & El-Yaniv, ICLR 2019).
    pub fn aurc(&self) -> f64 {
        self.aurc
    }

    /// The accuracy on the `⌈coverage·n⌉` most confident records.
    ///
    /// # Errors
    /// [`Error::Option`] when `coverage` is not above 0 and at most 1.
    pub fn accuracy_at(&self, coverage: f64) -> Result<f64> {
        if !(coverage > 0.0 && coverage <= 1.0) {
            let expected = "above 0 and at most 1";
            return Err(Error::Option {
                option: "coverage",
                value: coverage,
                expected,
            });
        }
        let n = self.points.last().map_or(0, |point| point.answered);
        let answered = ((coverage * n as f64).ceil() as usize).clamp(1, n.max(1));
        let last = self
            .points
            .partition_point(|point| point.answered < answered);
        Ok(1.0 - self.mistakes(last, answered) / answered as f64)
    }

    /// The mean risk over all coverages.
    fn mean_risk(&self) -> f64 {
        let mut sum = 0.0;
        let mut answered = 0;
        for (last, point) in self.points.iter().enumerate() {
            for k in answered + 1..=point.answered {
                sum += self.mistakes(last, k) / k as f64;
            }
            answered = point.answered;
        }
        sum / answered as f64
    }

    /// The expected number of mistakes among the first `answered` records, of which the last ones
    /// are drawn at random from those tied at point `last`.
    fn mistakes(&self, last: usize, answered: usize) -> f64 {
        let through = |point: &RiskCoveragePoint| point.risk * point.answered as f64;
        let (before, wrong_before) = match last.checked_sub(1).and_then(|i| self.points.get(i)) {
            Some(point) => (point.answered, through(point)),
            None => (0, 0.0),
        };
        let Some(point) = self.points.get(last) else {
            return wrong_before;
        };
        let share = (answered - before) as f64 / (point.answered - before) as f64;
        wrong_before + share * (through(point) - wrong_before)
    }
}
