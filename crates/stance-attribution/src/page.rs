//! What a page says anywhere that a sentence of it may need: full names, and whose page it is.

use std::collections::{HashMap, HashSet};

use crate::discourse::{PLACES, behind, setting};
use crate::holder::plain;
use crate::lexicon::{Party, StateId};
use crate::mention::{Kind, Mention};
use crate::speech::{dated_place, opening};
use crate::tagged::{Tag, Tagged};

/// How often a page must name the state of its dateline for it to be the page's own, and not only
/// the place of a summit.
const AT_HOME: usize = 2;

/// Gathered before the first sentence is resolved.
#[derive(Default)]
pub(crate) struct Page {
    /// Surnames, and given names, in lower case, with the one full name that each belongs to; none
    /// where it belongs to several.
    names: HashMap<String, Option<String>>,
    /// By full names of office-holders those whom they speak for, where any sentence says it.
    parties: HashMap<String, Option<Party>>,
    /// By full names the states that have such an office as theirs.
    held_in: HashMap<String, Vec<StateId>>,
    /// Names behind `in` and the like, which are first of all places.
    places: HashSet<String>,
    /// The state whose government `the foreign ministry` is.
    pub home: Option<StateId>,
    /// It says of itself that it is somebody's opinion: `we` are its writer and the readers.
    pub opinion: bool,
}

impl Page {
    /// Takes note of the full names among the mentions of a sentence, and of whom they speak for.
    pub fn hear(&mut self, tagged: &Tagged<'_>, mentions: &[Mention]) {
        let here = setting(tagged).map(Party::State);
        for mention in mentions {
            let ([name], true) = (&mention.names[..], mention.kind == Kind::Person) else {
                continue;
            };
            let said = mention.parties.first().copied();
            let at_home = mention.official && mention.role.is_some();
            if (said.is_some() || at_home) && name.contains(' ') {
                let known = self.parties.entry(name.to_owned()).or_default();
                *known = known.or(said).or(here);
                if at_home {
                    let states = self.held_in.entry(name.to_owned());
                    states.or_insert_with(|| mention.held_in.clone());
                }
            }
        }
        let persons = mentions
            .iter()
            .filter(|mention| mention.kind == Kind::Person);
        let places = persons
            .clone()
            .filter(|mention| mention.known.is_none() && behind(tagged, mention, &PLACES));
        self.places
            .extend(places.flat_map(|mention| mention.names.clone()));
        for name in persons.flat_map(|mention| &mention.names) {
            let mut words = plain(name).split(' ');
            let (Some(first), Some(last)) = (words.next(), words.next_back()) else {
                continue;
            };
            for word in [first, last] {
                let known = self.names.entry(word.to_lowercase());
                let known = known.or_insert_with(|| Some(name.clone()));
                if known.as_ref().is_some_and(|known| known != name) {
                    *known = None;
                }
            }
        }
    }

    /// Whether a name is a place of the page rather than a person.
    pub fn places(&self, name: &str) -> bool {
        self.places.contains(name) && !self.knows(name)
    }

    /// Whether the page has a full name with this surname.
    pub fn knows(&self, name: &str) -> bool {
        self.names.contains_key(&name.to_lowercase())
    }

    /// Whom an office-holder speaks for, by the full name: the page's own state where it says no other.
    pub fn parties(&self, name: &str) -> Option<Party> {
        let known = self.parties.get(name)?;
        let held_in = self.held_in.get(name).map_or(&[][..], Vec::as_slice);
        known.or(owner(held_in, self.home).map(Party::State))
    }

    /// The full name of one called by surname.
    pub fn full(&self, name: &str) -> Option<&str> {
        self.names.get(&name.to_lowercase())?.as_deref()
    }

    /// Takes note of a heading such as `OPINION`, or `Opinion: …`.
    pub fn judge(&mut self, tagged: &Tagged<'_>) {
        let heading = tagged.len() > 0
            && matches!(
                tagged.word(0),
                "opinion" | "op-ed" | "column" | "commentary" | "editorial" | "viewpoint"
            );
        let mark = matches!(
            tagged.tag(1),
            None | Some(Tag::Colon | Tag::Mark | Tag::Dash)
        );
        self.opinion |= heading && mark;
    }

    /// Finds the page's own state: its issuer's, or that of the first dateline.
    pub fn locate<'a, 'b: 'a>(
        &mut self,
        issuer: &[Party],
        sentences: impl Iterator<Item = &'a Tagged<'b>> + Clone,
    ) {
        if let [Party::State(state)] = issuer {
            self.home = Some(*state);
            return;
        }
        let heading = |tagged: &Tagged<'_>| {
            // A dateline may have a line of its own.
            if dated_place(tagged, tagged.len()) {
                tagged.len()
            } else {
                opening(tagged)
            }
        };
        let Some((tagged, start)) = sentences
            .clone()
            .map(|tagged| (tagged, heading(tagged)))
            .find(|(tagged, start)| *start > 1 && states(tagged, 0..*start).next().is_some())
        else {
            return;
        };
        let mut places: Vec<StateId> = states(tagged, 0..start).collect();
        places.dedup();
        if let [place] = places[..] {
            let named = sentences
                .flat_map(|tagged| states(tagged, 0..tagged.len()))
                .filter(|&state| state == place);
            self.home = (named.take(AT_HOME).count() == AT_HOME).then_some(place);
        }
    }
}

/// The state whose an office is on a page of some state, where `held_in` are those that have such an
/// office, or none where every state has: on a page of Manila the secretary of state is the US's.
pub(crate) fn owner(held_in: &[StateId], home: Option<StateId>) -> Option<StateId> {
    let home = home?;
    match held_in {
        [only] => Some(*only),
        _ => (held_in.is_empty() || held_in.contains(&home)).then_some(home),
    }
}

fn states<'a>(
    tagged: &'a Tagged<'_>,
    range: std::ops::Range<usize>,
) -> impl Iterator<Item = StateId> + 'a {
    tagged.tokens[range]
        .iter()
        .filter_map(|token| match token.tag {
            Tag::State { id, .. } => Some(id),
            _ => None,
        })
}
