//! What stands for one holder: pronouns, `the ministry`, `the official`, an office without a state.

use super::{Discourse, INSTITUTIONS};
use crate::holder::{Person, Resolved};
use crate::lexicon::{Lexicon, Party, StateId};
use crate::mention::{Kind, Mention};

impl Discourse<'_> {
    pub(super) fn pronoun(&mut self, lexicon: &Lexicon, word: &str) -> Option<Resolved> {
        match word {
            "he" | "she" => {
                let he = word == "he";
                let fits = |person: &Person| person.pronoun.is_none_or(|known| known == he);
                let index = self
                    .recent
                    .iter()
                    .rev()
                    .copied()
                    .find(|&index| fits(&self.persons[index]))?;
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

    /// An office or a ministry without a state is that of the page's own.
    pub(super) fn at_home(&self, lexicon: &Lexicon, mention: &Mention) -> Resolved {
        let mut found = mention.plain();
        let Some(home) = self.home().filter(|_| {
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
        if let Some((_, known)) = self.acronyms.iter().find(|(acronym, _)| acronym == name) {
            return known.clone();
        }
        self.unnamed(mention)
            .unwrap_or_else(|| self.at_home(lexicon, mention))
    }

    /// The last of whose longer name a mention has the end: `the ministry`, `the official`.
    pub(super) fn unnamed(&self, mention: &Mention) -> Option<Resolved> {
        let name = &mention.names[0];
        let known = self.institutions.iter().rev().find(|known| {
            let known = &known.names[0];
            mention.states.is_empty()
                && mention.definite
                && known.len() > name.len()
                && known.ends_with(name)
                && known[..known.len() - name.len()].ends_with(' ')
        });
        known.cloned()
    }
}
