//! A sentence whose tie is looked for, with all that tells it.

use super::anaphora::anaphora;
use super::occurrence::Occurrence;
use super::place::located;
use super::scope::Scope;
use super::{Tie, Ties, canonical, distinct};
use crate::lexicon::{Lexicon, StateId};
use crate::tagged::Tagged;

/// What a sentence says of states, who holds it, and what the page has said before.
pub(super) struct Scene<'a> {
    pub lexicon: &'a Lexicon,
    pub tagged: &'a Tagged<'a>,
    /// Where the sentence proper begins.
    pub start: usize,
    /// The names of states that may be parties.
    pub occurrences: Vec<Occurrence>,
    /// The states of the occurrences, each once.
    pub states: Vec<StateId>,
    /// The names of states that are first of all places.
    pub places: Vec<Occurrence>,
    /// The states that the holder is, or belongs to, as said and each once.
    pub holder: &'a [StateId],
    pub together: Vec<StateId>,
    pub addressed: &'a [StateId],
    pub scope: Option<(usize, Scope)>,
    pub takes_stance: bool,
}

impl Scene<'_> {
    /// The tokens that name a state which may be a party.
    pub fn named(&self, state: StateId) -> impl Iterator<Item = usize> {
        let of = self.occurrences.iter().filter(move |o| o.state == state);
        of.map(|o| o.at)
    }

    /// Whether a state is only where something happens, and nobody who holds a stance.
    pub fn only_place(&self, state: StateId) -> bool {
        !self.holder.contains(&state) && self.named(state).all(|at| located(self.tagged, at))
    }

    /// The first and the last token that name one of some states.
    pub fn place(&self, states: &[StateId]) -> (usize, usize) {
        let of = |named: &[Occurrence]| {
            let named = named.iter().filter(|o| states.contains(&o.state));
            let mut tokens = named.map(|o| o.at);
            let first = tokens.next()?;
            Some((first, tokens.next_back().unwrap_or(first)))
        };
        match (of(&self.occurrences), of(&self.places)) {
            (Some(named), None) | (None, Some(named)) => named,
            (Some((a, b)), Some((c, d))) => (a.min(c), b.max(d)),
            (None, None) => (self.start, self.start),
        }
    }

    /// The tie of some states, where the sentence names them.
    pub fn tie(&self, states: &[StateId]) -> Tie {
        let (first, last) = self.place(states);
        Tie {
            name: canonical(self.lexicon, states),
            states: states.to_vec(),
            first,
            last,
        }
    }

    /// The tie of a state with those of its allies whom nobody names.
    pub fn with_allies(&self, one: StateId) -> Tie {
        Tie {
            name: format!("{}-allies", self.lexicon.state(one).name),
            ..self.tie(&[one])
        }
    }

    /// The tie of those who are named, and of those in whose capitals it is spoken of: `officials in
    /// Taipei parse each American statement`. None where they are not two.
    pub fn across(&self, named: &[StateId]) -> Option<Tie> {
        let places = self.places.iter().map(|place| place.state);
        let parties = distinct(named.iter().copied().chain(places));
        let [a, b] = parties[..] else {
            return None;
        };
        let foes = [a, b].map(|state| self.lexicon.adversary(state));
        let rivals = foes[0] != foes[1] || foes[0] && named.is_empty();
        (!rivals).then(|| self.tie(&[a, b]))
    }

    /// What the page has named before: where nobody is known to hold it, of the one state in whose
    /// capital it is said.
    pub fn anaphora(&self, ties: &Ties) -> Vec<Tie> {
        let places = distinct(self.places.iter().map(|place| place.state));
        let holder = match places[..] {
            [_] if self.together.is_empty() => &places,
            _ => &self.together,
        };
        anaphora(
            self.lexicon,
            self.tagged,
            self.start,
            holder,
            ties,
            self.scope,
            self.takes_stance,
        )
    }
}
