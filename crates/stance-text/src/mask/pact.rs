//! Pacts that are described rather than named.

use std::sync::LazyLock;

use super::THE;
use super::meaning::Meaning;
use crate::hint;
use crate::phrase::Phrases;
use crate::token::{Token, TokenKind};

/// What a word is to the description of a pact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The noun at its end: `alliance`.
    Noun,
    /// Says which one it is: `trilateral`, `Gulf`.
    Scope,
    /// May stand between: `defence`.
    Filler,
}

static PARTS: LazyLock<Phrases<Part>> = LazyLock::new(|| {
    let listed = include_str!("../../data/pacts.csv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (kind, word) = line.split_once(',')?;
            let part = match kind {
                "noun" => Part::Noun,
                "scope" => Part::Scope,
                "filler" => Part::Filler,
                _ => return None,
            };
            Some((word, part))
        });
    Phrases::new(listed)
});

/// The hash of each word that a description may end with, and what it may be.
pub(super) fn first_words() -> impl Iterator<Item = (u64, u8)> {
    let nouns = PARTS.first_words().filter(|(_, part)| *part == Part::Noun);
    nouns.map(|(word, _)| (word, hint::PACT_NOUN))
}

/// Reads the description of a pact as its name: `the US-Japan alliance`, `the Gulf defence pact`, and
/// `the Five Eyes partnership` as `the Five Eyes`.
pub(super) fn described(list: &mut Vec<Token>) {
    let part = |token: &Token| {
        let found = PARTS.longest(std::slice::from_ref(token));
        found.map(|(_, part)| part)
    };
    let may_be_noun = |token: &Token| token.hint & hint::PACT_NOUN != 0;
    let Some(first) = list.iter().position(may_be_noun) else {
        return;
    };
    let mut write = first;
    for read in first..list.len() {
        let token = list[read];
        list[write] = token;
        write += 1;
        if !may_be_noun(&token) || part(&token) != Some(Part::Noun) {
            continue;
        }
        let noun = write - 1;
        let (mut first, mut says_which) = (noun, false);
        while let Some(before) = first.checked_sub(1).map(|at| &list[at]) {
            says_which |= match (before.kind, part(before)) {
                (TokenKind::Place | TokenKind::Pact, _) | (_, Some(Part::Scope)) => true,
                (_, Some(Part::Filler)) => false,
                _ => break,
            };
            first -= 1;
        }
        if !says_which {
            continue;
        }
        if first > 0 && list[first - 1].hash == *THE {
            first -= 1;
        }
        list[first] = Token {
            end: token.end,
            kind: TokenKind::Pact,
            hash: Meaning::Pact.placeholder(),
            hint: Meaning::Pact.hint(),
            ..list[first]
        };
        write = first + 1;
    }
    list.truncate(write);
}
