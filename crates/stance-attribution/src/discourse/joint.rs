//! Those who act together: `the two leaders`, `both sides`, `the pair`, `it was agreed`.

use super::Discourse;
use crate::holder::{Resolved, surname};
use crate::lexicon::{Lexicon, Party};
use crate::mention::{Kind, Mention};
use crate::tagged::Tagged;

/// Most sentences after which `the two leaders` may still be those of a joint act.
const NEAR: usize = 4;

impl Discourse<'_> {
    /// `A met B`, `A told a press conference with B`: they act together from now on.
    pub(super) fn meeting(&mut self, tagged: &Tagged<'_>, mentions: &[Mention]) {
        let mut persons = mentions
            .iter()
            .filter(|mention| mention.kind == Kind::Person && mention.names.len() == 1);
        let (Some(first), Some(second)) = (persons.next(), persons.next()) else {
            return;
        };
        let with = second.first > 0
            && matches!(
                tagged.word(second.first - 1),
                "with" | "met" | "meets" | "welcomed" | "welcomes" | "hosted"
            );
        if !with {
            return;
        }
        let known = |mention: &Mention| {
            let name = surname(&mention.names[0]);
            self.by_surname.get(&name).copied()
        };
        if let (Some(one), Some(other)) = (known(first), known(second))
            && one != other
        {
            let joint = self.together(&[one, other]);
            self.joint = Some((joint, self.sentences));
        }
    }

    /// `the two leaders`, `both sides`.
    pub(super) fn pair(&self, lexicon: &Lexicon, mention: &Mention) -> Option<Resolved> {
        let count = mention.count.unwrap_or(2);
        let noun = mention.names[0].rsplit(' ').next().unwrap_or("");
        let of_states = matches!(
            noun,
            "sides"
                | "countries"
                | "nations"
                | "capitals"
                | "governments"
                | "neighbours"
                | "neighbors"
                | "side"
                | "country"
                | "nation"
                | "capital"
                | "allies"
                | "partners"
        );
        if !mention.plural {
            return None;
        }
        let count = if noun == "trio" { 3 } else { count };
        let near = self.near().filter(|near| near.parties.len() == count);
        if of_states {
            let states = near.and_then(|near| near.as_states(lexicon));
            return states.or_else(|| self.last_states(lexicon, count));
        }
        let persons = near.filter(|near| near.kind == Kind::Person && near.names.len() == count);
        persons
            .cloned()
            .or_else(|| self.last_persons(count))
            .or_else(|| near.cloned())
            .or_else(|| Some(mention.plain()))
    }

    /// Those who acted together not long ago.
    pub(super) fn near(&self) -> Option<&Resolved> {
        let (joint, since) = self.joint.as_ref()?;
        (self.sentences - since <= NEAR).then_some(joint)
    }

    /// The governments that meet: of `it was agreed`.
    pub fn participants(&self, lexicon: &Lexicon) -> Option<Resolved> {
        let (joint, _) = self.joint.as_ref()?;
        joint.as_states(lexicon)
    }

    pub(super) fn together(&self, persons: &[usize]) -> Resolved {
        let mut resolved = Resolved {
            names: Vec::new(),
            kind: Kind::Person,
            states: Vec::new(),
            parties: Vec::new(),
        };
        for person in persons.iter().map(|&index| &self.persons[index]) {
            resolved.names.push(person.shown());
            resolved.states.extend(person.own_states());
            resolved.parties.extend(&person.parties);
        }
        resolved
    }

    pub(super) fn last_persons(&self, count: usize) -> Option<Resolved> {
        let from = self.recent.len().checked_sub(count)?;
        Some(self.together(&self.recent[from..]))
    }

    pub(super) fn last_states(&self, lexicon: &Lexicon, count: usize) -> Option<Resolved> {
        let from = self.states.len().checked_sub(count)?;
        let states = self.states[from..].to_vec();
        let names = states
            .iter()
            .map(|&state| lexicon.state(state).name.clone());
        Some(Resolved {
            names: names.collect(),
            kind: Kind::State,
            parties: states.iter().map(|&state| Party::State(state)).collect(),
            states,
        })
    }
}
