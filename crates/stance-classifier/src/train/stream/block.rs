//! Blocks of rows on their way: texts as they are read, features as they are learned from.

use rayon::prelude::*;
use stance_text::{Extractor, Group, Occurrence, Tokens};

use super::memory::ROW;

/// Labelled texts that are read and taken apart together.
#[derive(Debug, Default)]
pub struct TextBlock {
    text: String,
    /// Where each text ends in `text`, and its class.
    rows: Vec<(usize, u16)>,
    limit: usize,
}

impl TextBlock {
    /// An empty block for about `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// Adds a text and the index of its class.
    pub fn push(&mut self, text: &str, class: u16) {
        self.text.push_str(text);
        self.rows.push((self.text.len(), class));
    }

    /// Whether no more should be added.
    pub fn is_full(&self) -> bool {
        self.text.len() + self.rows.len() * ROW >= self.limit
    }

    /// The longest text, in bytes, that there is memory for.
    pub const fn longest(&self) -> usize {
        self.limit
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.rows.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The features of all texts, in their order, found side by side.
    pub(super) fn features(&self, extractor: &Extractor) -> Vec<Features> {
        /// Rows to a piece of work.
        const PIECE: usize = 256;
        (0..self.rows.len().div_ceil(PIECE))
            .into_par_iter()
            .map_init(Tokens::new, |tokens, piece| {
                let first = piece * PIECE;
                let last = (first + PIECE).min(self.rows.len());
                let mut features = Features::default();
                let mut start = first.checked_sub(1).map_or(0, |before| self.rows[before].0);
                for &(end, class) in &self.rows[first..last] {
                    features.add(extractor, &self.text[start..end], class, tokens);
                    start = end;
                }
                features
            })
            .collect()
    }
}

/// Bits of an occurrence's code that hold the bucket; the group is above them.
const BUCKET_BITS: u32 = 24;

/// Features of several rows.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Features {
    /// An occurrence each: the group and the bucket.
    codes: Vec<u32>,
    heads: Vec<Head>,
}

/// What a row has once.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Head {
    /// Where its occurrences end.
    end: usize,
    class: u16,
    values: [f32; Group::COUNT],
}

/// A row to be learned from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'f> {
    pub codes: &'f [u32],
    /// What an occurrence of each group is worth.
    pub values: &'f [f32; Group::COUNT],
    pub class: u16,
}

impl Row<'_> {
    /// Bucket and value of each occurrence, in their order; a bucket may come more than once.
    #[inline]
    pub fn occurrences(&self) -> impl Iterator<Item = (usize, f32)> {
        self.codes.iter().map(|code| {
            let bucket = code & ((1 << BUCKET_BITS) - 1);
            let group = (code >> BUCKET_BITS) as usize % Group::COUNT;
            (bucket as usize, self.values[group])
        })
    }
}

impl Features {
    /// Takes a text apart. The value of an occurrence is the scale of its group over the square root of
    /// the number of occurrences in that group, as the model scores it.
    fn add(&mut self, extractor: &Extractor, text: &str, class: u16, tokens: &mut Tokens) {
        let mut occurrences = [0u64; Group::COUNT];
        extractor.extract(text, tokens, &mut |occurrence: Occurrence| {
            let group = occurrence.group.index();
            occurrences[group] += 1;
            self.codes
                .push(occurrence.bucket | (group as u32) << BUCKET_BITS);
        });
        let scales = &extractor.config().scales;
        self.heads.push(Head {
            end: self.codes.len(),
            class,
            values: std::array::from_fn(|group| {
                scales[group] / (occurrences[group].max(1) as f32).sqrt()
            }),
        });
    }

    /// Adds a row of another block.
    pub fn push(&mut self, row: Row<'_>) {
        self.codes.extend_from_slice(row.codes);
        self.heads.push(Head {
            end: self.codes.len(),
            class: row.class,
            values: *row.values,
        });
    }

    pub fn len(&self) -> usize {
        self.heads.len()
    }

    pub fn codes(&self) -> usize {
        self.codes.len()
    }

    pub fn row(&self, at: usize) -> Row<'_> {
        let start = at.checked_sub(1).map_or(0, |before| self.heads[before].end);
        let head = &self.heads[at];
        Row {
            codes: &self.codes[start..head.end],
            values: &head.values,
            class: head.class,
        }
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|at| self.row(at))
    }

    /// Gives back what was allotted and not used; how many bytes are left.
    pub fn shrink(&mut self) -> u64 {
        self.codes.shrink_to_fit();
        self.heads.shrink_to_fit();
        (self.codes.len() * 4 + self.heads.len() * size_of::<Head>() + size_of::<Self>()) as u64
    }
}

/// A row's head as it is written down: where it ends, its class, its values; little-endian.
pub(super) type SavedHead = [u8; 10 + 4 * Group::COUNT];

impl Features {
    /// All occurrences, the rows behind each other.
    pub fn all_codes(&self) -> &[u32] {
        &self.codes
    }

    pub fn saved_heads(&self) -> impl Iterator<Item = SavedHead> {
        self.heads.iter().map(|head| {
            let mut saved = [0; size_of::<SavedHead>()];
            saved[..8].copy_from_slice(&(head.end as u64).to_le_bytes());
            saved[8..10].copy_from_slice(&head.class.to_le_bytes());
            for (slot, value) in saved[10..].chunks_exact_mut(4).zip(head.values) {
                slot.copy_from_slice(&value.to_le_bytes());
            }
            saved
        })
    }

    /// Rows that were written down; none where they cannot have been.
    pub fn restored(
        codes: Vec<u32>,
        saved: &[SavedHead],
        buckets: usize,
        classes: usize,
    ) -> Option<Self> {
        let mut heads = Vec::with_capacity(saved.len());
        let mut last = 0;
        for saved in saved {
            let (end, rest) = saved.split_first_chunk()?;
            let (class, rest) = rest.split_first_chunk()?;
            let mut values = [0.0; Group::COUNT];
            for (value, slot) in values.iter_mut().zip(rest.as_chunks().0) {
                *value = f32::from_le_bytes(*slot);
            }
            let head = Head {
                end: usize::try_from(u64::from_le_bytes(*end)).ok()?,
                class: u16::from_le_bytes(*class),
                values,
            };
            if head.end < last || usize::from(head.class) >= classes {
                return None;
            }
            last = head.end;
            heads.push(head);
        }
        let bucket = |code: &u32| (code & ((1 << BUCKET_BITS) - 1)) as usize;
        (last == codes.len() && codes.iter().all(|code| bucket(code) < buckets))
            .then_some(Self { codes, heads })
    }
}
