//! Those who hold positions: persons that a page has named, and holders with nothing to resolve.

use crate::lexicon::{Lexicon, Party, StateId};
use crate::mention::{Kind, Mention};

/// A person that the page has named.
pub(crate) struct Person {
    pub name: String,
    pub role: Option<String>,
    pub institution: Option<String>,
    pub states: Vec<StateId>,
    pub parties: Vec<Party>,
    /// `he` or `she`, once the page has said it.
    pub pronoun: Option<bool>,
}

/// A holder with nothing left to resolve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolved {
    pub names: Vec<String>,
    pub kind: Kind,
    pub states: Vec<StateId>,
    /// Whom they speak for.
    pub parties: Vec<Party>,
}

impl Resolved {
    /// The governments that those who act together speak for; none where they are not states.
    pub fn as_states(&self, lexicon: &Lexicon) -> Option<Self> {
        let mut states = Vec::with_capacity(self.parties.len());
        for &party in &self.parties {
            match party {
                Party::State(state) if !states.contains(&state) => states.push(state),
                Party::State(_) => {}
                Party::Pact(_) => return None,
            }
        }
        let name = |&state: &StateId| lexicon.state(state).name.clone();
        (states.len() > 1).then(|| Self {
            names: states.iter().map(name).collect(),
            kind: Kind::State,
            parties: states.iter().map(|&state| Party::State(state)).collect(),
            states,
        })
    }
}

/// A name without `Jr.`
pub(crate) fn plain(name: &str) -> &str {
    let name = name.trim_end_matches('.');
    let shorter = name
        .strip_suffix(" Jr")
        .or_else(|| name.strip_suffix(" Sr"));
    shorter.unwrap_or(name)
}

/// The last word of a name, in lower case.
pub(crate) fn surname(name: &str) -> String {
    let name = plain(name);
    name.rsplit(' ').next().unwrap_or(name).to_lowercase()
}

impl Person {
    /// The name, a spokesperson's with the institution.
    pub fn shown(&self) -> String {
        match &self.institution {
            Some(institution) => format!("{} ({institution})", self.name),
            None => self.name.clone(),
        }
    }

    /// Those that the person speaks for, or all that were named with the person.
    pub fn own_states(&self) -> Vec<StateId> {
        let of = |party: &Party| match party {
            Party::State(state) => Some(*state),
            Party::Pact(_) => None,
        };
        let own: Vec<StateId> = self.parties.iter().filter_map(of).collect();
        if own.is_empty() {
            self.states.clone()
        } else {
            own
        }
    }

    pub fn resolved(&self) -> Resolved {
        Resolved {
            names: vec![self.shown()],
            kind: Kind::Person,
            states: self.states.clone(),
            parties: self.parties.clone(),
        }
    }

    /// Whether `the minister` may be this one.
    pub fn is(&self, role: &str) -> bool {
        self.role.as_ref().is_some_and(|known| {
            known == role
                || known.ends_with(role) && known[..known.len() - role.len()].ends_with(' ')
                // `minister for defence`
                || known.strip_prefix(role).is_some_and(|rest| rest.starts_with(' '))
        })
    }
}

impl Mention {
    /// The mention as it stands.
    pub fn plain(&self) -> Resolved {
        let kind = self.kind;
        Resolved {
            names: self.names.clone(),
            kind,
            states: self.states.clone(),
            parties: self.parties.clone(),
        }
    }
}
