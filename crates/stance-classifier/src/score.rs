//! The hot path: from a text to the scores of the classes.

use stance_text::{Group, Occurrence, Sink, Tokens};

use crate::model::LinearModel;

/// Buffers for reading texts one after another; one a thread.
#[derive(Debug, Default, Clone)]
pub struct Scratch {
    pub(crate) tokens: Tokens,
}

impl Scratch {
    /// Empty buffers.
    pub fn new() -> Self {
        Self::default()
    }
}

/// Sums of the weights of all occurrences, by group, for a number of classes known to the compiler.
struct Sums<'w, const K: usize> {
    weights: &'w [[u8; K]],
    sums: [[i64; K]; Group::COUNT],
    occurrences: [u64; Group::COUNT],
}

impl<const K: usize> Sink for Sums<'_, K> {
    #[inline]
    fn take(&mut self, occurrence: Occurrence) {
        let group = occurrence.group.index();
        self.occurrences[group] += 1;
        if let Some(row) = self.weights.get(occurrence.bucket as usize) {
            for (sum, &weight) in self.sums[group].iter_mut().zip(row) {
                *sum += i64::from(weight as i8);
            }
        }
    }
}

/// The same for any number of classes.
struct ManySums<'w> {
    weights: &'w [u8],
    classes: usize,
    sums: Vec<i64>,
    occurrences: [u64; Group::COUNT],
}

impl Sink for ManySums<'_> {
    fn take(&mut self, occurrence: Occurrence) {
        let group = occurrence.group.index();
        self.occurrences[group] += 1;
        let at = occurrence.bucket as usize * self.classes;
        if let Some(row) = self.weights.get(at..at + self.classes) {
            let sums = &mut self.sums[group * self.classes..][..self.classes];
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum += i64::from(weight as i8);
            }
        }
    }
}

impl LinearModel<'_> {
    /// The uncalibrated scores of a text, one a class.
    pub(crate) fn scores(&self, text: &str, scratch: &mut Scratch) -> Box<[f64]> {
        match self.labels.len() {
            2 => self.scores_of::<2>(text, scratch),
            3 => self.scores_of::<3>(text, scratch),
            4 => self.scores_of::<4>(text, scratch),
            _ => self.scores_of_many(text, scratch),
        }
    }

    fn scores_of<const K: usize>(&self, text: &str, scratch: &mut Scratch) -> Box<[f64]> {
        let (weights, _) = self.weights.as_chunks::<K>();
        let mut sums = Sums {
            weights,
            sums: [[0; K]; Group::COUNT],
            occurrences: [0; Group::COUNT],
        };
        self.extractor.extract(text, &mut scratch.tokens, &mut sums);
        self.scores_from(sums.sums.as_flattened(), sums.occurrences)
    }

    fn scores_of_many(&self, text: &str, scratch: &mut Scratch) -> Box<[f64]> {
        let classes = self.labels.len();
        let mut sums = ManySums {
            weights: &self.weights,
            classes,
            sums: vec![0; Group::COUNT * classes],
            occurrences: [0; Group::COUNT],
        };
        self.extractor.extract(text, &mut scratch.tokens, &mut sums);
        self.scores_from(&sums.sums, sums.occurrences)
    }

    /// `sums` holds a row of classes for each group.
    fn scores_from(&self, sums: &[i64], occurrences: [u64; Group::COUNT]) -> Box<[f64]> {
        let worths = self.unit_worths(occurrences);
        let mut scores = self.intercept.clone();
        for (row, worth) in sums.chunks_exact(self.labels.len()).zip(worths) {
            for (score, &sum) in scores.iter_mut().zip(row) {
                *score += worth * sum as f64;
            }
        }
        scores
    }
}
