//! Anchors: the words by which a statement speaks of an alliance.

use std::sync::LazyLock;

use crate::hash;
use crate::phrase::Phrases;
use crate::token::{Token, TokenKind};

/// A kind of word for allies and what binds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Anchor {
    /// `alliance`
    Alliance,
    /// `ally`, `allies`, `allied`
    Ally,
    /// A named pact.
    Pact,
    /// `partner`
    Partner,
    /// `partnership`
    Partnership,
    /// `treaty`, `pact`
    Treaty,
    /// `coalition`
    Coalition,
}

impl Anchor {
    const ALL: [Self; 7] = [
        Self::Alliance,
        Self::Ally,
        Self::Pact,
        Self::Partner,
        Self::Partnership,
        Self::Treaty,
        Self::Coalition,
    ];

    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Alliance => &["alliance", "alliances"],
            Self::Ally => &["ally", "allies", "allied"],
            Self::Pact => &["nato", "aukus", "anzus", "csto", "quad"],
            Self::Partner => &["partner", "partners"],
            Self::Partnership => &["partnership", "partnerships"],
            Self::Treaty => &["treaty", "treaties", "pact", "pacts"],
            Self::Coalition => &["coalition", "coalitions"],
        }
    }

    /// Hash of the anchor as a part of features.
    pub(crate) const fn hash(self) -> u64 {
        const SALT: u64 = 0x616E_6368;
        hash::salted(self as u64 + 1, SALT)
    }
}

static WORDS: LazyLock<Phrases<Anchor>> = LazyLock::new(|| {
    let words = |anchor: Anchor| anchor.words().iter().map(move |&word| (word, anchor));
    Phrases::new(Anchor::ALL.into_iter().flat_map(words))
});

/// The hashes of all words that are anchors.
pub(crate) fn words() -> impl Iterator<Item = u64> {
    WORDS.first_words().map(|(word, _)| word)
}

/// The anchor that a token is, if it is one.
#[inline]
pub(crate) fn of(token: &Token) -> Option<Anchor> {
    if !token.may_be_anchor() {
        return None;
    }
    match token.kind {
        TokenKind::Pact => Some(Anchor::Pact),
        TokenKind::Word => WORDS
            .longest(std::slice::from_ref(token))
            .map(|(_, anchor)| anchor),
        _ => None,
    }
}
