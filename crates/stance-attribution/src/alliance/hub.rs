//! Ties of several states with one in common: `U.S. commitments to Japan and South Korea` are two.

use super::occurrence::Occurrence;
use crate::lexicon::{Lexicon, StateId};
use crate::tagged::Tagged;

/// Most tokens from one state of a list to the next: `Japan, and the Philippines`.
const STEP: usize = 3;

/// The one that guards the others, where a sentence says so of three states or more.
pub(super) fn guardian(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    parties: &[StateId],
    holder: &[StateId],
    occurrences: &[Occurrence],
) -> Option<StateId> {
    let heavy = (0..tagged.len()).any(|at| burden(tagged.word(at)));
    let mut ones = parties.iter().copied();
    let hub = ones.find(|&hub| {
        let mut others = parties.iter().filter(|&&other| other != hub);
        let of_hub = |o: &&Occurrence| o.state == hub;
        others.all(|&other| lexicon.allied(hub, other))
            && listed(occurrences, parties.len() - 1, hub).is_some_and(|first| {
                let presence = |o: &Occurrence| {
                    let behind = (o.at + 1..tagged.len()).take(STEP);
                    let mut behind = behind.map(|at| tagged.word(at));
                    behind.any(shelter) || allies_of(tagged, o.at)
                };
                given_to(tagged, first)
                    || heavy && holder == [hub]
                    || occurrences.iter().filter(of_hub).any(presence)
            })
    });
    hub.filter(|_| !together(tagged))
}

/// `America's two main allies in Asia`
fn allies_of(tagged: &Tagged<'_>, at: usize) -> bool {
    let mut behind = (at + 1..tagged.len()).take(STEP + 1);
    behind.any(|at| tagged.word(at) == "allies")
}

/// A third one that two states are spoken of as allies of: the one who speaks of both, or the one of
/// whom both speak.
pub(super) fn outside(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    [a, b]: [StateId; 2],
    holder: &[StateId],
    addressed: &[StateId],
) -> Option<StateId> {
    let both = |states: &[StateId]| states.contains(&a) && states.contains(&b);
    let candidates = if both(holder) || holder.is_empty() {
        addressed
    } else {
        holder
    };
    let [hub] = candidates else {
        return None;
    };
    let guards = *hub != a
        && *hub != b
        && lexicon.allied(*hub, a)
        && lexicon.allied(*hub, b)
        && !lexicon.adversary(*hub);
    let said = both(holder) || (0..tagged.len()).any(|at| burden(tagged.word(at)));
    (guards && said && !together(tagged)).then_some(*hub)
}

/// The first token of the list of all states but the hub, where they stand side by side.
fn listed(occurrences: &[Occurrence], count: usize, hub: StateId) -> Option<usize> {
    occurrences.iter().enumerate().find_map(|(index, first)| {
        let mut states = vec![first.state];
        let mut last = first.at;
        for next in &occurrences[index + 1..] {
            if next.at - last > STEP || next.state == hub || states.contains(&next.state) {
                break;
            }
            last = next.at;
            states.push(next.state);
        }
        (first.state != hub && states.len() == count).then_some(first.at)
    })
}

/// `commitment to A and B`, `the defense of A and B`.
fn given_to(tagged: &Tagged<'_>, first: usize) -> bool {
    let mut at = first;
    if at > 0 && matches!(tagged.word(at - 1), "the" | "both") {
        at -= 1;
    }
    at > 1
        && matches!(
            tagged.word(at - 1),
            "to" | "of" | "for" | "with" | "in" | "from"
        )
        && (shelter(tagged.word(at - 2))
            || matches!(
                tagged.word(at - 2),
                "defense"
                    | "defence"
                    | "security"
                    | "forces"
                    | "alliances"
                    | "treaties"
                    | "allies"
                    | "obligations"
            ))
        || at > 1
            && matches!(tagged.word(at - 1), "to" | "with")
            && matches!(
                tagged.word(at - 2),
                "friendship"
                    | "friendships"
                    | "ties"
                    | "bonds"
                    | "partnerships"
                    | "relations"
                    | "relationships"
                    | "engagements"
            )
        || at > 0
            && matches!(
                tagged.word(at - 1),
                "defend" | "defending" | "protect" | "protecting"
            )
}

/// What one state has in another that it guards.
pub(super) fn shelter(word: &str) -> bool {
    matches!(
        word,
        "troops"
            | "soldiers"
            | "servicemen"
            | "garrisons"
            | "bases"
            | "umbrella"
            | "protection"
            | "guarantee"
            | "guarantees"
            | "commitment"
            | "commitments"
            | "pledge"
            | "pledges"
            | "presence"
    )
}

/// What an ally that guards two others speaks of when it means each of them.
fn burden(word: &str) -> bool {
    shelter(word)
        || matches!(
            word,
            "pay"
                | "paying"
                | "pays"
                | "defend"
                | "defending"
                | "protect"
                | "protecting"
                | "allies"
                | "freeloaders"
                | "free-riders"
                | "costs"
        )
}

/// The states act as one, or with one another.
pub(super) fn together(tagged: &Tagged<'_>) -> bool {
    (0..tagged.len()).any(|at| {
        matches!(
            tagged.word(at),
            "between"
                | "jointly"
                | "joint"
                | "trilateral"
                | "trilaterally"
                | "three-way"
                | "together"
                | "neighbours"
                | "neighbors"
                | "mend"
                | "mending"
        ) || tagged.word(at) == "other" && at > 0 && tagged.word(at - 1) == "each"
    })
}
