//! Ties that a sentence spells out: `Moscow's pact with Pyongyang`, `the bond with Washington and
//! cooperation with Seoul`.

use super::hub::together;
use super::place::{before, listed, state_from};
use super::scene::Scene;
use crate::lexicon::StateId;
use crate::tagged::Tag;
use crate::word::tie;

/// Most tokens from the owner of a tie to its noun: `Moscow's new defence pact`.
const OWNER: usize = 4;

/// The two states of which one sentence of many states says that they have a tie with each other.
pub(super) fn spelled(scene: &Scene<'_>) -> Option<[StateId; 2]> {
    let tagged = scene.tagged;
    let mut found = None;
    for noun in scene.start + 1..tagged.len().saturating_sub(2) {
        if !tie(tagged.word(noun)) || !matches!(tagged.word(noun + 1), "with" | "to") {
            continue;
        }
        let Some((partner, at)) = state_from(tagged, noun + 2) else {
            continue;
        };
        let near = (scene.start..noun).rev().take(OWNER);
        let mut near = near.take_while(|&at| match tagged.tag(at) {
            Some(Tag::Word | Tag::Term(_)) => !tagged.class(at).closed(),
            tag => matches!(tag, Some(Tag::Possessive | Tag::State { .. })),
        });
        let owner = near.find_map(|at| match tagged.tag(at) {
            Some(Tag::State { id, .. }) => Some(id),
            _ => None,
        });
        let owner = owner.filter(|&owner| owner != partner && !listed(tagged, at));
        match (owner, found) {
            (None, _) => {}
            (Some(owner), None) => found = Some([owner, partner]),
            // Several: none of them is the one.
            (Some(owner), Some(known)) => {
                if ![owner, partner].iter().all(|state| known.contains(state)) {
                    return None;
                }
            }
        }
    }
    found
}

/// The two states with each of which one holder has a tie of its own: `the bond with Washington is
/// strong, and cooperation with Seoul goes on`.
pub(super) fn apart(scene: &Scene<'_>) -> Option<[[StateId; 2]; 2]> {
    let tagged = scene.tagged;
    let &[holder] = &scene.together[..] else {
        return None;
    };
    let others = scene
        .states
        .iter()
        .copied()
        .filter(|&state| state != holder);
    let others: Vec<StateId> = others.collect();
    let &[a, b] = &others[..] else {
        return None;
    };
    let with = |state: StateId| {
        let mut named = scene.named(state);
        let (Some(at), None) = (named.next(), named.next()) else {
            return false;
        };
        let back = before(tagged, at);
        at > back && tagged.word(at - back) == "with" && !listed(tagged, at)
    };
    let foe = |state: StateId| scene.lexicon.adversary(state);
    let each = with(a) && with(b) && !foe(a) && !foe(b) && !together(tagged);
    each.then_some([[holder, a], [holder, b]])
}
