//! Which of the states in a sentence may be parties to its tie.

use super::occurrence::Occurrence;
use super::place::region;
use super::scene::Scene;
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
    let odd = match (lexicon.adversary(a), lexicon.adversary(b)) {
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

/// The states of a sentence that may be parties to one tie: of three or more, not the adversaries of
/// the others, no open group beside states, and none that is only where something happens.
pub(super) fn parties(scene: &Scene<'_>) -> Vec<StateId> {
    let lexicon = scene.lexicon;
    let foe = |state: StateId| lexicon.adversary(state);
    let hostile = scene.holder.iter().any(|&holder| foe(holder));
    let mut kept = scene.states.clone();
    retain(&mut kept, |state, all| {
        !foe(state)
            || hostile
                && all
                    .iter()
                    .any(|&other| other != state && lexicon.allied(state, other))
    });
    retain(&mut kept, |state, _| {
        let region = || scene.named(state).all(|at| region(scene.tagged, at));
        !lexicon.state(state).group || !region()
    });
    retain(&mut kept, |state, _| !scene.only_place(state));
    elsewhere(scene, &mut kept);
    kept
}

/// Leaves out one of two that is only where something happens, where another party is at hand:
/// `withdrew its troops from Iraq to the dismay of Washington`.
fn elsewhere(scene: &Scene<'_>, kept: &mut Vec<StateId>) {
    let &mut [a, b] = &mut kept[..] else {
        return;
    };
    let (one, other) = match (scene.only_place(a), scene.only_place(b)) {
        (true, false) => (b, a),
        (false, true) => (a, b),
        _ => return,
    };
    let third = |states: &[StateId]| states.iter().any(|state| ![one, other].contains(state));
    let places: Vec<StateId> = scene.places.iter().map(|place| place.state).collect();
    if !scene.lexicon.allied(one, other) && (third(&places) || third(scene.holder)) {
        kept.retain(|&state| state == one);
    }
}

/// Leaves out some of three states or more, if two are left.
fn retain(states: &mut Vec<StateId>, keep: impl Fn(StateId, &[StateId]) -> bool) {
    if states.len() < 3 {
        return;
    }
    let kept = states.iter().copied().filter(|&state| keep(state, states));
    let kept: Vec<StateId> = kept.collect();
    if kept.len() > 1 {
        *states = kept;
    }
}
