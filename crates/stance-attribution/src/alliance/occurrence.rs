//! The states that a sentence names, and which of them are only a place in it.

use super::Tie;
use super::place::{issue, threat, venue};
use crate::lexicon::{ActorKind, Form, Lexicon, StateId, Term};
use crate::tagged::{Tag, Tagged};
use crate::word::{Class, tie};

/// A state's name in a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    pub state: StateId,
    pub at: usize,
}

/// The names of states in a sentence, by what the states may be in it.
#[derive(Debug, Default)]
pub(super) struct Occurrences {
    /// They may be parties: no places, no threats.
    pub parties: Vec<Occurrence>,
    /// Capitals where something is or is said: parties only where no other is named.
    pub places: Vec<Occurrence>,
}

pub(super) fn occurrences(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    start: usize,
    pairs: &[Tie],
) -> Occurrences {
    let mut found = Occurrences::default();
    for at in start..tagged.len() {
        let Some(Tag::State {
            id,
            form,
            ambiguous,
        }) = tagged.tag(at)
        else {
            continue;
        };
        if pairs
            .iter()
            .any(|pair| (pair.first..=pair.last).contains(&at))
        {
            continue;
        }
        let before = |steps: usize| at.checked_sub(steps).map(|at| tagged.word(at));
        let group = lexicon.state(id).group;
        let noun = form == Form::Demonym
            && (!matches!(
                tagged.tag(at + 1),
                Some(Tag::Word | Tag::Term(_) | Tag::Joint)
            ) || tagged.class(at + 1).is(Class::COPULA))
            && matches!(before(1), Some("in" | "the"))
            && !(at + 1 < tagged.len() && tagged.word(at + 1) == "of");
        if group && form == Form::Demonym && !noun && !followed_by_party(tagged, at) {
            continue;
        }
        if ambiguous
            && !group
            && form == Form::Name
            && at > 0
            && matches!(tagged.tag(at - 1), Some(Tag::Person(_)))
        {
            continue;
        }
        let article = before(1) == Some("the");
        let prep = if article { before(2) } else { before(1) };
        // `the APEC summit in Peru`
        if prep == Some("in") && before(if article { 3 } else { 2 }).is_some_and(venue) {
            continue;
        }
        // `out of Delhi's shadow`
        let owner = tagged.is(at + 1, Tag::Possessive);
        if form == Form::Capital
            && !owner
            && matches!(
                prep,
                Some("in" | "at" | "near" | "outside" | "from" | "of" | "through" | "above")
            )
        {
            let noun = at - 1 - usize::from(article);
            let party = noun > 0 && {
                let noun = noun - 1;
                tie(tagged.word(noun))
                    || matches!(
                        tagged.tag(noun),
                        Some(Tag::Term(Term::Actor {
                            kind: ActorKind::Government | ActorKind::Ally,
                            ..
                        }))
                    )
                    || tagged.word(noun) == "nobody"
            };
            // `Brussels` is as often the EU or NATO.
            if !party && tagged.word(at) == "brussels" {
                continue;
            }
            if !party {
                found.places.push(Occurrence { state: id, at });
                continue;
            }
        }
        if threat(tagged, at, prep) || issue(tagged, at, prep) {
            continue;
        }
        found.parties.push(Occurrence { state: id, at });
    }
    found
}

/// `Gulf rulers`, `European allies`.
pub(super) fn followed_by_party(tagged: &Tagged<'_>, at: usize) -> bool {
    (at + 1..=at + 2).any(|next| {
        next < tagged.len()
            && (matches!(
                tagged.word(next),
                "states"
                    | "countries"
                    | "nations"
                    | "governments"
                    | "capitals"
                    | "rulers"
                    | "monarchies"
                    | "partners"
                    | "allies"
                    | "friends"
                    | "air"
                    | "powers"
                    | "chiefs"
                    | "leaders"
                    | "members"
                    | "command"
                    | "autonomy"
            ))
    })
}
