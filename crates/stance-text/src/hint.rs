//! What a word may be, told by its hash alone: a filter in front of the lists.
//!
//! Most words of a text are in no list. One byte looked up by a token's hash says in which lists the word
//! may begin a phrase; a clear bit is certain, a set one means that the list must be asked.

use std::sync::LazyLock;

use crate::{anchor, cue, feature, hash, mask};

/// The word may begin a name, which is written with a capital letter.
pub(crate) const NAME: u8 = 1;
/// The word may begin a title.
pub(crate) const TITLE: u8 = 1 << 1;
/// The word may be a first name.
pub(crate) const FIRST_NAME: u8 = 1 << 7;
/// The word may end the description of a pact.
pub(crate) const PACT_NOUN: u8 = 1 << 2;
/// The word may begin a cue.
pub(crate) const CUE: u8 = 1 << 3;
/// The word may be an anchor.
pub(crate) const ANCHOR: u8 = 1 << 4;
/// The word may be one of grammar.
pub(crate) const SMALL_WORD: u8 = 1 << 5;

/// The token is a step in the order of cues although it is none: a placeholder or a break.
pub(crate) const STEP: u8 = 1 << 6;

/// Small enough to stay in the first-level cache beside the text, large enough that few of its bytes are
/// set.
const BITS: u32 = 14;

/// The filter.
pub(crate) struct Hints([u8; 1 << BITS]);

/// For reading the lists themselves.
pub(crate) static NONE: Hints = Hints([0; 1 << BITS]);

/// Asks every list of every word.
#[cfg(test)]
pub(crate) static ANYTHING: Hints = Hints([u8::MAX; 1 << BITS]);

/// Marks that part clauses.
pub(crate) const BREAKS: [u8; 4] = [b',', b'.', b';', b'-'];

static ALL: LazyLock<Hints> = LazyLock::new(|| {
    let mut hints = Hints([0; 1 << BITS]);
    let words = mask::first_words()
        .chain(cue::first_words().map(|word| (word, CUE)))
        .chain(anchor::words().map(|word| (word, ANCHOR)))
        .chain(feature::small_words().map(|word| (word, SMALL_WORD)))
        .chain(BREAKS.iter().map(|&mark| (hash::byte(mark), STEP)));
    for (word, hint) in words {
        hints.0[Hints::slot(word)] |= hint;
    }
    hints
});

impl Hints {
    /// The hints of all lists.
    pub(crate) fn all() -> &'static Self {
        &ALL
    }

    const fn slot(hash: u64) -> usize {
        (hash >> (64 - BITS)) as usize
    }

    /// What the word of this hash may be.
    #[inline]
    pub(crate) const fn of(&self, hash: u64) -> u8 {
        self.0[Self::slot(hash)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_words_of_no_list_are_looked_up() {
        let set = ALL.0.iter().filter(|&&hint| hint != 0).count();
        assert!(set > 0 && set * 5 < ALL.0.len(), "{set} of {}", ALL.0.len());
    }
}
