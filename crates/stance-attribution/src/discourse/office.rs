//! What stands for one holder: pronouns, `the ministry`, `the official`, an office without a state.

use super::{Discourse, INSTITUTIONS};
use crate::holder::{Person, Resolved, surname};
use crate::lexicon::{Lexicon, Party, StateId};
use crate::mention::{Kind, Mention};
use crate::page::owner;

impl Discourse<'_> {
    pub(super) fn pronoun(&mut self, lexicon: &Lexicon, word: &str) -> Option<Resolved> {
        match word {
            "he" | "she" => {
                let he = word == "he";
                let index = self.nearest(he)?;
                self.persons[index].pronoun = Some(he);
                self.recent.retain(|&known| known != index);
                self.recent.push(index);
                Some(self.persons[index].resolved())
            }
            "it" => self.thing(lexicon),
            _ if self.near().is_some() => self.near().cloned(),
            _ => self
                .last_persons(2)
                .or_else(|| self.last_states(lexicon, 2)),
        }
    }

    /// The person who was mentioned last and may be `he`, or `she`.
    fn nearest(&self, he: bool) -> Option<usize> {
        let fits = |person: &Person| person.pronoun.is_none_or(|known| known == he);
        let mut recent = self.recent.iter().rev().copied();
        recent.find(|&index| fits(&self.persons[index]))
    }

    /// `his office`, `Han's office`: an institution with the full name of its owner, for whom it speaks.
    fn office_of(&self, owner: &str) -> Option<Resolved> {
        let index = match owner {
            "his" | "her" => self.nearest(owner == "his")?,
            name => *self.by_surname.get(&surname(name))?,
        };
        let person = &self.persons[index];
        Some(Resolved {
            names: vec![format!("{}'s office", person.name)],
            kind: Kind::Institution,
            states: person.own_states(),
            parties: person.parties.clone(),
        })
    }

    /// An office or a ministry without a state is that of the page's own.
    pub(super) fn at_home(&self, lexicon: &Lexicon, mention: &Mention) -> Resolved {
        let mut found = mention.plain();
        let home = owner(&mention.held_in, self.home());
        let Some(home) = home.filter(|_| {
            mention.official && mention.states.is_empty() && mention.parties.is_empty()
        }) else {
            return found;
        };
        found.states = vec![home];
        found.parties = vec![Party::State(home)];
        match mention.kind {
            Kind::Government => {
                found.kind = Kind::State;
                found.names = vec![lexicon.state(home).name.clone()];
            }
            _ if mention.clerk => {
                let adjective = &lexicon.state(home).adjective;
                let name = found.names.join(" ");
                // `senior South Korean official`
                found.names = vec![match name.split_once(' ') {
                    Some((rank @ ("senior" | "top" | "ranking" | "high-ranking"), rest)) => {
                        format!("{rank} {adjective} {rest}")
                    }
                    _ => format!("{adjective} {name}"),
                }];
            }
            _ => {}
        }
        found
    }

    /// The state whose officials are meant where none is named: that of the place where the sentence is
    /// set, or the page's.
    pub(super) fn home(&self) -> Option<StateId> {
        self.here.or(self.page.home)
    }

    /// The last holder that is no person, or the last state: `it`.
    pub(super) fn thing(&self, lexicon: &Lexicon) -> Option<Resolved> {
        let body = |holder: &&Resolved| {
            holder.names.len() == 1
                && matches!(holder.kind, Kind::State | Kind::Institution | Kind::Pact)
        };
        let state = || {
            let &state = self.states.last()?;
            Some(Resolved {
                names: vec![lexicon.state(state).name.clone()],
                kind: Kind::State,
                states: vec![state],
                parties: vec![Party::State(state)],
            })
        };
        let holder = self.holder.as_ref().filter(body).cloned();
        holder.or_else(state)
    }

    pub(super) fn remember(&mut self, institution: Resolved) {
        self.institutions.retain(|known| *known != institution);
        self.institutions.push(institution);
        if self.institutions.len() > INSTITUTIONS {
            self.institutions.remove(0);
        }
    }

    /// `the ministry`: the last that was named, or the page's own.
    pub(super) fn institution(&self, lexicon: &Lexicon, mention: &Mention) -> Resolved {
        let name = &mention.names[0];
        if let Some(owner) = mention.office_of.as_deref().filter(|_| !mention.plural) {
            return self.office_of(owner).unwrap_or_else(|| mention.plain());
        }
        if let Some((_, known)) = self.acronyms.iter().find(|(acronym, _)| acronym == name) {
            return known.clone();
        }
        self.unnamed(mention)
            .unwrap_or_else(|| self.at_home(lexicon, mention))
    }

    /// The last whose longer name a mention shortens: `the ministry`, `the official`.
    pub(super) fn unnamed(&self, mention: &Mention) -> Option<Resolved> {
        let name = &mention.names[0];
        let known = self.institutions.iter().rev().find(|known| {
            mention.states.is_empty() && mention.definite && shortens(name, &known.names[0])
        });
        known.cloned()
    }
}

/// Whether a name in lower case is the end of a longer one, or of what the longer one has before `of`:
/// `ministry` for `foreign ministry` and for `Japanese Ministry of Defense`.
fn shortens(short: &str, long: &str) -> bool {
    let ends = |long: &str| {
        let before = long.strip_suffix(short);
        before.is_some_and(|before| before.ends_with(' '))
    };
    ends(long)
        || long.find(" of ").is_some_and(|of| {
            let noun = long[..of].to_lowercase();
            noun == short || ends(&noun)
        })
}
