//! Sentences that name several states, or say how many are meant.

use super::hub;
use super::occurrence::Occurrence;
use super::scope::Scope;
use super::{Tie, Ties, canonical};
use crate::lexicon::{Lexicon, StateId};
use crate::tagged::Tagged;
use crate::word::Class;

/// The tie where a sentence says how many are party to it, and those whom it names and those who
/// hold it are as many, or it means the last such tie.
pub(super) fn counted(
    lexicon: &Lexicon,
    scope: Scope,
    states: &[StateId],
    holder: &[StateId],
    ties: &Ties,
    at: usize,
) -> Option<Tie> {
    let mut all = states.to_vec();
    all.extend(holder.iter().filter(|state| !states.contains(state)));
    all.sort_unstable();
    all.dedup();
    // `the trilateral with Tokyo`, on a page on the tie of two others
    if let (Scope::Three, [third]) = (scope, states)
        && let Some(two) = ties.two_without(*third)
        && holder.iter().all(|state| two.states.contains(state))
    {
        all.extend(&two.states);
        all.sort_unstable();
        all.dedup();
    }
    let wanted = match scope {
        Scope::Three => 3,
        // With one state named the other rules know the other.
        Scope::Two if states.is_empty() => 2,
        Scope::Two => return None,
    };
    if all.len() == wanted && states.len() < wanted {
        return Some(Tie {
            name: canonical(lexicon, &all),
            states: all,
            first: at,
            last: at,
        });
    }
    let known = ties.trilateral().filter(|tie| {
        scope == Scope::Three
            && !states.is_empty()
            && states.iter().all(|state| tie.states.contains(state))
    })?;
    Some(Tie {
        first: at,
        last: at,
        ..known.clone()
    })
}

/// Three states or more: one tie, or several from one of them.
pub(super) fn many(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    parties: &[StateId],
    holder: &[StateId],
    occurrences: &[Occurrence],
) -> Vec<Vec<StateId>> {
    if let Some(hub) = hub::guardian(lexicon, tagged, parties, holder, occurrences) {
        let others = parties.iter().filter(|&&party| party != hub);
        return others.map(|&other| vec![hub, other]).collect();
    }
    let name = canonical(lexicon, parties);
    if lexicon.pacts.iter().any(|pact| pact.name == name) {
        return vec![parties.to_vec()];
    }
    // `Germany, France and Britain reaffirm support for Kyiv`
    let list = holder.len() > 1 && holder.iter().all(|state| parties.contains(state));
    if list && parties.len() <= holder.len() + 1 {
        return vec![parties.to_vec()];
    }
    let first_person = (0..tagged.len()).any(|at| tagged.class(at).is(Class::FIRST_PERSON));
    if let [hub] = holder
        && parties.contains(hub)
    {
        // The first other one, and those in one list with it.
        let mut others = occurrences
            .iter()
            .filter(|o| o.state != *hub && parties.contains(&o.state));
        let mut last = others.next().map_or(0, |first| first.at);
        let mut spokes: Vec<StateId> = occurrences
            .iter()
            .filter(|o| o.at == last)
            .map(|o| o.state)
            .collect();
        for other in others {
            if other.at - last > 3 {
                break;
            }
            last = other.at;
            if !spokes.contains(&other.state) {
                spokes.push(other.state);
            }
        }
        return spokes.iter().map(|&spoke| vec![*hub, spoke]).collect();
    }
    if first_person || parties.len() > 3 {
        return parties.iter().map(|&state| vec![state]).collect();
    }
    vec![parties.to_vec()]
}
