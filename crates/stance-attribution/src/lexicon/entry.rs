//! What the lists have entries of.

pub(crate) type StateId = u16;

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
    pub(super) terms: Vec<(String, String)>,
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
