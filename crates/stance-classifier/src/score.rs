//! The hot path: from a text to the scores of the classes.

use stance_text::{Group, Occurrence, Sink, Tokens};

use crate::model::LinearModel;

/// Buffers for reading texts one after another; one a thread.
#[derive(Debug, Default, Clone)]
pub struct Scratch {
    pub(crate) tokens: Tokens,
    /// One a class.
    pub(crate) scores: Vec<f64>,
    pub(crate) logits: Vec<f64>,
}

impl Scratch {
    /// Empty buffers.
    pub fn new() -> Self {
        Self::default()
    }
}

/// Sums of the weights of all occurrences, by group, for up to four classes.
struct Sums<'w, const K: usize> {
    weights: &'w [[u8; K]],
    /// Four sums of 16 bits a group, side by side in one word so that one addition serves them all. Each
    /// weight is raised by [`RAISED`] to be positive; [`Sums::spill`] takes that back.
    lanes: [u64; Group::COUNT],
    /// What was spilled before the lanes could overflow.
    spilled: [[i64; K]; Group::COUNT],
    occurrences: [u64; Group::COUNT],
}

const RAISED: u64 = 128;

/// So many weights of at most 255 fit a lane.
const SPILL_EVERY: u64 = 256;

impl<'w, const K: usize> Sums<'w, K> {
    fn new(weights: &'w [u8]) -> Self {
        let (weights, _) = weights.as_chunks::<K>();
        Self {
            weights,
            lanes: [0; Group::COUNT],
            spilled: [[0; K]; Group::COUNT],
            occurrences: [0; Group::COUNT],
        }
    }

    /// Empties the lanes of a group, which hold the weights of `occurrences`.
    fn spill(&mut self, group: usize, occurrences: u64) {
        let lanes = std::mem::take(&mut self.lanes[group]);
        for (class, sum) in self.spilled[group].iter_mut().enumerate() {
            let lane = (lanes >> (16 * class)) & 0xFFFF;
            *sum += lane as i64 - (RAISED * occurrences) as i64;
        }
    }

    /// The sums of each group.
    fn finish(mut self) -> [[i64; K]; Group::COUNT] {
        for group in 0..Group::COUNT {
            let left = self.occurrences[group] % SPILL_EVERY;
            if left > 0 {
                self.spill(group, left);
            }
        }
        self.spilled
    }
}

impl<const K: usize> Sink for Sums<'_, K> {
    #[inline]
    fn take(&mut self, occurrence: Occurrence) {
        let Some(row) = self.weights.get(occurrence.bucket as usize) else {
            return;
        };
        let group = occurrence.group.index();
        self.lanes[group] += spread(row);
        self.occurrences[group] += 1;
        if self.occurrences[group].is_multiple_of(SPILL_EVERY) {
            self.spill(group, SPILL_EVERY);
        }
    }
}

/// The weights of a row, raised, each in a lane of 16 bits.
#[inline]
fn spread<const K: usize>(row: &[u8; K]) -> u64 {
    let mut four = [0; 4];
    four[..K].copy_from_slice(row);
    // Raising an `i8` by 128 turns its highest bit and gives a `u8`.
    let bytes = u64::from(u32::from_le_bytes(four) ^ 0x8080_8080);
    let pairs = (bytes | bytes << 16) & 0x0000_FFFF_0000_FFFF;
    (pairs | pairs << 8) & 0x00FF_00FF_00FF_00FF
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
    /// Leaves the uncalibrated scores of a text in the buffers, and its tokens.
    pub(crate) fn score(&self, text: &str, scratch: &mut Scratch) {
        match self.labels.len() {
            2 => self.score_of::<2>(text, scratch),
            3 => self.score_of::<3>(text, scratch),
            4 => self.score_of::<4>(text, scratch),
            _ => self.score_of_many(text, scratch),
        }
    }

    fn score_of<const K: usize>(&self, text: &str, scratch: &mut Scratch) {
        let mut sums = Sums::<K>::new(&self.weights);
        self.extractor.extract(text, &mut scratch.tokens, &mut sums);
        let occurrences = sums.occurrences;
        self.add_up(
            sums.finish().as_flattened(),
            occurrences,
            &mut scratch.scores,
        );
    }

    fn score_of_many(&self, text: &str, scratch: &mut Scratch) {
        let classes = self.labels.len();
        let mut sums = ManySums {
            weights: &self.weights,
            classes,
            sums: vec![0; Group::COUNT * classes],
            occurrences: [0; Group::COUNT],
        };
        self.extractor.extract(text, &mut scratch.tokens, &mut sums);
        self.add_up(&sums.sums, sums.occurrences, &mut scratch.scores);
    }

    /// Scores from sums of weights; `sums` holds a row of classes for each group.
    pub(crate) fn add_up(
        &self,
        sums: &[i64],
        occurrences: [u64; Group::COUNT],
        scores: &mut Vec<f64>,
    ) {
        let worths = self.unit_worths(occurrences);
        scores.clear();
        scores.extend_from_slice(&self.intercept);
        let groups = sums.chunks_exact(self.labels.len()).zip(worths);
        for (row, worth) in groups.filter(|(_, worth)| *worth != 0.0) {
            for (score, &sum) in scores.iter_mut().zip(row) {
                *score += worth * sum as f64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums as anyone would write them.
    fn plain<const K: usize>(
        weights: &[u8],
        occurrences: &[Occurrence],
    ) -> [[i64; K]; Group::COUNT] {
        let mut sums = [[0; K]; Group::COUNT];
        for occurrence in occurrences {
            let row = &weights[occurrence.bucket as usize * K..][..K];
            for (sum, &weight) in sums[occurrence.group.index()].iter_mut().zip(row) {
                *sum += i64::from(weight as i8);
            }
        }
        sums
    }

    fn sums_are_exact<const K: usize>() {
        let buckets = 256;
        let weights: Vec<u8> = (0..buckets * K).map(|n| (n * 37 % 256) as u8).collect();
        for length in [0, 1, 255, 256, 257, 100_000] {
            let occurrences: Vec<Occurrence> = (0..length)
                .map(|n| Occurrence {
                    group: if n % 11 == 0 { Group::Cue } else { Group::Word },
                    bucket: (n * n % buckets) as u32,
                    first: 0,
                    tokens: 1,
                })
                .collect();
            let mut sums = Sums::<K>::new(&weights);
            occurrences
                .iter()
                .for_each(|&occurrence| sums.take(occurrence));
            assert_eq!(
                sums.finish(),
                plain::<K>(&weights, &occurrences),
                "{length}"
            );
        }
    }

    #[test]
    fn sums_in_lanes_are_those_added_one_by_one() {
        sums_are_exact::<2>();
        sums_are_exact::<3>();
        sums_are_exact::<4>();
    }
}
