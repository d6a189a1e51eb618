//! A pact beside a state that is none of its members, and a holder beside one whom the sentence names.

use super::{Tie, Ties, canonical};
use crate::lexicon::{Lexicon, StateId};
use crate::tagged::{Tag, Tagged};

/// The tie of a holder with the state of a person whom the sentence names: `Gu thanked Ashdown`. None
/// where the page spoke last of a tie of both.
pub(super) fn counterpart(
    lexicon: &Lexicon,
    states: &[StateId],
    holder: &[StateId],
    addressed: &[StateId],
    ties: &Ties,
) -> Option<Tie> {
    let &[own] = holder else {
        return None;
    };
    let rivals = |&other: &StateId| lexicon.adversary(own) != lexicon.adversary(other);
    let held = |&other: &StateId| other == own || ties.hold(own, other);
    let others = states.iter().any(|&state| state != own);
    if !(1..3).contains(&addressed.len())
        || others
        || addressed.iter().any(rivals)
        || addressed.iter().any(held)
    {
        return None;
    }
    let parties = [&[own], addressed].concat();
    Some(Tie {
        name: canonical(lexicon, &parties),
        states: parties,
        first: 0,
        last: 0,
    })
}

/// The pact that a holder speaks for, with the one state of which it speaks that is no member.
pub(super) fn of_pact(lexicon: &Lexicon, pact: u16, states: &[StateId]) -> Option<String> {
    let pact = &lexicon.pacts[usize::from(pact)];
    match outsiders(lexicon, &pact.members, states)[..] {
        _ if pact.members.is_empty() => None,
        [] => Some(pact.name.clone()),
        [one] => Some(with_state(lexicon, &pact.name, one)),
        _ => None,
    }
}

/// Those of some states that are no members of a pact, and not what it is directed against.
pub(super) fn outsiders(
    lexicon: &Lexicon,
    members: &[StateId],
    states: &[StateId],
) -> Vec<StateId> {
    let outside = |&&state: &&StateId| {
        let known = lexicon.state(state).group || lexicon.adversary(state);
        !known && !members.contains(&state)
    };
    states.iter().filter(outside).copied().collect()
}

/// `Mongolia-NATO`.
pub(super) fn with_state(lexicon: &Lexicon, pact: &str, state: StateId) -> String {
    let mut names = [lexicon.state(state).name.as_str(), pact];
    names.sort_by_key(|&name| (name != "US", name));
    names.join("-")
}

/// `any mention of membership for Ukraine`, on a page on NATO.
pub(super) fn guest(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    states: &[StateId],
    ties: &Ties,
) -> Option<Tie> {
    let at = (0..tagged.len()).find(|&at| matches!(tagged.word(at), "membership" | "accession"))?;
    let pact = ties.last_pact(lexicon)?;
    let outside = outsiders(lexicon, &pact.members, states);
    let [one] = outside[..] else {
        return None;
    };
    Some(Tie {
        name: with_state(lexicon, &pact.name, one),
        states: Vec::new(),
        first: at,
        last: at,
    })
}

/// Whether a sentence speaks of joining a pact that stands at a token.
pub(super) fn joining(tagged: &Tagged<'_>, pact: usize) -> bool {
    let out = pact > 1 && tagged.word(pact - 1) == "of" && tagged.word(pact - 2) == "out";
    let join = pact > 0
        && matches!(
            tagged.word(pact - 1),
            "join" | "joins" | "joining" | "joined" | "into"
        );
    let word = |at| {
        matches!(
            tagged.word(at),
            "membership"
                | "accession"
                | "invite"
                | "invited"
                | "inviting"
                | "invitation"
                | "admit"
                | "admitting"
                | "admission"
        )
    };
    out || join || (0..tagged.len()).any(word)
}

/// A pact and one who is no member: `Mongolia values its partnership with NATO`, `Ukraine's path to
/// NATO membership`.
pub(super) fn partnered(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    mut named: Vec<Tie>,
    states: &[StateId],
    holder: &[StateId],
) -> Vec<Tie> {
    let joined = |name: &str, at: usize| {
        let pact = lexicon.pacts.iter().find(|pact| pact.name == name)?;
        let outside = outsiders(lexicon, &pact.members, states);
        let [one] = outside[..] else {
            return None;
        };
        (!pact.members.is_empty() && joining(tagged, at)).then(|| with_state(lexicon, name, one))
    };
    if let [tie] = &mut named[..]
        && tie.states.is_empty()
        && let Some(name) = joined(&tie.name, tie.first)
    {
        tie.name = name;
        return named;
    }
    if let [tie] = &mut named[..]
        && tie.states.is_empty()
        && let ([state], [holder]) = (states, holder)
        && state == holder
    {
        let pact = lexicon.pacts.iter().find(|pact| pact.name == tie.name);
        let outside =
            pact.is_some_and(|pact| !pact.members.is_empty() && !pact.members.contains(state));
        if outside && partner(tagged, tie.first) {
            tie.name = with_state(lexicon, &tie.name, *state);
        }
    }
    named
}

/// Whether a sentence speaks of a partnership with a pact that stands at a token.
fn partner(tagged: &Tagged<'_>, pact: usize) -> bool {
    pact >= 2
        && matches!(tagged.word(pact - 1), "with" | "join" | "joining" | "in")
        && matches!(
            tagged.word(pact - 2),
            "partnership"
                | "cooperation"
                | "cooperating"
                | "exercises"
                | "ties"
                | "relations"
                | "membership"
                | "to"
                | "relationship"
        )
        || tagged.is(pact + 1, Tag::Possessive)
            && pact + 2 < tagged.len()
            && tagged.word(pact + 2) == "door"
}
