//! How an allowance of memory is shared out, before any of it is used.

use stance_text::{FeatureConfig, Group};

use super::held::Holdout;
use crate::error::{Error, Result};

/// The program, its threads, and what reading needs: a decompressor looks back over 8 MiB at most.
const PROGRAM: u64 = 24 << 20;

/// The smallest block of texts worth a turn, in bytes; also the longest text that is then learned from.
const LEAST_BLOCK: u64 = 16 << 10;
/// Larger blocks make nothing faster.
const MOST_BLOCK: u64 = 4 << 20;

/// What a token takes while its text is read, in bytes; a text of n bytes has at most n + 1 of them.
const TOKEN: u64 = 64;

/// How much memory the parts of a streaming learner may take, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryPlan {
    /// Weights and step sizes, 4 bytes each: buckets × (classes + 1), and a row for the intercept.
    pub table: u64,
    /// What else is needed however small the blocks: the program, held-out rows, the finished model.
    pub fixed: u64,
    /// Text of a block, and of the longest row.
    pub block: u64,
    /// Features that may be kept for later passes.
    pub cache: u64,
}

impl MemoryPlan {
    /// Shares out `memory` bytes. Blocks get what they may need at worst: a text all of one-letter words,
    /// every letter of which makes each kind of feature. Two blocks of text are in memory at once, and the
    /// features of two.
    ///
    /// # Errors
    /// [`Error::Setting`] when it is too little; it says how much is the least.
    pub fn new(
        memory: u64,
        features: &FeatureConfig,
        classes: usize,
        threads: usize,
    ) -> Result<Self> {
        let (buckets, classes) = (features.buckets() as u64, classes as u64);
        let table = (buckets + 1) * (classes + 1) * 4;
        let fixed = PROGRAM + Holdout::BYTES + buckets * classes;
        let per_byte = per_byte(features, threads);
        let least = table + fixed + LEAST_BLOCK * per_byte;
        if memory < least {
            return Err(Error::Setting(format!(
                "2^{} buckets × {classes} classes need at least {} MiB of memory, and {} MiB are allowed: \
                 allow more, or use fewer buckets or threads",
                features.bits,
                least.div_ceil(1 << 20),
                memory >> 20,
            )));
        }
        let free = memory - table - fixed;
        // What is kept for later passes may not make the blocks small.
        let block = (free / 2 / per_byte).clamp(LEAST_BLOCK, MOST_BLOCK);
        Ok(Self {
            table,
            fixed,
            block,
            cache: free - block * per_byte,
        })
    }
}

/// The most bytes that are in use for each byte of a block. A block may end with a text as long as all before
/// it, so each of the two counts twice.
fn per_byte(features: &FeatureConfig, threads: usize) -> u64 {
    /// Occurrences by the byte that classes of small words, and anchors with five words to each side, make
    /// at worst.
    const CUES: u64 = 4;
    const ANCHORS: u64 = 12;
    const OCCURRENCE: u64 = size_of::<u32>() as u64;
    let lengths = |range: Option<stance_text::NgramRange>| {
        range.map_or(0, |range| (range.max() - range.min() + 1) as u64)
    };
    let occurrences = lengths(features.words)
        + 2 * lengths(features.chars)
        + if features.cues { CUES } else { 0 }
        + if features.anchors { ANCHORS } else { 0 };
    2 * 2 * (1 + OCCURRENCE * occurrences) + TOKEN * threads as u64
}

/// Memory that a row takes beside its text and its occurrences, in bytes.
pub(super) const ROW: usize = 4 * Group::COUNT + 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts_together_are_within_the_allowance() {
        let features = FeatureConfig::default();
        for mebibytes in [64, 256, 4096] {
            let memory = mebibytes << 20;
            let plan = MemoryPlan::new(memory, &features, 4, 2).unwrap();
            let blocks = plan.block * per_byte(&features, 2);
            assert!(plan.table + plan.fixed + blocks + plan.cache <= memory);
            assert_eq!(plan.table, ((1 << 18) + 1) * 5 * 4);
        }
    }

    #[test]
    fn too_little_memory_is_refused_with_the_least_that_will_do() {
        let features = FeatureConfig {
            bits: 24,
            ..FeatureConfig::default()
        };
        let error = MemoryPlan::new(64 << 20, &features, 4, 2).unwrap_err();
        let message = error.to_string();
        let words: Vec<&str> = message.split(' ').collect();
        let at = words.iter().position(|word| *word == "least").unwrap();
        let least: u64 = words[at + 1].parse().unwrap();
        assert!(MemoryPlan::new(least << 20, &features, 4, 2).is_ok());
        assert!(MemoryPlan::new((least - 1) << 20, &features, 4, 2).is_err());
        assert!(message.contains("64 MiB are allowed"));
    }
}
