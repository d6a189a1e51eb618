//! What a page has said so far, to resolve what stands for it.

use std::collections::HashMap;

use crate::lexicon::{Lexicon, Party, StateId, Term};
use crate::mention::{Kind, Mention, verb_like};
use crate::tagged::{Tag, Tagged};

/// A person that the page has named.
struct Person {
    name: String,
    role: Option<String>,
    institution: Option<String>,
    states: Vec<StateId>,
    parties: Vec<Party>,
    /// `he` or `she`, once the page has said it.
    pronoun: Option<bool>,
}

#[derive(Default)]
pub(crate) struct Discourse {
    persons: Vec<Person>,
    by_surname: HashMap<String, usize>,
    /// Persons in the order of their last mention.
    recent: Vec<usize>,
    /// States in the order of their last mention, as holders.
    states: Vec<StateId>,
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

impl Discourse {
    /// Takes note of all who are mentioned.
    pub fn hear(&mut self, tagged: &Tagged<'_>, mentions: &[Mention]) {
        for mention in mentions {
            match mention.kind {
                Kind::Person => {
                    let next = mention.last + 1;
                    let said = mention.first > 0
                        && matches!(
                            tagged.tag(mention.first - 1),
                            Some(Tag::Term(Term::Verb { .. }))
                        );
                    let sure = mention.role.is_some()
                        || matches!(tagged.tag(mention.first), Some(Tag::Person(_)))
                        || said
                        || verb_like(tagged, next, mention.plural);
                    for name in &mention.names {
                        let surname = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
                        if sure || self.by_surname.contains_key(&surname) {
                            self.person(name, mention);
                        }
                    }
                }
                Kind::State => {
                    for &state in &mention.states {
                        self.states.retain(|&known| known != state);
                        self.states.push(state);
                    }
                }
                _ => {}
            }
        }
    }

    fn person(&mut self, name: &str, mention: &Mention) -> usize {
        let surname = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
        let given = name.split(' ').next().unwrap_or(name).to_lowercase();
        let known = self.by_surname.get(&surname).or_else(|| {
            // Korean and Japanese names may have the surname first.
            if name.contains(' ') {
                None
            } else {
                self.by_surname.get(&given)
            }
        });
        let known = known.copied().filter(|&known| {
            let person = &self.persons[known];
            !name.contains(' ') || !person.name.contains(' ') || person.name == name
        });
        let index = known.unwrap_or_else(|| {
            self.persons.push(Person {
                name: name.to_owned(),
                role: None,
                institution: None,
                states: Vec::new(),
                parties: Vec::new(),
                pronoun: None,
            });
            self.persons.len() - 1
        });
        self.by_surname.insert(surname, index);
        if name.contains(' ') {
            self.by_surname.entry(given).or_insert(index);
        }
        let person = &mut self.persons[index];
        if name.len() > person.name.len() {
            name.clone_into(&mut person.name);
        }
        if mention.names.len() == 1 {
            if mention.role.is_some() {
                person.role.clone_from(&mention.role);
            }
            if mention.institution.is_some() {
                person.institution.clone_from(&mention.institution);
            }
            for &state in &mention.states {
                if !person.states.contains(&state) {
                    person.states.push(state);
                }
            }
            if !mention.parties.is_empty() {
                person.parties.clone_from(&mention.parties);
            }
        }
        self.recent.retain(|&known| known != index);
        self.recent.push(index);
        // No page is about more persons than this at a time, and the search stays short.
        if self.recent.len() > 32 {
            self.recent.remove(0);
        }
        index
    }

    /// What a mention stands for; none where nothing before fits.
    pub fn resolve(&mut self, lexicon: &Lexicon, mention: &Mention) -> Option<Resolved> {
        match mention.kind {
            Kind::Person => {
                let mut states = mention.states.clone();
                let mut names = Vec::new();
                let mut parties = mention.parties.clone();
                for name in &mention.names {
                    let index = self.person(name, mention);
                    let person = &self.persons[index];
                    if states.is_empty() {
                        states.extend(&person.states);
                    }
                    names.push(person.shown());
                    parties.extend(&person.parties);
                }
                Some(Resolved {
                    names,
                    kind: Kind::Person,
                    states,
                    parties,
                })
            }
            Kind::Pronoun => self.pronoun(lexicon, &mention.names[0]),
            Kind::Pair => self.pair(lexicon, mention),
            Kind::Office if mention.definite && !mention.plural => {
                let role = &mention.names[0];
                let holder = self.recent.iter().rev().map(|&index| &self.persons[index]);
                let mut holder = holder.filter(|person| person.is(role));
                Some(
                    holder
                        .next()
                        .map_or_else(|| mention.plain(), |person| person.resolved()),
                )
            }
            Kind::FirstPerson => None,
            _ => Some(mention.plain()),
        }
    }

    fn pronoun(&mut self, lexicon: &Lexicon, word: &str) -> Option<Resolved> {
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
            "it" => {
                let &state = self.states.last()?;
                Some(Resolved {
                    names: vec![lexicon.state(state).name.clone()],
                    kind: Kind::State,
                    states: vec![state],
                    parties: vec![Party::State(state)],
                })
            }
            _ => self
                .last_persons(2)
                .or_else(|| self.last_states(lexicon, 2)),
        }
    }

    /// `the two leaders`, `both sides`.
    fn pair(&self, lexicon: &Lexicon, mention: &Mention) -> Option<Resolved> {
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
        if of_states {
            return self.last_states(lexicon, count);
        }
        self.last_persons(count).or_else(|| Some(mention.plain()))
    }

    fn last_persons(&self, count: usize) -> Option<Resolved> {
        let from = self.recent.len().checked_sub(count)?;
        let persons = self.recent[from..]
            .iter()
            .map(|&index| &self.persons[index]);
        let mut resolved = Resolved {
            names: Vec::new(),
            kind: Kind::Person,
            states: Vec::new(),
            parties: Vec::new(),
        };
        for person in persons {
            resolved.names.push(person.shown());
            resolved.states.extend(&person.states);
            resolved.parties.extend(&person.parties);
        }
        Some(resolved)
    }

    fn last_states(&self, lexicon: &Lexicon, count: usize) -> Option<Resolved> {
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

impl Person {
    /// The name, a spokesperson's with the institution.
    fn shown(&self) -> String {
        match &self.institution {
            Some(institution) => format!("{} ({institution})", self.name),
            None => self.name.clone(),
        }
    }

    fn resolved(&self) -> Resolved {
        Resolved {
            names: vec![self.shown()],
            kind: Kind::Person,
            states: self.states.clone(),
            parties: self.parties.clone(),
        }
    }

    /// Whether `the minister` may be this one.
    fn is(&self, role: &str) -> bool {
        self.role.as_ref().is_some_and(|known| {
            known == role
                || known.ends_with(role) && known[..known.len() - role.len()].ends_with(' ')
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
