//! Stances that a noun tells: `Ruritania's refusal`, `unease in Strelsau`.

use super::place::introduction;
use super::subject::commas;
use crate::lexicon::{Form, Lexicon, Stance, StateId, Term};
use crate::mention::{Kind, Mention};
use crate::tagged::{Tag, Tagged};
use crate::word::Class;

/// Most words between whose a stance is and the noun for it: `Ruritania's first public refusal`.
const BETWEEN: usize = 3;

/// The government whose stance a noun is, in a sentence in which nobody speaks or acts.
pub(super) fn nominal(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    mentions: &[Mention],
    start: usize,
) -> Option<Mention> {
    let mut places = vec![start];
    if introduction(tagged, start) {
        places.extend(commas(tagged, start).take(1));
    }
    received(lexicon, tagged, start)
        .or_else(|| made(lexicon, tagged, mentions, start))
        .or_else(|| places.into_iter().find_map(|at| owned(lexicon, tagged, at)))
        .or_else(|| felt(lexicon, tagged, start))
}

/// `Ruritania's refusal to host the drills`, `The Ruritanian refusal`: at the beginning of the sentence.
fn owned(lexicon: &Lexicon, tagged: &Tagged<'_>, first: usize) -> Option<Mention> {
    let at = first + usize::from(first < tagged.len() && tagged.word(first) == "the");
    let Some(Tag::State { id, form, .. }) = tagged.tag(at) else {
        return None;
    };
    let owner = tagged.is(at + 1, Tag::Possessive);
    if !owner && !matches!(form, Form::Demonym | Form::Either) || form == Form::People {
        return None;
    }
    let next = at + 1 + usize::from(owner);
    let noun = (next..tagged.len()).take(BETWEEN).find(|&at| {
        let between = next..at;
        lexicon.stance(tagged.word(at)).is(Stance::ACT)
            && between.into_iter().all(|at| {
                let class = tagged.class(at);
                let word = matches!(
                    tagged.tokens[at].tag,
                    Tag::Word | Tag::Term(Term::Actor { .. })
                );
                word && (!class.closed() || class.is(Class::ADVERB))
            })
    })?;
    // `Ruritanian air policing offers the fleet …`: a verb after all.
    let verb = tagged.class(noun + 1).is(Class::DETERMINER);
    // `Ruritania's decision support system`
    let noun_like = matches!(
        tagged.tag(noun + 1),
        Some(Tag::Word | Tag::Term(Term::Verb { base: true, .. }))
    );
    let compound = noun_like
        && !tagged.class(noun + 1).closed()
        && !crate::mention::verb_like(tagged, noun + 1, false);
    (!verb && !compound && !tagged.tokens[noun].quoted).then(|| Mention::state(lexicon, at, id))
}

/// `unease in Strelsau`: what is felt in a capital its government feels; nothing that only may be felt.
fn felt(lexicon: &Lexicon, tagged: &Tagged<'_>, start: usize) -> Option<Mention> {
    let sure = (start..tagged.len()).take_while(|&at| !tagged.class(at).is(Class::MODAL));
    let mut places = sure.skip(1).filter(|&at| within(tagged, at));
    places.find_map(|at| {
        let id = seat(tagged, at + 1)?;
        let attitude = lexicon.stance(tagged.word(at - 1)).is(Stance::ATTITUDE);
        attitude.then(|| Mention::state(lexicon, at + 1, id))
    })
}

/// `It is hoped in Strelsau`, `was welcomed in Strelsau`.
fn received(lexicon: &Lexicon, tagged: &Tagged<'_>, start: usize) -> Option<Mention> {
    let mut places = (start + 2..tagged.len()).filter(|&at| within(tagged, at));
    places.find_map(|at| {
        let id = seat(tagged, at + 1)?;
        let mut verb = at - 1;
        while verb > start && tagged.class(verb).is(Class::ADVERB) {
            verb -= 1;
        }
        let copula = (start..verb).rev().take(3);
        let passive = copula.take_while(|&at| {
            let class = tagged.class(at);
            class.is(Class::AUXILIARY.or(Class::ADVERB))
        });
        let passive = passive
            .into_iter()
            .any(|at| tagged.class(at).is(Class::COPULA));
        let said = matches!(
            tagged.tag(verb),
            Some(Tag::Term(Term::Verb {
                ing: false,
                base: false,
                by: true,
                ..
            }))
        );
        let hoped = tagged.word(verb) == "hoped";
        (passive && (said || hoped)).then(|| Mention::state(lexicon, at + 1, id))
    })
}

/// `in` outside a quotation.
fn within(tagged: &Tagged<'_>, at: usize) -> bool {
    tagged.word(at) == "in" && !tagged.tokens[at].quoted
}

/// `The vote left Ruritania guessing`: the one whom something makes wonder.
fn made(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    mentions: &[Mention],
    start: usize,
) -> Option<Mention> {
    let found = mentions.iter().find(|mention| {
        let verb = mention.first.checked_sub(1).filter(|&verb| verb > start);
        let leaves = verb.is_some_and(|verb| {
            matches!(
                tagged.word(verb),
                "left" | "leaves" | "leave" | "leaving" | "has" | "have"
            )
        });
        let next = mention.last + 1;
        leaves
            && matches!(mention.kind, Kind::State | Kind::Office | Kind::People)
            && tagged.tokens.get(next).is_some_and(|token| {
                !token.quoted
                    && (matches!(
                        tagged.word(next),
                        "guessing" | "wondering" | "asking" | "fretting" | "fuming" | "scrambling"
                    ) || lexicon.stance(tagged.word(next)).is(Stance::PREDICATE)
                        && !matches!(
                            tagged.word(next),
                            "to" | "open" | "set" | "due" | "behind" | "about"
                        ))
            })
    });
    found.cloned()
}

/// A capital or a building that stands for its government.
fn seat(tagged: &Tagged<'_>, at: usize) -> Option<StateId> {
    let article = at < tagged.len() && tagged.class(at).is(Class::DETERMINER);
    match tagged.tag(at + usize::from(article))? {
        Tag::State {
            id,
            form: Form::Capital | Form::Metonym,
            ..
        } => Some(id),
        _ => None,
    }
}
