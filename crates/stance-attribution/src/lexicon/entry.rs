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
    /// Those that have such an office, where it is not every state.
    pub states: Vec<StateId>,
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

/// What a word does by which one takes a stance without a word being said, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Stance(u8);

impl Stance {
    /// Behind a copula: `wary`, `in talks`.
    pub const PREDICATE: Self = Self(1);
    /// What is felt in a capital: `unease in Ruritania`.
    pub const ATTITUDE: Self = Self(1 << 1);
    /// What a government does, as a noun: `Ruritania's refusal`.
    pub const ACT: Self = Self(1 << 2);
    /// A verb by which the writer judges its subject: `deserves`.
    pub const JUDGED: Self = Self(1 << 3);

    pub const fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
