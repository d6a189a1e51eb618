//! The two models of a cascade, each on all rows, so that they can be mixed at any threshold.

use std::time::Instant;

use stance_classifier::{Cascade, Labels};

use super::measured::answers;
use crate::engine::Engine;
use crate::input::labelled::Labelled;

/// What a model said of the rows.
pub struct Answers {
    /// One a row.
    pub classes: Vec<usize>,
    /// Rows × classes, row-major.
    pub probabilities: Vec<f64>,
}

/// What each of a cascade's models said of the rows.
pub struct Stages {
    /// The cascade's own threshold.
    pub threshold: f64,
    pub labels: Labels,
    /// The rows' true classes.
    pub truth: Vec<usize>,
    /// What the first model took for all rows, and what the second one did.
    pub seconds: [f64; 2],
    fast: Answers,
    accurate: Answers,
}

impl Stages {
    /// Has both models label all rows.
    pub fn of(
        cascade: &Cascade<Engine, Engine>,
        data: &Labelled,
        labels: &Labels,
        truth: Vec<usize>,
    ) -> Self {
        let timed = |engine| {
            let start = Instant::now();
            (answers(engine, data), start.elapsed().as_secs_f64())
        };
        let (fast, first) = timed(cascade.fast());
        let (accurate, second) = timed(cascade.accurate());
        Self {
            threshold: cascade.threshold(),
            labels: labels.clone(),
            truth,
            seconds: [first, second],
            fast,
            accurate,
        }
    }

    /// For each row, whether a cascade of this threshold asks the second model.
    pub fn sent_on(&self, threshold: f64) -> impl Iterator<Item = bool> {
        let rows = self.fast.probabilities.chunks_exact(self.labels.len());
        let sure = rows.zip(&self.fast.classes).map(|(row, &class)| row[class]);
        // As `Cascade::stands` has it.
        sure.map(move |confidence| confidence < threshold)
    }

    /// What a cascade of this threshold says.
    pub fn answers(&self, threshold: f64) -> Answers {
        let width = self.labels.len();
        let mut mixed = Answers {
            classes: Vec::with_capacity(self.truth.len()),
            probabilities: Vec::with_capacity(self.truth.len() * width),
        };
        for (row, sent_on) in self.sent_on(threshold).enumerate() {
            let by = if sent_on { &self.accurate } else { &self.fast };
            mixed.classes.push(by.classes[row]);
            let probabilities = &by.probabilities[row * width..][..width];
            mixed.probabilities.extend_from_slice(probabilities);
        }
        mixed
    }
}
