//! What is known of states, alliances, offices and verbs, and how it is found in a text.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::list::Row;
use crate::{List, Result};

pub(crate) type StateId = u16;

/// Most members of a pact that says of any two of them that they are allies. Larger groups (the
/// United Nations' regional ones, BRICS) hold rivals as well.
const CLOSE: usize = 8;

/// Larger pacts whose members are allies of one another all the same.
const LARGE_ALLIANCES: [&str; 3] = ["NATO", "GCC", "CSTO"];

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
    name_forms: HashMap<String, Name>,
    word_forms: HashMap<String, Term>,
    /// None where the lists are too large for an automaton, which takes 2^31 states.
    names: Option<AhoCorasick>,
    name_values: Vec<Name>,
    words: Option<AhoCorasick>,
    word_values: Vec<Term>,
}

/// A state, or an open group of states (which has no code).
pub(crate) struct State {
    pub name: String,
    pub adjective: String,
    pub group: bool,
}

/// Whom a holder speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Party {
    State(StateId),
    /// By its place among the pacts.
    Pact(u16),
}

pub(crate) struct Pact {
    pub name: String,
    pub members: Vec<StateId>,
}

pub(crate) struct Office {
    pub kind: String,
}

pub(crate) struct KnownPerson {
    pub name: String,
    pub state: Option<StateId>,
    pub party: Option<Party>,
    /// First and last day of each office, as far as they are known; the last is empty while it lasts.
    terms: Vec<(String, String)>,
}

impl KnownPerson {
    /// Whether the person held an office on a day, or ever, where no day is given.
    pub fn held(&self, date: Option<&str>) -> bool {
        // A month without a day includes all of its days.
        let upto = |date: &str, length: usize| date.get(..length).unwrap_or(date).to_owned();
        date.is_none_or(|date| {
            self.terms.iter().any(|(from, to)| {
                upto(date, from.len()) >= *from && (to.is_empty() || upto(date, to.len()) <= *to)
            })
        })
    }
}

/// How a form of a state's name stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Name,
    Capital,
    Demonym,
    People,
    /// Both adjective and noun: `Japanese`.
    Either,
    Metonym,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    State {
        id: StateId,
        form: Form,
        ambiguous: bool,
    },
    Pact {
        id: u16,
        ambiguous: bool,
    },
    Person(u16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActorKind {
    Institution,
    Government,
    Press,
    Person,
    Group,
    Ally,
    Pair,
    Modifier,
    /// An institution that speaks for its state.
    Organ,
    /// A person who speaks for a state or body.
    Agent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Term {
    Office {
        id: u16,
        plural: bool,
    },
    Actor {
        kind: ActorKind,
        plural: bool,
    },
    Verb {
        ing: bool,
        /// The bare form, which is often a noun.
        base: bool,
        before: bool,
        after: bool,
        by: bool,
        ambiguous: bool,
    },
    /// `according to`.
    Source,
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
            name_forms: HashMap::new(),
            word_forms: HashMap::new(),
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

    /// Whether two states are members of one pact that makes allies of them.
    pub(crate) fn allied(&self, a: StateId, b: StateId) -> bool {
        self.allied.binary_search(&(a.min(b), a.max(b))).is_ok()
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

    /// Reads a list and throws the rows away, so that a bad one adds nothing.
    fn check(&self, list: List, text: &str) -> Result<()> {
        for row in list.rows(text)? {
            match list {
                List::Alliances => {
                    self.codes(list, &row, 2)?;
                }
                List::Offices => {
                    self.codes(list, &row, 3)?;
                }
                List::Actors => {
                    actor_kind(&row)?;
                }
                List::States if row.fields[0].len() != 2 => {
                    let what = format!("`{}` is no code of two letters", row.fields[0]);
                    return Err(list.error(row.line, what));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn codes(&self, list: List, row: &Row, column: usize) -> Result<Vec<StateId>> {
        row.several(column)
            .map(|code| {
                self.iso.get(code).copied().ok_or_else(|| {
                    let what =
                        format!("no state has the code `{code}`; add it to the states first");
                    list.error(row.line, what)
                })
            })
            .collect()
    }

    fn add(&mut self, list: List, text: &str) -> Result<()> {
        for row in list.rows(text)? {
            match list {
                List::States => self.add_state(&row),
                List::Groups => self.add_group(&row),
                List::Alliances => self.add_alliance(&row)?,
                List::Offices => self.add_office(&row),
                List::Actors => self.add_actor(&row)?,
                List::SpeechVerbs => self.add_verb(&row),
                List::OfficeHolders => self.add_person(&row),
            }
        }
        Ok(())
    }

    fn add_state(&mut self, row: &Row) {
        let id = self.states.len() as StateId;
        let demonym = row.several(4).next().unwrap_or(&row.fields[1]).to_owned();
        // `US official`, not `American official`.
        let adjective = if row.fields[0] == "US" {
            row.fields[1].clone()
        } else {
            demonym
        };
        self.states.push(State {
            name: row.fields[1].clone(),
            adjective,
            group: false,
        });
        self.iso.insert(row.fields[0].clone(), id);
        let peoples: Vec<&str> = row.several(5).collect();
        let demonyms: Vec<&str> = row.several(4).collect();
        let named = std::iter::once((row.fields[1].as_str(), Form::Name));
        let forms = named
            .chain(row.several(2).map(|form| (form, Form::Name)))
            .chain(row.several(6).map(|form| (form, Form::Metonym)))
            .chain(peoples.iter().map(|form| (*form, Form::People)))
            .chain(demonyms.iter().map(|form| {
                let either = peoples.contains(form);
                (*form, if either { Form::Either } else { Form::Demonym })
            }))
            .chain(row.several(3).map(|form| (form, Form::Capital)));
        for (text, form) in forms {
            let ambiguous = row.ambiguous(7, text);
            let value = Name::State {
                id,
                form,
                ambiguous,
            };
            // A city state's capital is the state.
            if form == Form::Capital && text == row.fields[1] {
                continue;
            }
            self.name_forms.insert(text.to_owned(), value);
            if text.len() > 3 {
                self.name_forms.entry(text.to_uppercase()).or_insert(value);
            }
        }
    }

    fn add_group(&mut self, row: &Row) {
        let id = self.states.len() as StateId;
        let name = row.fields[0].clone();
        let adjective = row.several(2).next().unwrap_or(&name).to_owned();
        self.states.push(State {
            name,
            adjective,
            group: true,
        });
        let named = row.several(1).map(|form| (form, Form::Name));
        for (text, form) in named.chain(row.several(2).map(|form| (form, Form::Demonym))) {
            let ambiguous = row.ambiguous(3, text);
            let value = Name::State {
                id,
                form,
                ambiguous,
            };
            self.name_forms.insert(text.to_owned(), value);
        }
    }

    fn add_alliance(&mut self, row: &Row) -> Result<()> {
        let id = self.pacts.len() as u16;
        let members = self.codes(List::Alliances, row, 2)?;
        let name = row.fields[0].clone();
        let close = members.len() <= CLOSE && row.fields[3] == "in force";
        if close || LARGE_ALLIANCES.contains(&name.as_str()) {
            for (at, &a) in members.iter().enumerate() {
                for &b in &members[at + 1..] {
                    self.allied.push((a.min(b), a.max(b)));
                }
            }
        }
        for form in std::iter::once(name.as_str()).chain(row.several(1)) {
            let ambiguous = row.ambiguous(4, form);
            let value = Name::Pact { id, ambiguous };
            let bare = form.strip_prefix("the ").unwrap_or(form);
            // States' own forms are read as states: `US-Japan` is found as a pair of them.
            self.name_forms.entry(bare.to_owned()).or_insert(value);
        }
        self.pacts.push(Pact { name, members });
        Ok(())
    }

    fn add_office(&mut self, row: &Row) {
        let id = self.offices.len() as u16;
        self.offices.push(Office {
            kind: row.fields[2].clone(),
        });
        let singular = Term::Office { id, plural: false };
        self.word_forms
            .insert(row.fields[0].to_lowercase(), singular);
        if !row.fields[1].is_empty() {
            let plural = Term::Office { id, plural: true };
            self.word_forms.insert(row.fields[1].to_lowercase(), plural);
        }
    }

    fn add_actor(&mut self, row: &Row) -> Result<()> {
        let kind = actor_kind(row)?;
        for (form, plural) in [(&row.fields[1], true), (&row.fields[0], false)] {
            if !form.is_empty() {
                let value = Term::Actor { kind, plural };
                self.word_forms.entry(form.to_lowercase()).or_insert(value);
            }
        }
        Ok(())
    }

    fn add_verb(&mut self, row: &Row) {
        let may = |place: &str| row.several(2).any(|value| value == place);
        for (at, form) in row.several(1).enumerate() {
            let source = !may("subject_before") && !may("subject_after");
            let value = if source {
                Term::Source
            } else {
                Term::Verb {
                    ing: form.split(' ').next().is_some_and(|w| w.ends_with("ing")),
                    base: at == 0,
                    before: may("subject_before"),
                    after: may("subject_after"),
                    by: may("passive_by"),
                    ambiguous: row.fields[3] == "1",
                }
            };
            self.word_forms.entry(form.to_lowercase()).or_insert(value);
        }
    }

    fn add_person(&mut self, row: &Row) {
        let state = self.iso.get(&row.fields[2]).copied();
        let mut known = self.persons.iter();
        let known = known.rposition(|person| person.name == row.fields[0] && person.state == state);
        let id = known.unwrap_or(self.persons.len()) as u16;
        if known.is_none() {
            let pact = self
                .pacts
                .iter()
                .position(|pact| pact.name == row.fields[2]);
            self.persons.push(KnownPerson {
                name: row.fields[0].clone(),
                state,
                party: state
                    .map(Party::State)
                    .or(pact.map(|id| Party::Pact(id as u16))),
                terms: Vec::new(),
            });
        }
        let term = (row.fields[3].clone(), row.fields[4].clone());
        self.persons[usize::from(id)].terms.push(term);
        for form in std::iter::once(row.fields[0].as_str()).chain(row.several(5)) {
            self.name_forms.insert(form.to_owned(), Name::Person(id));
        }
        if row.fields[6].is_empty() {
            // Korean names have the surname first.
            let korean = state.is_some_and(|state| self.state(state).name == "South Korea");
            let mut words = row.fields[0].split(' ');
            let surname = if korean {
                words.next()
            } else {
                words.next_back()
            };
            if let Some(surname) = surname.filter(|word| word.chars().count() > 2) {
                let value = Name::Person(id);
                self.name_forms.entry(surname.to_owned()).or_insert(value);
            }
        }
    }

    fn rebuild(&mut self) {
        self.allied.sort_unstable();
        self.allied.dedup();
        let (forms, values) = spelled(&self.name_forms);
        self.names = automaton(&forms, false);
        self.name_values = values;
        let (forms, values) = spelled(&self.word_forms);
        self.words = automaton(&forms, true);
        self.word_values = values;
    }
}

fn actor_kind(row: &Row) -> Result<ActorKind> {
    Ok(match row.fields[2].as_str() {
        "institution" => ActorKind::Institution,
        "government" => ActorKind::Government,
        "press" => ActorKind::Press,
        "person" => ActorKind::Person,
        "group" => ActorKind::Group,
        "ally" => ActorKind::Ally,
        "pair" => ActorKind::Pair,
        "modifier" => ActorKind::Modifier,
        "organ" => ActorKind::Organ,
        "agent" => ActorKind::Agent,
        other => {
            let what = format!(
                "`{other}` is no kind; take institution, organ, government, press, person, agent, \
                 group, ally, pair or modifier"
            );
            return Err(List::Actors.error(row.line, what));
        }
    })
}

/// Forms in every typography, with their values.
fn spelled<T: Copy>(forms: &HashMap<String, T>) -> (Vec<String>, Vec<T>) {
    let mut all: Vec<(String, T)> = Vec::with_capacity(forms.len());
    for (form, &value) in forms {
        all.push((form.clone(), value));
        if form.contains('\'') {
            all.push((form.replace('\'', "’"), value));
        }
        if form.contains('-') {
            for hyphen in ["\u{2010}", "\u{2011}", "–"] {
                all.push((form.replace('-', hyphen), value));
            }
        }
        if form.contains(' ') {
            all.push((form.replace(' ', "\u{a0}"), value));
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().unzip()
}

fn automaton(forms: &[String], any_case: bool) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(any_case)
        .build(forms)
        .ok()
}

/// Matches that begin and end at the border of a word.
fn whole_words<'a>(
    automaton: &'a Option<AhoCorasick>,
    text: &'a str,
) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
    let found = automaton.iter().flat_map(move |all| all.find_iter(text));
    found.filter_map(move |found| {
        let (start, end) = (found.start(), found.end());
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        // A form that ends in a full stop is at a border whatever follows.
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let open = inside(before) || (inside(after) && !text[..end].ends_with('.'));
        (!open).then_some((start, end, found.pattern().as_usize()))
    })
}
