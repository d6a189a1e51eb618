//! Toward which alliance a sentence takes its stance.

mod allies;
mod anaphora;
mod explicit;
mod hub;
mod named;
mod occurrence;
mod one_end;
mod pact;
mod party;
mod place;
mod scene;
mod scope;
mod several;
mod ties;
mod two_ends;

use crate::lexicon::{Lexicon, StateId};
use crate::speech::opening;
use crate::tagged::Tagged;
use allies::house_style;
use anaphora::treaty;
use named::{pacts, pairs};
use occurrence::{Occurrences, occurrences};
use one_end::one_end;
use pact::{counterpart, guest, of_pact, partnered};
use party::{MOST, parties};
use scene::Scene;
use scope::{Scope, scope};
use several::{counted, many};
pub(crate) use ties::Ties;
use two_ends::two_ends;

/// A tie and the tokens that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tie {
    pub name: String,
    /// The parties, where it is a tie between states.
    pub states: Vec<StateId>,
    pub first: usize,
    pub last: usize,
}

impl Tie {
    /// Whether a name is one of the tie's parties, or a tie of two of them.
    pub fn covers(&self, lexicon: &Lexicon, name: &str) -> bool {
        let mut firsts = self.states.iter().enumerate();
        let two = firsts.any(|(at, &one)| {
            let mut others = self.states[at + 1..].iter();
            others.any(|&other| canonical(lexicon, &[one, other]) == name)
        });
        two || self.has_end(lexicon, name)
    }

    /// Whether a name is one of the tie's parties.
    pub fn has_end(&self, lexicon: &Lexicon, name: &str) -> bool {
        self.states.len() > 1
            && self
                .states
                .iter()
                .any(|&state| lexicon.state(state).name == name)
    }
}

/// Who takes the stance, as far as it tells toward what.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Speaker<'a> {
    /// The states that the holder is, or belongs to.
    pub states: &'a [StateId],
    /// The pact that the holder speaks for.
    pub pact: Option<u16>,
    /// The states whose office-holders the sentence names besides.
    pub addressed: &'a [StateId],
}

pub(crate) fn find(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    speaker: Speaker<'_>,
    ties: &mut Ties,
    takes_stance: bool,
) -> Vec<Tie> {
    let start = opening(tagged);
    let mut named = pacts(lexicon, tagged, start);
    let pairs = pairs(lexicon, tagged, start);
    let Occurrences { parties, places } = occurrences(lexicon, tagged, start, &pairs);
    let states = distinct(parties.iter().map(|occurrence| occurrence.state));
    named.extend(pairs);
    let scene = Scene {
        lexicon,
        tagged,
        start,
        occurrences: parties,
        states,
        places,
        holder: speaker.states,
        together: distinct(speaker.states.iter().copied()),
        addressed: speaker.addressed,
        scope: scope(tagged, start),
        takes_stance,
    };
    let found = meant(&scene, ties, named, speaker.pact);
    ties.learn(tagged, start, &found);
    ties.hear(lexicon, &found);
    found
}

/// The ties that a sentence means, of those that it names and those that the page has named.
fn meant(scene: &Scene<'_>, ties: &Ties, named: Vec<Tie>, pact: Option<u16>) -> Vec<Tie> {
    let (lexicon, tagged, start) = (scene.lexicon, scene.tagged, scene.start);
    let states = &scene.states[..];
    let here = |tie: Tie| Tie {
        first: start,
        last: start,
        ..tie
    };
    if named.is_empty() {
        let counted = scene
            .scope
            .and_then(|(at, scope)| counted(lexicon, scope, states, &scene.together, ties, at));
        let short = ties.by_acronym(tagged, start).filter(|_| states.len() < 2);
        if let Some(tie) = short.or(counted) {
            return vec![tie];
        }
        if let Some(tie) = ties.pact().filter(|_| house_style(tagged, start)) {
            return vec![here(tie.clone())];
        }
        let parties = distinct(states.iter().chain(&scene.together).copied());
        if let Some(tie) = ties
            .treaty(lexicon, &parties)
            .filter(|_| treaty(tagged, start))
        {
            return vec![here(tie)];
        }
        let counterpart = counterpart(lexicon, states, &scene.together, scene.addressed, ties);
        if let Some(tie) = counterpart.filter(|_| scene.scope.is_none()) {
            return vec![here(tie)];
        }
        if states.is_empty() {
            if let Some(tie) = scene.across(&scene.together).filter(|_| !ties.heard()) {
                return vec![tie];
            }
            return scene.anaphora(ties);
        }
    } else {
        return partnered(lexicon, tagged, named, states, scene.holder);
    }
    if let Some(tie) = guest(lexicon, tagged, states, ties) {
        return vec![tie];
    }
    if let Some(name) = pact.and_then(|pact| of_pact(lexicon, pact, states)) {
        let (first, last) = scene.place(states);
        return vec![Tie {
            name,
            states: Vec::new(),
            first,
            last,
        }];
    }
    if let Some(two) = explicit::apart(scene) {
        return two.iter().map(|parties| scene.tie(parties)).collect();
    }
    let parties = match explicit::spelled(scene) {
        Some(two) if states.len() > 2 || !scene.together.iter().any(|h| two.contains(h)) => {
            two.to_vec()
        }
        _ => parties(scene),
    };
    match parties[..] {
        [] => Vec::new(),
        [one] => one_end(scene, ties, one),
        [a, b] => two_ends(scene, ties, [a, b]),
        _ if parties.len() > MOST => Vec::new(),
        _ => many(lexicon, tagged, &parties, scene.holder, &scene.occurrences)
            .iter()
            .map(|parties| scene.tie(parties))
            .collect(),
    }
}

/// States each once, and no more of them than a list that is no alliance has.
fn distinct(states: impl Iterator<Item = StateId>) -> Vec<StateId> {
    let mut found = Vec::new();
    for state in states {
        if !found.contains(&state) && found.len() <= MOST {
            found.push(state);
        }
    }
    found
}

/// Whether a sentence speaks of a tie with three parties.
pub(crate) fn of_three(tagged: &Tagged<'_>) -> bool {
    scope(tagged, opening(tagged)).is_some_and(|(_, scope)| scope == Scope::Three)
}

/// The name of a tie between states: the US first, the others in the order of the alphabet.
pub(crate) fn canonical(lexicon: &Lexicon, states: &[StateId]) -> String {
    let mut names: Vec<&str> = states
        .iter()
        .map(|&state| lexicon.state(state).name.as_str())
        .collect();
    names.sort_by_key(|&name| (name != "US", name));
    names.dedup();
    names.join("-")
}
