//! A sentence whose tie is looked for, with all that tells it.

use super::anaphora::anaphora;
use super::occurrence::Occurrence;
use super::scope::Scope;
use super::{Tie, Ties, canonical};
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
    /// The states that the holder is, or belongs to, as said and each once.
    pub holder: &'a [StateId],
    pub together: Vec<StateId>,
    pub addressed: &'a [StateId],
    pub scope: Option<(usize, Scope)>,
    pub takes_stance: bool,
}

impl Scene<'_> {
    /// The first and the last token that name one of some states.
    pub fn place(&self, states: &[StateId]) -> (usize, usize) {
        let named = self
            .occurrences
            .iter()
            .filter(|o| states.contains(&o.state));
        let mut tokens = named.map(|o| o.at);
        let first = tokens.next().unwrap_or(self.start);
        (first, tokens.next_back().unwrap_or(first))
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

    /// What the page has named before.
    pub fn anaphora(&self, ties: &Ties) -> Vec<Tie> {
        anaphora(
            self.lexicon,
            self.tagged,
            self.start,
            &self.together,
            ties,
            self.scope,
            self.takes_stance,
        )
    }
}
