//! The list of names, and what each of them means.

use std::sync::LazyLock;

use crate::hash;
use crate::hint;
use crate::phrase::Phrases;
use crate::token::{Case, Token, TokenKind};

/// What a listed name or word means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    State,
    Demonym,
    Capital,
    Pact,
    Person,
    /// A family name that is also a common word: a name only behind a title or a first name.
    AmbiguousPerson,
    FirstName,
    /// A word that a person's name follows.
    Title,
}

impl Meaning {
    fn of_kind(kind: &str) -> Option<Self> {
        Some(match kind {
            "state" => Self::State,
            "demonym" => Self::Demonym,
            "capital" => Self::Capital,
            "pact" => Self::Pact,
            "person" => Self::Person,
            "person_ambiguous" => Self::AmbiguousPerson,
            "firstname" => Self::FirstName,
            "title" => Self::Title,
            _ => return None,
        })
    }

    /// Hash of the placeholder that stands for such a name.
    pub(super) const fn placeholder(self) -> u64 {
        const SALT: u64 = 0x6E61_6D65;
        let number = match self {
            Self::State => 1,
            Self::Demonym => 2,
            Self::Capital => 3,
            Self::Pact => 5,
            Self::Person | Self::AmbiguousPerson | Self::FirstName | Self::Title => 4,
        };
        hash::salted(number, SALT)
    }

    /// What the placeholder may be, and no list need be asked.
    pub(super) const fn hint(self) -> u8 {
        match self {
            Self::Pact => hint::ANCHOR,
            _ => hint::STEP,
        }
    }

    pub(super) const fn token_kind(self) -> TokenKind {
        match self {
            Self::State | Self::Demonym | Self::Capital => TokenKind::Place,
            Self::Pact => TokenKind::Pact,
            Self::Person | Self::AmbiguousPerson | Self::FirstName | Self::Title => {
                TokenKind::Person
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Listed {
    meaning: Meaning,
    /// Listed in capitals (`US`), so that the same letters in running text (`us`) are another word.
    capitals: bool,
}

static NAMES: LazyLock<Phrases<Listed>> = LazyLock::new(|| {
    let listed = include_str!("../../data/names.csv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (kind, name) = line.split_once(',')?;
            let capitals = name.chars().all(|c| c.is_ascii_uppercase());
            Some((
                name,
                Listed {
                    meaning: Meaning::of_kind(kind)?,
                    capitals,
                },
            ))
        });
    Phrases::new(listed)
});

/// The hash of each word that a listed name begins with, and what it may be.
pub(super) fn first_words() -> impl Iterator<Item = (u64, u8)> {
    NAMES.first_words().map(|(word, name)| match name.meaning {
        Meaning::Title => (word, hint::TITLE),
        Meaning::FirstName => (word, hint::NAME | hint::FIRST_NAME),
        _ => (word, hint::NAME),
    })
}

/// How many tokens the listed name at the start takes, and what it means.
pub(super) fn listed(tokens: &[Token]) -> Option<(usize, Meaning)> {
    let (n, name) = NAMES.longest(tokens)?;
    let first = tokens.first()?;
    let written_so = match (name.meaning, name.capitals) {
        (Meaning::Title, _) => true,
        (_, true) => first.case == Case::Upper,
        (_, false) => first.case != Case::Lower,
    };
    written_so.then_some((n, name.meaning))
}
