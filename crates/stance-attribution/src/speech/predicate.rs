//! What follows a subject: its place, its predicate, a second verb.

use super::INSERTION;
use crate::lexicon::{Lexicon, Stance, Term};
use crate::mention::{Kind, Mention, verb_like};
use crate::tagged::{Tag, Tagged};
use crate::word::{Class, irregular_past};

/// Whether words behind a copula, or in its place in a headline, say what somebody thinks: `wary`, `in talks`.
pub(super) fn predicate(lexicon: &Lexicon, tagged: &Tagged<'_>, at: usize) -> bool {
    let Some(first) = tagged.tokens.get(at) else {
        return false;
    };
    let thinks = |words: &str| lexicon.stance(words).is(Stance::PREDICATE);
    let several = |more: usize| {
        let last = tagged.tokens.get(at + more);
        last.is_some_and(|last| thinks(tagged.between(first.start, last.end)))
    };
    thinks(tagged.word(at)) || several(1) || several(2)
}

/// Over what says where somebody is from or sits: `delegates at the conference in Ashdown voted`.
pub(super) fn over_phrase(tagged: &Tagged<'_>, mention: &Mention, from: usize) -> usize {
    let persons = matches!(mention.kind, Kind::Office | Kind::Group | Kind::People)
        || mention.kind == Kind::Institution && !mention.definite;
    let mut at = from;
    while persons
        && at < tagged.len()
        && matches!(tagged.word(at), "at" | "on" | "from" | "in" | "near")
    {
        let inside = |at: &usize| {
            let token = tagged.tokens[*at];
            let noun = match token.tag {
                Tag::Word => !verb_like(tagged, *at, true) && !irregular_past(tagged.word(*at)),
                Tag::Term(Term::Verb { .. }) => false,
                Tag::Term(_) | Tag::State { .. } | Tag::Pact { .. } | Tag::Possessive => true,
                _ => false,
            };
            let class = token.class;
            noun && (!class.closed() || class.is(Class::DETERMINER) || tagged.word(*at) == "of")
        };
        let length = (at + 1..tagged.len()).take(8).take_while(inside).count();
        if length == 0 {
            return from;
        }
        at += 1 + length;
    }
    at
}

/// `The minister was gracious about the lunch, and then announced that …`: a verb of speech that shares
/// the subject.
pub(super) fn says_later(tagged: &Tagged<'_>, from: usize) -> bool {
    (from..tagged.len()).take(INSERTION).any(|at| {
        let mut verb = at + 1;
        while tagged.class(verb).is(Class::ADVERB) {
            verb += 1;
        }
        tagged.word(at) == "and"
            && !tagged.tokens[at].quoted
            && matches!(
                tagged.tag(verb),
                Some(Tag::Term(Term::Verb {
                    ing: false,
                    base: false,
                    ambiguous: false,
                    ..
                }))
            )
    })
}
