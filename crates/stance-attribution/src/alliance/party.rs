//! Which of the states in a sentence may be parties to its tie.

use super::Tie;
use crate::lexicon::{ActorKind, Form, Lexicon, StateId, Term};
use crate::tagged::{Tag, Tagged};
use crate::word::{Class, tie};

/// More states than this in one sentence are a list, not an alliance.
pub(super) const MOST: usize = 8;

/// A state's name in a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    pub state: StateId,
    pub at: usize,
}

/// States that may be parties: not places, not threats.
pub(super) fn occurrences(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    start: usize,
    pairs: &[Tie],
) -> Vec<Occurrence> {
    let mut found = Vec::new();
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
        if form == Form::Capital
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
            if !party {
                continue;
            }
        }
        if threat(tagged, at, prep) || issue(tagged, at, prep) {
            continue;
        }
        found.push(Occurrence { state: id, at });
    }
    found
}

/// What takes place in a state that need not be party to it.
fn venue(word: &str) -> bool {
    matches!(
        word,
        "summit"
            | "meeting"
            | "conference"
            | "gathering"
            | "forum"
            | "speech"
            | "interview"
            | "rally"
            | "met"
            | "meet"
            | "held"
            | "spoke"
            | "speaking"
            | "sidelines"
            | "talks"
    )
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

/// A state that is spoken of as a matter: `a Taiwan contingency`, `on Taiwan`.
pub(super) fn issue(tagged: &Tagged<'_>, at: usize, prep: Option<&str>) -> bool {
    let next = at + 1;
    let ends = !matches!(
        tagged.tag(next),
        Some(Tag::Word | Tag::Term(_) | Tag::Possessive | Tag::Joint)
    ) || tagged.class(next).closed();
    ends && matches!(prep, Some("over" | "facing" | "about" | "on"))
        && !(at >= 2
            && (tie(tagged.word(at - 2))
                || matches!(
                    tagged.word(at - 2),
                    "count" | "rely" | "depend" | "lean" | "counting"
                )))
        || next < tagged.len()
            && matches!(
                tagged.word(next),
                "contingency" | "strait" | "issue" | "question" | "crisis" | "policy"
            )
}

/// A state that is spoken of as a danger.
pub(super) fn threat(tagged: &Tagged<'_>, at: usize, prep: Option<&str>) -> bool {
    // `went into Lebanon`
    if prep == Some("into") {
        return true;
    }
    // `the threats that Russia poses`
    if at > 1
        && tagged.word(at - 1) == "that"
        && matches!(
            tagged.word(at - 2),
            "threat" | "threats" | "danger" | "dangers" | "challenge" | "challenges"
        )
    {
        return true;
    }
    if matches!(
        prep,
        Some(
            "against"
                | "deter"
                | "deterring"
                | "counter"
                | "countering"
                | "contain"
                | "containing"
                | "confront"
                | "resist"
                | "embolden"
                | "provoke"
                | "warn"
                | "warned"
                | "warns"
        )
    ) {
        return true;
    }
    (at + 1..=at + 3)
        .take_while(|&next| !matches!(tagged.tag(next), None | Some(Tag::Comma | Tag::Stop)))
        .any(|next| {
            matches!(
                tagged.word(next),
                "threat"
                    | "threats"
                    | "aggression"
                    | "provocation"
                    | "provocations"
                    | "coercion"
                    | "invasion"
                    | "missiles"
                    | "nuclear"
            ) && !tagged
                .class(at + 1)
                .is(Class::PREPOSITION.or(Class::CONJUNCTION))
        })
        || at >= 2
            && tagged.word(at - 1) == "from"
            && matches!(
                tagged.word(at - 2),
                "threat" | "threats" | "danger" | "pressure" | "challenges"
            )
}

/// One of two states that is nobody's ally and not said to be the other's.
pub(super) fn stranger(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    occurrences: &[Occurrence],
    two: [StateId; 2],
    holder: &[StateId],
) -> Option<StateId> {
    let [a, b] = two;
    if lexicon.allied(a, b) || holder.contains(&a) && holder.contains(&b) {
        return None;
    }
    let group = |state: StateId| lexicon.state(state).group;
    let odd = match (adversary(lexicon, a), adversary(lexicon, b)) {
        (true, false) if !group(a) => a,
        (false, true) if !group(b) => b,
        _ => return None,
    };
    let joined = occurrences.iter().any(|occurrence| {
        let at = occurrence.at;
        occurrence.state == odd
            && (at > 0
                && matches!(
                    tagged.word(at - 1),
                    "with" | "and" | "between" | "to" | "for"
                )
                || at > 1 && tagged.word(at - 1) == "the" && tagged.word(at - 2) == "with"
                || at + 1 < tagged.len()
                    && (tagged.word(at + 1) == "and" || tie(tagged.word(at + 1))))
    });
    (!joined && !holder.contains(&odd)).then_some(odd)
}

/// Whether a list of states stands behind `with` or `our friends in`: each is one end of a tie.
pub(super) fn alongside(tagged: &Tagged<'_>, at: Option<usize>) -> bool {
    let Some(at) = at.filter(|&at| at > 0) else {
        return false;
    };
    let at = if tagged.word(at - 1) == "the" && at > 1 {
        at - 1
    } else {
        at
    };
    match tagged.word(at - 1) {
        "with" | "alongside" => true,
        "in" | "of" => {
            at > 1
                && matches!(
                    tagged.word(at - 2),
                    "allies" | "friends" | "partners" | "that"
                )
        }
        _ => false,
    }
}

/// Leaves out adversaries that are no ally of any of the others.
pub(super) fn parties(lexicon: &Lexicon, states: &[StateId]) -> Vec<StateId> {
    if states.len() < 3 {
        return states.to_vec();
    }
    let party = |&state: &StateId| {
        !adversary(lexicon, state)
            || (states.iter()).any(|&other| other != state && lexicon.allied(state, other))
    };
    let kept: Vec<StateId> = states.iter().copied().filter(party).collect();
    if kept.len() < 2 {
        states.to_vec()
    } else {
        kept
    }
}

/// The powers that the alliances of the lists are for the most part directed against.
pub(super) const POWERS: [&str; 2] = ["Russia", "China"];

/// One of the powers, or an ally of one that is not an ally of the US as well.
pub(super) fn adversary(lexicon: &Lexicon, state: StateId) -> bool {
    let named = |names: &'static [&str]| {
        let all = 0..lexicon.states.len() as StateId;
        all.filter(move |&id| names.contains(&lexicon.state(id).name.as_str()))
    };
    named(&POWERS).any(|power| {
        power == state
            || lexicon.allied(power, state)
                && !named(&["US"]).any(|us| us == state || lexicon.allied(us, state))
    })
}
