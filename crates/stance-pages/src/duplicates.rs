//! Copies of a page under other names: syndicated stories, mirrors, reposts.
//!
//! MinHash over word shingles with banding (Broder, *On the resemblance and containment of documents*, SEQUENCES 1997;
//! Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, 3rd ed., §3.3–3.4). It is written here since the crates
//! for it bring far more than it: `gaoya` 0.2.2 has 44 crates in its tree (threads and random numbers among them),
//! `probminhash` 0.1.12 has 128, and `simhash` 0.3.0 hashes and does not search.

use std::collections::HashMap;

use stance_text::BlockKind;

use crate::page::{Page, PageStatement};

/// Words in a shingle. Four words in the same order are seldom met in two texts by chance, outside of names and
/// set phrases.
const SHINGLE: usize = 4;

/// Bands and their rows. Two texts that share half of their shingles meet in some band with probability
/// `1 − (1 − 0.5³)²¹ = 0.94`, at 0.6 with 0.994, at 0.02 with 0.0002.
const BANDS: usize = 21;
const ROWS: usize = 3;
const HASHES: usize = BANDS * ROWS;

/// The fewest sentences of a page that is compared by its shingles.
const SENTENCES: usize = 5;

/// The share of shingles that copies have in common.
const THRESHOLD: f64 = 0.5;

/// What is kept of a page to know its copies by: 252 bytes, or 16 for a short page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// No text: a copy of nothing.
    Empty,
    /// Two hashes of the words of a short page.
    Exact(u64, u64),
    /// The least hash of all shingles under each of several hash functions.
    Signature(Box<[u32; HASHES]>),
}

impl Fingerprint {
    /// The fingerprint of a page's paragraphs, list items and quotations. Case, punctuation and white space do not matter,
    /// nor do headlines and captions, which every outlet writes for itself.
    #[must_use]
    pub fn of(page: &Page) -> Self {
        let body = page.statements.iter().filter(|statement| {
            matches!(
                statement.kind,
                BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote
            )
        });
        Self::of_sentences(body.map(PageStatement::text))
    }

    /// The fingerprint of the sentences of a body that was read before.
    #[must_use]
    pub fn of_sentences<'s>(body: impl IntoIterator<Item = &'s str>) -> Self {
        let (mut words, mut sentences) = (Vec::new(), 0);
        for sentence in body {
            sentences += 1;
            add_words(sentence, &mut words);
        }
        Self(if words.is_empty() {
            Kind::Empty
        } else if sentences < SENTENCES || words.len() < SHINGLE {
            let all = |seed| words.iter().fold(seed, |hash, &word| mix(hash ^ word));
            Kind::Exact(all(1), all(2))
        } else {
            Kind::Signature(Box::new(signature(&words)))
        })
    }

    /// The share of shingles that two pages have in common (their Jaccard similarity), in `[0, 1]`. For long pages it is
    /// estimated from the share of equal minima, with a standard error of at most 0.063; for short ones it is 1 or 0.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f64 {
        match (&self.0, &other.0) {
            (Kind::Signature(one), Kind::Signature(other)) => {
                let equal = one
                    .iter()
                    .zip(other.iter())
                    .filter(|(one, other)| one == other);
                equal.count() as f64 / HASHES as f64
            }
            (Kind::Exact(..), Kind::Exact(..)) if self == other => 1.0,
            _ => 0.0,
        }
    }
}

/// A page that is a copy of none before it.
#[derive(Clone, Debug)]
struct Original {
    index: usize,
    signature: Box<[u32; HASHES]>,
    /// The original before this one with the same minima, in each band.
    before: [u32; BANDS],
}

/// No original.
const NONE: u32 = u32::MAX;

/// How many originals of one band are compared. Texts that share three minima and are no copies are few, unless
/// somebody makes them.
const CHAIN: usize = 1000;

/// Finds copies among pages that come one after the other.
///
/// Pages of at least five sentences are copies where they share at least half of their runs of four words: another
/// header, another footer and a few edited sentences leave a copy a copy, and two stories about one meeting, which share
/// names and a quotation, stay two. Shorter pages are copies only where they have the same words. The result depends on the
/// pages and their order alone. An original takes about a
/// kilobyte, a copy nothing.
///
/// ```
/// use stance_pages::{Duplicates, PageOptions, read};
///
/// let page = |text: &str| read("a.txt", text.as_bytes(), &PageOptions::default()).map(|mut pages| pages.remove(0));
/// let mut duplicates = Duplicates::default();
/// assert_eq!(duplicates.add(&page("The allies met. They agreed.")?), None);
/// assert_eq!(duplicates.add(&page("The allies met. They left.")?), None);
/// assert_eq!(duplicates.add(&page("The allies  met; they agreed.")?), Some(0));
/// # Ok::<(), stance_pages::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Duplicates {
    /// Pages so far, copies among them.
    count: usize,
    originals: Vec<Original>,
    /// The last original with these minima in this band.
    bands: HashMap<u64, u32>,
    exact: HashMap<(u64, u64), usize>,
}

impl Duplicates {
    /// Adds a page; the index of the page it is a copy of, counted from the first that was added, if it is one.
    pub fn add(&mut self, page: &Page) -> Option<usize> {
        self.add_fingerprint(Fingerprint::of(page))
    }

    /// Adds a page by its fingerprint, which may have been made on another thread.
    pub fn add_fingerprint(&mut self, fingerprint: Fingerprint) -> Option<usize> {
        let index = self.count;
        self.count += 1;
        match fingerprint.0 {
            Kind::Empty => None,
            Kind::Exact(one, other) => match self.exact.entry((one, other)) {
                std::collections::hash_map::Entry::Occupied(entry) => Some(*entry.get()),
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(index);
                    None
                }
            },
            Kind::Signature(signature) => self.original_of(&signature).or_else(|| {
                self.keep(index, signature);
                None
            }),
        }
    }

    /// The most similar original, the first of several.
    fn original_of(&self, signature: &[u32; HASHES]) -> Option<usize> {
        let mut candidates = Vec::new();
        for (band, key) in keys(signature).enumerate() {
            let mut at = self.bands.get(&key).copied().unwrap_or(NONE);
            for _ in 0..CHAIN {
                let Some(original) = self.originals.get(at as usize) else {
                    break;
                };
                candidates.push(at);
                at = original.before[band];
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        let equal = |other: &[u32; HASHES]| {
            let pairs = signature.iter().zip(other);
            pairs.filter(|(one, other)| one == other).count()
        };
        let mut best: Option<(usize, usize)> = None;
        for at in candidates {
            let Some(original) = self.originals.get(at as usize) else {
                continue;
            };
            let equal = equal(&original.signature);
            let copies = equal as f64 >= THRESHOLD * HASHES as f64;
            if copies && best.is_none_or(|(most, _)| equal > most) {
                best = Some((equal, original.index));
            }
        }
        best.map(|(_, index)| index)
    }

    fn keep(&mut self, index: usize, signature: Box<[u32; HASHES]>) {
        // Four thousand million originals would not fit in memory.
        let at = u32::try_from(self.originals.len()).unwrap_or(NONE);
        let mut before = [NONE; BANDS];
        for (before, key) in before.iter_mut().zip(keys(&signature)) {
            *before = self.bands.insert(key, at).unwrap_or(NONE);
        }
        self.originals.push(Original {
            index,
            signature,
            before,
        });
    }
}

/// One hash for each band of a signature.
fn keys(signature: &[u32; HASHES]) -> impl Iterator<Item = u64> + '_ {
    let (bands, _) = signature.as_chunks::<ROWS>();
    bands.iter().zip(1..).map(|(rows, band)| {
        rows.iter()
            .fold(band, |hash, &row| mix(hash ^ (u64::from(row) << 8)))
    })
}

/// Hashes of the words of a text in small letters.
fn add_words(text: &str, words: &mut Vec<u64>) {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    for word in parts.filter(|word| !word.is_empty()) {
        // FNV-1a.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for c in word.chars().flat_map(char::to_lowercase) {
            hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
        }
        words.push(hash);
    }
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// The least value of each hash function over all shingles.
///
/// The functions are `(a·x + b) >> 32` with odd `a` (Dietzfelbinger, STACS 1996), drawn from SplitMix64 with a fixed seed.
fn signature(words: &[u64]) -> [u32; HASHES] {
    let mut state = 0x5eed_u64;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(state)
    };
    let functions: [(u64, u64); HASHES] = std::array::from_fn(|_| (next() | 1, next()));
    let mut least = [u32::MAX; HASHES];
    for shingle in words.windows(SHINGLE) {
        let x = shingle.iter().fold(0, |hash, &word| mix(hash ^ word));
        for (least, (a, b)) in least.iter_mut().zip(&functions) {
            let hash = (a.wrapping_mul(x).wrapping_add(*b) >> 32) as u32;
            *least = hash.min(*least);
        }
    }
    least
}
