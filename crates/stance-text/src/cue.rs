//! Cues: the small words on which a stance turns.
//!
//! N-grams see `not` and `never` as strangers to each other. A cue is the class they share.

use std::sync::LazyLock;

use crate::hash;
use crate::hint;
use crate::phrase::Phrases;
use crate::token::Token;

/// A class of words and phrases that turn, weaken, condition or frame a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cue {
    /// Something is denied: `not`, `never`, `without`.
    Negation,
    /// Something is granted and set aside: `despite`, `although`.
    Concession,
    /// Something is made to depend: `if`, `as long as`, `unless`.
    Condition,
    /// A turn: `but`, `however`.
    Contrast,
    /// A question mark, or a word that opens a question in reported speech: `whether`.
    Question,
    /// A quotation mark.
    Quotation,
    /// Words given to somebody: `said`, `according to`.
    Attribution,
    /// Payment and cost: `pay`, `billion`, `$`.
    Money,
    /// Possibility and duty: `may`, `must`, `will`.
    Modality,
    /// Doubt, worry and waiting: `uncertain`, `concern`, `review`.
    Doubt,
    /// Standing by: `reaffirm`, `ironclad`, `together`.
    Support,
    /// Fault and break: `failed`, `unfair`, `withdraw`.
    Blame,
    /// The speaker's own side: `we`, `our`.
    Own,
}

impl Cue {
    /// All cues, in the order of their numbers.
    pub const ALL: [Self; 13] = [
        Self::Negation,
        Self::Concession,
        Self::Condition,
        Self::Contrast,
        Self::Question,
        Self::Quotation,
        Self::Attribution,
        Self::Money,
        Self::Modality,
        Self::Doubt,
        Self::Support,
        Self::Blame,
        Self::Own,
    ];

    /// Hash of the cue as a feature, apart from those of all words.
    pub(crate) const fn hash(self) -> u64 {
        const SALT: u64 = 0x6375_6573;
        hash::salted(self as u64 + 1, SALT)
    }

    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "negation" => Self::Negation,
            "concession" => Self::Concession,
            "condition" => Self::Condition,
            "contrast" => Self::Contrast,
            "question" => Self::Question,
            "quotation" => Self::Quotation,
            "attribution" => Self::Attribution,
            "money" => Self::Money,
            "modality" => Self::Modality,
            "doubt" => Self::Doubt,
            "support" => Self::Support,
            "blame" => Self::Blame,
            "own" => Self::Own,
            _ => return None,
        })
    }
}

/// The cue and phrase of each line of the list.
fn listed() -> impl Iterator<Item = (&'static str, Cue)> {
    include_str!("../data/cues.csv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (name, phrase) = line.split_once(',')?;
            Some((phrase, Cue::of_name(name)?))
        })
}

static PHRASES: LazyLock<Phrases<Cue>> = LazyLock::new(|| Phrases::new(listed()));

/// The longest cue at the start of `tokens`, and how many tokens it spans.
#[inline]
pub(crate) fn at_start(tokens: &[Token]) -> Option<(usize, Cue)> {
    let first = tokens.first()?;
    if first.hint & hint::CUE == 0 {
        return None;
    }
    PHRASES.longest(tokens)
}

/// The hash of each cue's first word.
pub(crate) fn first_words() -> impl Iterator<Item = u64> {
    PHRASES.first_words().map(|(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Tokens;

    #[test]
    fn every_line_of_the_list_is_read_and_no_phrase_belongs_to_two_cues() {
        let lines = include_str!("../data/cues.csv").lines().count();
        let mut phrases: Vec<&str> = listed().map(|(phrase, _)| phrase).collect();
        assert_eq!(phrases.len(), lines - 1);
        phrases.sort_unstable();
        for pair in phrases.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
    }

    #[test]
    fn every_cue_is_in_the_list() {
        for cue in Cue::ALL {
            assert!(listed().any(|(_, listed)| listed == cue), "{cue:?}");
        }
    }

    #[test]
    fn phrases_are_found_in_any_case_and_typography() {
        let mut tokens = Tokens::new();
        tokens.read("Regardless of this they DON\u{2019}T pay");
        let slice = tokens.as_slice();
        assert_eq!(at_start(slice), Some((2, Cue::Concession)));
        assert_eq!(at_start(&slice[2..]), None);
        assert_eq!(at_start(&slice[4..]), Some((1, Cue::Negation)));
        assert_eq!(at_start(&slice[5..]), Some((1, Cue::Money)));
    }
}
