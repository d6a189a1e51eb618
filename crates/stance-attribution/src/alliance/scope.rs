//! Words that say how many are party to a tie: `trilateral`, `the two countries`.

use crate::tagged::{Tag, Tagged};
use crate::word::Class;

/// How many parties a sentence speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Two,
    Three,
}

/// The first word in a sentence that says how many are party to the tie, and how many.
pub(super) fn scope(tagged: &Tagged<'_>, start: usize) -> Option<(usize, Scope)> {
    (start..tagged.len()).find_map(|at| {
        let next = at + 1;
        let parties = next < tagged.len() && unnamed(tagged, next);
        let scope = match tagged.word(at) {
            "trilateral" | "trilaterally" | "trilateralism" => Scope::Three,
            "bilateral" | "bilaterally" => Scope::Two,
            // `three-way`, `three-nation`
            "three" if tagged.is(next, Tag::Joint) => Scope::Three,
            "three"
                if parties || at > start && tagged.word(at - 1) == "the" && ends(tagged, at) =>
            {
                Scope::Three
            }
            "two" | "both" if parties => Scope::Two,
            // `the Japanese side`
            "side" if at > start && matches!(tagged.tag(at - 1), Some(Tag::State { .. })) => {
                Scope::Two
            }
            "their"
                if next < tagged.len()
                    && matches!(tagged.word(next), "countries" | "nations" | "peoples") =>
            {
                Scope::Two
            }
            _ => return None,
        };
        Some((at, scope))
    })
}

/// Whether no noun follows: `between the three have been held`.
fn ends(tagged: &Tagged<'_>, at: usize) -> bool {
    match tagged.tokens.get(at + 1) {
        None => true,
        Some(token) => {
            token.class.is(Class::AUXILIARY
                .or(Class::PREPOSITION)
                .or(Class::CONJUNCTION)
                .or(Class::ADVERB))
                || matches!(token.tag, Tag::Comma | Tag::Stop | Tag::Close)
        }
    }
}

/// Parties that are not named: `the two countries`.
fn unnamed(tagged: &Tagged<'_>, at: usize) -> bool {
    matches!(
        tagged.word(at),
        "countries"
            | "nations"
            | "sides"
            | "governments"
            | "capitals"
            | "allies"
            | "leaders"
            | "neighbours"
            | "neighbors"
            | "militaries"
            | "ministers"
            | "partners"
            | "states"
            | "powers"
    )
}
