//! Which of the states in a sentence may be parties to its tie.

use super::occurrence::Occurrence;
use crate::lexicon::{Lexicon, StateId};
use crate::tagged::Tagged;
use crate::word::tie;

/// More states than this in one sentence are a list, not an alliance.
pub(super) const MOST: usize = 8;

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
