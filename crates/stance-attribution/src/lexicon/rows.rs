//! Rows of the lists, checked and added.

use super::Lexicon;
use super::entry::{
    ActorKind, Form, KnownPerson, Name, Office, Pact, Party, Stance, State, StateId, Term,
};
use crate::list::Row;
use crate::{List, Result};

/// Most members of a pact that says of any two of them that they are allies. Larger groups (the
/// United Nations' regional ones, BRICS) hold rivals as well.
const CLOSE: usize = 8;

/// Larger pacts whose members are allies of one another all the same.
const LARGE_ALLIANCES: [&str; 3] = ["NATO", "GCC", "CSTO"];

impl Lexicon {
    /// Reads a list and throws the rows away, so that a bad one adds nothing.
    pub(super) fn check(&self, list: List, text: &str) -> Result<()> {
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
                List::Stances => {
                    stance(&row)?;
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

    pub(super) fn add(&mut self, list: List, text: &str) -> Result<()> {
        for row in list.rows(text)? {
            match list {
                List::States => self.add_state(&row),
                List::Groups => self.add_group(&row),
                List::Alliances => self.add_alliance(&row)?,
                List::Offices => self.add_office(&row)?,
                List::Actors => self.add_actor(&row)?,
                List::SpeechVerbs => self.add_verb(&row),
                List::OfficeHolders => self.add_person(&row),
                List::Stances => self.add_stance(&row)?,
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
            // A city state's capital is the state, and so is an adjective that is its name.
            if form != Form::Name && text == row.fields[1] {
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

    fn add_office(&mut self, row: &Row) -> Result<()> {
        let id = self.offices.len() as u16;
        let states = self.codes(List::Offices, row, 3)?;
        self.offices.push(Office {
            kind: row.fields[2].clone(),
            states,
        });
        let singular = Term::Office { id, plural: false };
        self.word_forms
            .insert(row.fields[0].to_lowercase(), singular);
        if !row.fields[1].is_empty() {
            let plural = Term::Office { id, plural: true };
            self.word_forms.insert(row.fields[1].to_lowercase(), plural);
        }
        Ok(())
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

    fn add_stance(&mut self, row: &Row) -> Result<()> {
        let kind = stance(row)?;
        for form in std::iter::once(row.fields[0].as_str()).chain(row.several(1)) {
            let known = self.stances.entry(form.to_lowercase()).or_default();
            *known = known.or(kind);
        }
        Ok(())
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

fn stance(row: &Row) -> Result<Stance> {
    Ok(match row.fields[2].as_str() {
        "predicate" => Stance::PREDICATE,
        "attitude" => Stance::ATTITUDE,
        "act" => Stance::ACT,
        "judged" => Stance::JUDGED,
        other => {
            let what = format!("`{other}` is no kind; take predicate, attitude, act or judged");
            return Err(List::Stances.error(row.line, what));
        }
    })
}
