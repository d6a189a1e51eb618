//! What stands for a tie that the page has named before.

use super::party::MOST;
use super::scope::Scope;
use super::{Tie, Ties, canonical};
use crate::lexicon::{Lexicon, StateId};
use crate::tagged::Tagged;
use crate::word::unnamed_tie;

/// `Tokyo, too, is bracing for demands` on a page on the US and South Korea: its tie with the one of
/// the two that it is an ally of.
fn hub(lexicon: &Lexicon, found: &[Tie], one: StateId) -> Option<Tie> {
    let [tie] = found else {
        return None;
    };
    let mut allies = tie.states.iter();
    let allies = allies.find(|&&state| {
        state != one && lexicon.state(state).name == "US" && lexicon.allied(state, one)
    });
    let states = vec![*allies?, one];
    Some(Tie {
        name: canonical(lexicon, &states),
        states,
        ..tie.clone()
    })
}

/// `the alliance`, `both countries`, or a stance with no word of its target: what was said last.
pub(super) fn anaphora(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    start: usize,
    holder: &[StateId],
    ties: &Ties,
    scope: Option<(usize, Scope)>,
    takes_stance: bool,
) -> Vec<Tie> {
    let count = scope.map(|(at, scope)| {
        let last = match scope {
            Scope::Three => ties.trilateral.as_ref(),
            Scope::Two => ties.bilateral.as_ref(),
        };
        (at, last.map(|tie| vec![tie.clone()]))
    });
    let noun = || (start..tagged.len()).find(|&at| unnamed_tie(tagged.word(at)));
    let wanted = count.or_else(|| noun().map(|at| (at, None)));
    let Some((at, found)) = wanted.or(takes_stance.then_some((start, None))) else {
        return Vec::new();
    };
    let mut found = found.unwrap_or_else(|| ties.current().to_vec());
    // A tie of others cannot be meant by one who is in another tie of this page, nor by two who act
    // together.
    let strange = found.iter().all(|tie| {
        !tie.states.is_empty() && !holder.iter().all(|holder| tie.states.contains(holder))
    });
    // Of several it is the one that the holder is party to.
    if let [one] = holder
        && found.iter().any(|tie| tie.states.contains(one))
    {
        found.retain(|tie| tie.states.contains(one));
    }
    match holder {
        [one] if strange => {
            let own = ties.with(*one).or_else(|| ties.of_member(lexicon, *one));
            found = own
                .or_else(|| hub(lexicon, &found, *one))
                .map_or(found, |own| vec![own]);
        }
        [_, _, ..] if strange && holder.len() <= MOST => {
            found = vec![Tie {
                name: canonical(lexicon, holder),
                states: holder.to_vec(),
                first: at,
                last: at,
            }];
        }
        _ => {}
    }
    for tie in &mut found {
        (tie.first, tie.last) = (at, at);
    }
    found
}

/// Whether a sentence speaks of `the pact` or `the submarine deal`, and says no more of it.
pub(super) fn treaty(tagged: &Tagged<'_>, start: usize) -> bool {
    (start + 1..tagged.len()).any(|at| {
        let noun = matches!(
            tagged.word(at),
            "pact" | "deal" | "treaty" | "agreement" | "accord" | "grouping" | "bloc"
        );
        let article = tagged.word(at - 1) == "the"
            || at > start + 1 && tagged.word(at - 2) == "the" && !tagged.class(at - 1).closed();
        let bare = at + 1 >= tagged.len()
            || !matches!(
                tagged.word(at + 1),
                "with" | "between" | "of" | "on" | "to" | "for"
            );
        noun && article && bare
    })
}
