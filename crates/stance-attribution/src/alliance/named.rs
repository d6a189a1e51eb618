//! Alliances by name, and states joined by hyphens.

use super::party::MOST;
use super::{Tie, canonical};
use crate::lexicon::{Lexicon, StateId};
use crate::tagged::{Tag, Tagged};

/// Pacts by name.
pub(super) fn pacts(lexicon: &Lexicon, tagged: &Tagged<'_>, start: usize) -> Vec<Tie> {
    let mut found: Vec<Tie> = Vec::new();
    let mut said: Vec<StateId> = states_of(tagged).collect();
    said.sort_unstable();
    said.dedup();
    for at in start..tagged.len() {
        let Some(Tag::Pact { id, ambiguous }) = tagged.tag(at) else {
            continue;
        };
        // `a major non-NATO ally`
        if at > 1 && tagged.is(at - 1, Tag::Joint) && tagged.word(at - 2).ends_with("non") {
            continue;
        }
        // `an Asian NATO`
        if at > 0 && matches!(tagged.word(at - 1), "asian" | "arab" | "pacific" | "mini") {
            continue;
        }
        let raw = tagged.raw(at);
        let pact = &lexicon.pacts[usize::from(id)];
        // Two of three in `South Korea-Japan-US`: read by `pairs`.
        if joined(tagged, at) && pact.name.contains('-') {
            continue;
        }
        let article = at > 0 && tagged.word(at - 1) == "the";
        // `Article V` of some treaty between others.
        let foreign = ambiguous
            && (raw.starts_with("Article") || raw.contains("reat"))
            && said.len() > 1
            && said
                .iter()
                .any(|state| !pact.members.contains(state) && !lexicon.state(*state).group);
        if foreign {
            continue;
        }
        let sure = !ambiguous
            || article
            || pact.name == "NATO"
            || raw.len() > 5
            || tagged.headline()
            || club(tagged, at);
        if sure && !found.iter().any(|tie| tie.name == pact.name) {
            let parts: Vec<&str> = pact.name.split('-').collect();
            let states = if parts.len() > 1 {
                pact.members.clone()
            } else {
                Vec::new()
            };
            found.push(Tie {
                name: pact.name.clone(),
                states,
                first: at,
                last: at,
            });
        }
    }
    found
}

/// `Quad partners`, `the four Quad navies`: what a pact has, and a word of the same spelling has not.
fn club(tagged: &Tagged<'_>, at: usize) -> bool {
    let next = at + 1;
    let other = tagged.is(next, Tag::Possessive)
        || next + 1 < tagged.len()
            && tagged.word(next) == "and"
            && matches!(tagged.tag(next + 1), Some(Tag::Pact { .. }));
    other
        || next < tagged.len()
            && matches!(
                tagged.word(next),
                "members"
                    | "member"
                    | "partners"
                    | "partner"
                    | "countries"
                    | "nations"
                    | "states"
                    | "allies"
                    | "leaders"
                    | "ministers"
                    | "foreign"
                    | "governments"
                    | "capitals"
                    | "navies"
                    | "ships"
                    | "summit"
                    | "meeting"
                    | "statement"
                    | "grouping"
                    | "group"
                    | "partnership"
                    | "cooperation"
                    | "framework"
                    | "alliance"
                    | "bloc"
                    | "pact"
            )
}

/// Whether a pact's name has a state joined to it by a hyphen.
pub(super) fn joined(tagged: &Tagged<'_>, at: usize) -> bool {
    let state = |at: usize| matches!(tagged.tag(at), Some(Tag::State { .. }));
    tagged.is(at + 1, Tag::Joint) && state(at + 2)
        || at > 1 && tagged.is(at - 1, Tag::Joint) && state(at - 2)
}

pub(super) fn states_of<'a>(tagged: &'a Tagged<'_>) -> impl Iterator<Item = StateId> + 'a {
    tagged.tokens.iter().filter_map(|token| match token.tag {
        Tag::State { id, .. } => Some(id),
        _ => None,
    })
}

/// States joined by hyphens: `Seoul-Tokyo`, `U.S.-ROK`.
pub(super) fn pairs(lexicon: &Lexicon, tagged: &Tagged<'_>, start: usize) -> Vec<Tie> {
    let mut found: Vec<Tie> = Vec::new();
    let mut at = start;
    while at < tagged.len() {
        let first = at;
        let mut states = Vec::new();
        loop {
            let parties = match tagged.tag(at) {
                Some(Tag::State { id, .. }) => vec![id],
                Some(Tag::Pact { id, .. }) if joined(tagged, at) => {
                    lexicon.pacts[usize::from(id)].members.clone()
                }
                _ => break,
            };
            for state in parties {
                if !states.contains(&state) && states.len() <= MOST {
                    states.push(state);
                }
            }
            let state_next = matches!(
                tagged.tag(at + 2),
                Some(Tag::State { .. } | Tag::Pact { .. })
            );
            if !(tagged.is(at + 1, Tag::Joint) && state_next) {
                break;
            }
            at += 2;
        }
        if states.len() > 1 && states.len() <= MOST && !rivals(lexicon, tagged, &states, at) {
            let name = canonical(lexicon, &states);
            if !found.iter().any(|tie| tie.name == name) {
                found.push(Tie {
                    name,
                    states,
                    first,
                    last: at,
                });
            }
        }
        at += 1;
    }
    found
}

/// `the US-China truce`: two who are no allies, and what rivals have.
fn rivals(lexicon: &Lexicon, tagged: &Tagged<'_>, states: &[StateId], last: usize) -> bool {
    let &[a, b] = states else {
        return false;
    };
    let word = |at: usize| {
        at < tagged.len()
            && matches!(
                tagged.word(at),
                "truce"
                    | "war"
                    | "rivalry"
                    | "competition"
                    | "confrontation"
                    | "conflict"
                    | "tension"
                    | "tensions"
                    | "standoff"
                    | "clash"
                    | "border"
                    | "trade"
                    | "summit"
                    | "talks"
            )
    };
    !lexicon.allied(a, b)
        && lexicon.adversary(a) != lexicon.adversary(b)
        && (last + 1..last + 4).any(word)
}
