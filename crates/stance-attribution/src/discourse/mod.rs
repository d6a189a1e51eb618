//! What a page has said so far, to resolve what stands for it.

mod joint;
mod office;

use std::collections::HashMap;

use crate::holder::{Person, Resolved, surname};
use crate::lexicon::{Form, Lexicon, Party, StateId, Term};
use crate::mention::{Kind, Mention, verb_like};
use crate::page::{Page, owner};
use crate::speech::opening;
use crate::tagged::{Tag, Tagged};

/// Most institutions and office-holders without a name that are remembered.
const INSTITUTIONS: usize = 16;

/// Behind these a name that nothing else tells is first of all a place's.
pub(crate) const PLACES: [&str; 5] = ["in", "at", "near", "across", "outside"];

pub(crate) struct Discourse<'a> {
    page: &'a Page,
    persons: Vec<Person>,
    by_surname: HashMap<String, usize>,
    /// Persons in the order of their last mention.
    recent: Vec<usize>,
    /// States in the order of their last mention, as holders.
    states: Vec<StateId>,
    /// Institutions, and office-holders without a name, in the order of their mention.
    institutions: Vec<Resolved>,
    /// What the page calls them for short.
    acronyms: Vec<(String, Resolved)>,
    /// Those who last did something together, and the sentence of it.
    joint: Option<(Resolved, usize)>,
    /// How many sentences have been heard.
    sentences: usize,
    /// The state in whose capital the sentence is set: `In Tokyo, …`.
    here: Option<StateId>,
    /// Who held the sentence before.
    holder: Option<Resolved>,
}

impl<'a> Discourse<'a> {
    /// Before the first sentence of a page.
    pub fn new(page: &'a Page) -> Self {
        Self {
            page,
            persons: Vec::new(),
            by_surname: HashMap::new(),
            recent: Vec::new(),
            states: Vec::new(),
            institutions: Vec::new(),
            acronyms: Vec::new(),
            joint: None,
            sentences: 0,
            here: None,
            holder: None,
        }
    }

    /// The next sentence begins.
    pub fn next(&mut self, tagged: &Tagged<'_>) {
        self.sentences += 1;
        self.here = setting(tagged);
    }

    /// Takes note of who holds the sentence.
    pub fn held(&mut self, holder: Option<&Resolved>) {
        self.holder = holder.cloned();
    }

    /// Takes note of what stands in brackets behind institutions: `the Joint Chiefs of Staff (JCS)`.
    pub fn learn(&mut self, lexicon: &Lexicon, tagged: &Tagged<'_>, mentions: &[Mention]) {
        // Whose office `his office` is was known only where it was said.
        let institutions = mentions.iter().filter(|mention| {
            mention.kind == Kind::Institution
                && mention.names.len() == 1
                && mention.office_of.is_none()
        });
        for mention in institutions {
            let found = self.institution(lexicon, mention);
            if let Some(acronym) = tagged.acronym(mention.last + 1) {
                let known = self.acronyms.iter().any(|(known, _)| known == acronym);
                if !known && self.acronyms.len() < INSTITUTIONS {
                    self.acronyms.push((acronym.to_owned(), found.clone()));
                }
            }
            self.remember(found);
        }
        // `A senior presidential official`, who is `the official` from here on.
        let offices = mentions
            .iter()
            .filter(|mention| mention.kind == Kind::Office && !mention.plural && !mention.definite);
        for mention in offices {
            self.remember(self.at_home(lexicon, mention));
        }
    }

    /// Takes note of all who are mentioned.
    pub fn hear(&mut self, tagged: &Tagged<'_>, mentions: &[Mention]) {
        let start = opening(tagged);
        for mention in mentions.iter().filter(|mention| mention.first >= start) {
            match mention.kind {
                Kind::Person => {
                    let next = mention.last + 1;
                    let said = mention.first > 0
                        && matches!(
                            tagged.tag(mention.first - 1),
                            Some(Tag::Term(Term::Verb { .. }))
                        );
                    // `the taxpayers of Oregon are tired`
                    let place = behind(tagged, mention, &["of", "from"])
                        || behind(tagged, mention, &PLACES)
                        || self.page.places(&mention.names[0]);
                    let sure = mention.role.is_some()
                        || matches!(tagged.tag(mention.first), Some(Tag::Person(_)))
                        || said
                        || !place && verb_like(tagged, next, mention.plural);
                    for (index, name) in mention.names.iter().enumerate() {
                        let mention = mention.members.get(index).unwrap_or(mention);
                        let known = self.by_surname.contains_key(&surname(name));
                        if sure || known || self.page.knows(name) {
                            self.person(name, mention);
                        }
                    }
                }
                Kind::State if !place(tagged, mention) => {
                    for &state in &mention.states {
                        self.states.retain(|&known| known != state);
                        self.states.push(state);
                    }
                }
                _ => {}
            }
        }
        self.meeting(tagged, mentions);
    }

    fn person(&mut self, name: &str, mention: &Mention) -> usize {
        // A headline may have the surname alone.
        let full = (!name.contains(' ')).then(|| self.page.full(name));
        let name = full.flatten().unwrap_or(name);
        let surname = surname(name);
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
        if person.parties.is_empty() && mention.parties.is_empty() {
            let parties = self.page.parties(&person.name);
            person.parties.extend(parties);
            if person.states.is_empty() {
                person.states = person.own_states();
            }
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
            } else if mention.official && person.parties.is_empty() {
                // Without a state the page's own is meant.
                let home = owner(&mention.held_in, self.here.or(self.page.home));
                person.parties.extend(home.map(Party::State));
                if person.states.is_empty() {
                    person.states.extend(home);
                }
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

    /// The states for which persons speak who are mentioned beside the holders of these names.
    pub fn addressed(&self, mentions: &[Mention], holders: &[String]) -> Vec<StateId> {
        let persons = mentions
            .iter()
            .filter(|mention| mention.kind == Kind::Person);
        let known = persons
            .flat_map(|mention| &mention.names)
            .filter_map(|name| self.by_surname.get(&surname(name)));
        let known = known.map(|&index| &self.persons[index]);
        let others = known.filter(|person| !holders.contains(&person.shown()));
        let mut states = Vec::new();
        for &party in others.flat_map(|person| &person.parties) {
            if let Party::State(state) = party
                && !states.contains(&state)
            {
                states.push(state);
            }
        }
        states
    }

    /// What a mention stands for; none where nothing before fits.
    pub fn resolve(&mut self, lexicon: &Lexicon, mention: &Mention) -> Option<Resolved> {
        let resolved = self.resolved(lexicon, mention);
        if let Some(joint) = resolved
            .as_ref()
            .filter(|resolved| resolved.names.len() > 1)
        {
            self.joint = Some((joint.clone(), self.sentences));
        }
        resolved
    }

    fn resolved(&mut self, lexicon: &Lexicon, mention: &Mention) -> Option<Resolved> {
        match mention.kind {
            Kind::Person => {
                let mut states = mention.states.clone();
                let mut names = Vec::new();
                let mut parties = mention.parties.clone();
                for (index, name) in mention.names.iter().enumerate() {
                    let member = mention.members.get(index).unwrap_or(mention);
                    let index = self.person(name, member);
                    let person = &self.persons[index];
                    if mention.names.len() > 1 {
                        states.extend(person.own_states());
                    } else if states.is_empty() {
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
                let holder = holder.next().map(Person::resolved);
                let holder = holder.or_else(|| self.unnamed(mention));
                Some(holder.unwrap_or_else(|| self.at_home(lexicon, mention)))
            }
            Kind::Institution => {
                let found = self.institution(lexicon, mention);
                self.remember(found.clone());
                Some(found)
            }
            // `The ministers also agreed`: those who did something together just before.
            Kind::Office if mention.definite && mention.plural && mention.states.is_empty() => {
                let near = self.near().filter(|near| near.names.len() > 1);
                Some(
                    near.cloned()
                        .unwrap_or_else(|| self.at_home(lexicon, mention)),
                )
            }
            Kind::Office | Kind::Government => Some(self.at_home(lexicon, mention)),
            Kind::FirstPerson => None,
            _ => Some(mention.plain()),
        }
    }
}

/// `In Tokyo, the defence minister said`: the capital in which a sentence is set.
pub(crate) fn setting(tagged: &Tagged<'_>) -> Option<StateId> {
    let start = opening(tagged);
    let set =
        start + 2 < tagged.len() && tagged.word(start) == "in" && tagged.is(start + 2, Tag::Comma);
    match tagged.tag(start + 1) {
        Some(Tag::State {
            id,
            form: Form::Capital,
            ..
        }) if set => Some(id),
        _ => None,
    }
}

/// Whether a name without a title stands behind one of some prepositions: `in Oregon`.
pub(crate) fn behind(tagged: &Tagged<'_>, mention: &Mention, prepositions: &[&str]) -> bool {
    let before = mention.first.checked_sub(1).map(|at| tagged.word(at));
    before.is_some_and(|word| prepositions.contains(&word))
        && mention.role.is_none()
        && !tagged.is(mention.last + 1, Tag::Possessive)
}

/// `in Seoul`: where it happens, not who acts.
fn place(tagged: &Tagged<'_>, mention: &Mention) -> bool {
    let capital = matches!(
        tagged.tag(mention.first),
        Some(Tag::State {
            form: Form::Capital,
            ..
        })
    );
    capital
        && mention.first > 0
        && matches!(
            tagged.word(mention.first - 1),
            "in" | "at" | "from" | "near" | "outside" | "visiting"
        )
}
