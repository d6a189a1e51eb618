//! What is known of states, alliances, offices and verbs, and how it is found in a text.

mod automaton;
mod entry;
mod rows;

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use crate::{List, Result};
use automaton::{automaton, spelled, whole_words};
pub(crate) use entry::{ActorKind, Form, Name, Pact, Party, Stance, StateId, Term};
use entry::{KnownPerson, Office, State};

/// The powers that the alliances of the lists are for the most part directed against.
const POWERS: [&str; 2] = ["Russia", "China"];

/// The states, alliances, offices and verbs that are known.
///
/// [`Lexicon::default`] is built of the embedded lists; [`Lexicon::extend_from_csv`] adds to them.
pub struct Lexicon {
    pub(crate) states: Vec<State>,
    pub(crate) pacts: Vec<Pact>,
    pub(crate) offices: Vec<Office>,
    pub(crate) persons: Vec<KnownPerson>,
    iso: HashMap<String, StateId>,
    allied: Vec<(StateId, StateId)>,
    /// By state, whether it is an adversary; worked out once, for it is asked of most sentences.
    adversaries: Vec<bool>,
    name_forms: HashMap<String, Name>,
    word_forms: HashMap<String, Term>,
    stances: HashMap<String, Stance>,
    /// None where the lists are too large for an automaton, which takes 2^31 states.
    names: Option<AhoCorasick>,
    name_values: Vec<Name>,
    words: Option<AhoCorasick>,
    word_values: Vec<Term>,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self::embedded()
    }
}

impl Lexicon {
    /// The embedded lists alone.
    ///
    /// # Panics
    /// Never: a test reads every embedded list.
    #[must_use]
    pub fn embedded() -> Self {
        let mut lexicon = Self {
            states: Vec::new(),
            pacts: Vec::new(),
            offices: Vec::new(),
            persons: Vec::new(),
            iso: HashMap::new(),
            allied: Vec::new(),
            adversaries: Vec::new(),
            name_forms: HashMap::new(),
            word_forms: HashMap::new(),
            stances: HashMap::new(),
            names: None,
            name_values: Vec::new(),
            words: None,
            word_values: Vec::new(),
        };
        for list in List::ALL {
            let read = lexicon.add(list, list.embedded());
            debug_assert!(read.is_ok(), "{read:?}");
        }
        lexicon.rebuild();
        lexicon
    }

    /// Adds the rows of a CSV text with the columns of the embedded list of that kind.
    ///
    /// A form that is already known takes the meaning of the new row. Codes of states must be in the
    /// list of states, or added to it before.
    ///
    /// # Errors
    /// [`Error`](crate::Error), which names the line, where a column is missing, a row has too few
    /// or too many fields, or a value is none of those allowed. Nothing is added then.
    pub fn extend_from_csv(&mut self, list: List, text: &str) -> Result<()> {
        self.check(list, text)?;
        self.add(list, text)?;
        self.rebuild();
        Ok(())
    }

    /// Whether a canonical name is a state's.
    #[must_use]
    pub fn is_state(&self, name: &str) -> bool {
        self.states.iter().any(|state| state.name == name)
    }

    /// ISO 3166 codes of two letters of the states that are known, with their canonical names.
    pub fn states(&self) -> impl Iterator<Item = (&str, &str)> {
        let code = |(iso, id): (&'_ String, &StateId)| (iso.as_str().to_owned(), *id);
        let mut states: Vec<(String, StateId)> = self.iso.iter().map(code).collect();
        states.sort();
        states.into_iter().filter_map(|(iso, id)| {
            let (known, _) = self.iso.get_key_value(&iso)?;
            Some((known.as_str(), self.states[usize::from(id)].name.as_str()))
        })
    }

    /// The state with a code of two letters.
    pub(crate) fn state_of(&self, code: &str) -> Option<StateId> {
        self.iso.get(code).copied()
    }

    /// Whether two states are members of one pact that makes allies of them.
    pub(crate) fn allied(&self, a: StateId, b: StateId) -> bool {
        self.allied.binary_search(&(a.min(b), a.max(b))).is_ok()
    }

    /// What a word or two in lower case do by which one takes a stance.
    pub(crate) fn stance(&self, words: &str) -> Stance {
        self.stances.get(words).copied().unwrap_or_default()
    }

    /// Whether a state is one of the powers, or an ally of one that is not an ally of the US as well.
    pub(crate) fn adversary(&self, state: StateId) -> bool {
        let known = self.adversaries.get(usize::from(state));
        known.copied().unwrap_or(false)
    }

    /// Works out who is an adversary, by the states and their allies.
    fn adversaries(&self) -> Vec<bool> {
        let all = || 0..self.states.len() as StateId;
        let named = |names: &[&str]| -> Vec<StateId> {
            let one = |&id: &StateId| names.contains(&self.state(id).name.as_str());
            all().filter(one).collect()
        };
        let (powers, us) = (named(&POWERS), named(&["US"]));
        let ally = |of: &[StateId], state| of.iter().any(|&one| self.allied(one, state));
        let adversary = |state: StateId| {
            let friend = us.contains(&state) || ally(&us, state);
            powers.contains(&state) || ally(&powers, state) && !friend
        };
        all().map(adversary).collect()
    }

    pub(crate) fn party(&self, party: Party) -> &str {
        match party {
            Party::State(id) => &self.state(id).name,
            Party::Pact(id) => &self.pacts[usize::from(id)].name,
        }
    }

    pub(crate) fn state(&self, id: StateId) -> &State {
        &self.states[usize::from(id)]
    }

    /// Names found in a text, in order, none over another.
    pub(crate) fn names_in<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (usize, usize, Name)> + 'a {
        whole_words(&self.names, text)
            .map(|(start, end, value)| (start, end, self.name_values[value]))
    }

    /// Offices, actors and verbs found in a text, in order, none over another.
    pub(crate) fn terms_in<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (usize, usize, Term)> + 'a {
        whole_words(&self.words, text)
            .map(|(start, end, value)| (start, end, self.word_values[value]))
    }

    fn rebuild(&mut self) {
        self.allied.sort_unstable();
        self.allied.dedup();
        self.adversaries = self.adversaries();
        let (forms, values) = spelled(&self.name_forms);
        self.names = automaton(&forms, false);
        self.name_values = values;
        let (forms, values) = spelled(&self.word_forms);
        self.words = automaton(&forms, true);
        self.word_values = values;
    }
}
