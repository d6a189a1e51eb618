//! Those who speak or act within a clause of a sentence whose main clause is the writer's.

use super::INSERTION;
use super::subject::acts;
use crate::lexicon::{Lexicon, Term};
use crate::mention::{Kind, Mention};
use crate::tagged::{Tag, Tagged};
use crate::word::Class;

/// The first of them, those who speak before those who act.
pub(super) fn inner(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    mentions: &[Mention],
    start: usize,
) -> Option<Mention> {
    let own = mentions.iter().filter(|mention| {
        mention.first >= start
            && !tagged.tokens[mention.first].quoted
            && !mention.quantified
            && !matches!(
                mention.kind,
                Kind::Pronoun | Kind::FirstPerson | Kind::Pair | Kind::Pact
            )
    });
    let speaks = |mention: &&Mention| {
        cleft(tagged, mention, start)
            || relative(tagged, mentions, mention)
            || with(tagged, mention)
            || named_by(tagged, mention)
    };
    let clause = |mention: &&Mention| {
        matches!(mention.kind, Kind::State | Kind::Government)
            && subordinate(tagged, mention, start)
            && acts(lexicon, tagged, mentions, mention)
    };
    own.clone()
        .find(speaks)
        .or_else(|| own.clone().find(clause))
        .cloned()
}

/// `It was an emir who called it dead`, `It was left to an envoy to explain`.
fn cleft(tagged: &Tagged<'_>, mention: &Mention, start: usize) -> bool {
    let it = tagged.word(start) == "it" && tagged.class(start + 1).is(Class::COPULA);
    let next = mention.last + 1;
    it && next < tagged.len()
        && (mention.first == start + 2 && matches!(tagged.word(next), "who" | "that")
            || mention.first == start + 4
                && tagged.word(start + 2) == "left"
                && tagged.word(next) == "to")
}

/// `pressed by a senator, who said that …`
fn relative(tagged: &Tagged<'_>, mentions: &[Mention], mention: &Mention) -> bool {
    let mut at = mention.last + 1;
    // `a senator of Ruritania, who said`
    if at + 1 < tagged.len() && tagged.word(at) == "of" {
        let mut place = mentions.iter().filter(|place| place.first == at + 1);
        at = place.next().map_or(at, |place| place.last + 1);
    }
    at += usize::from(tagged.is(at, Tag::Comma));
    if at >= tagged.len() || !matches!(tagged.word(at), "who" | "which") {
        return false;
    }
    at += 1;
    let light = |at: &usize| tagged.class(*at).is(Class::ADVERB.or(Class::AUXILIARY));
    at += (at..tagged.len()).take(INSERTION).take_while(light).count();
    finite(tagged, at)
}

/// `with Strelsau charging that …`
fn with(tagged: &Tagged<'_>, mention: &Mention) -> bool {
    mention.first > 0
        && tagged.word(mention.first - 1) == "with"
        && matches!(
            tagged.tag(mention.last + 1),
            Some(Tag::Term(Term::Verb {
                ing: true,
                before: true,
                ..
            }))
        )
}

/// `in what a general called an insult`
fn named_by(tagged: &Tagged<'_>, mention: &Mention) -> bool {
    let next = mention.last + 1;
    mention.first > 0
        && tagged.word(mention.first - 1) == "what"
        && next < tagged.len()
        && matches!(
            tagged.word(next),
            "called" | "calls" | "described" | "describes" | "termed" | "terms" | "dubbed"
        )
}

/// A clause of its own, behind a conjunction: `sank after Ruritania withdrew its envoy`.
fn subordinate(tagged: &Tagged<'_>, mention: &Mention, start: usize) -> bool {
    mention.first > start && tagged.word(mention.first - 1) == "after"
}

/// A verb in a finite form that is hardly ever anything but one of speech.
fn finite(tagged: &Tagged<'_>, at: usize) -> bool {
    match tagged.tag(at) {
        Some(Tag::Term(Term::Verb {
            ing: false,
            base: false,
            before: true,
            ambiguous,
            ..
        })) => !ambiguous || tagged.word(at) == "called",
        _ => false,
    }
}
