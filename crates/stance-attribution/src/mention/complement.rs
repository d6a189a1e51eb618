//! What belongs to an office or an institution: its states, its proper name.

use crate::lexicon::{ActorKind, Form, Lexicon, StateId, Term};
use crate::tagged::{Tag, Tagged};

/// Most states in one list.
const LONGEST_LIST: usize = 8;

/// Whether the name of an institution begins at a word: `Civic Democratic Party`.
pub(super) fn party_name(tagged: &Tagged<'_>, first: usize) -> bool {
    let mut rest = tagged.tokens[first..].iter().take(5);
    !tagged.shouted
        && rest
            .find(|token| !(token.tag == Tag::Word && token.capital && !token.class.closed()))
            .is_some_and(|token| {
                let institution = Term::Actor {
                    kind: ActorKind::Institution,
                    plural: false,
                };
                token.capital && token.tag == Tag::Term(institution)
            })
}

/// States in a list that begins at a token, each with its token: `Japan, the U.S. and South Korea`.
pub(super) fn states_listed(tagged: &Tagged<'_>, first: usize) -> Vec<(usize, StateId)> {
    let mut all: Vec<(usize, StateId)> = Vec::new();
    let mut at = first;
    while let Some(Tag::State {
        id,
        form: Form::Name | Form::Capital | Form::Metonym,
        ..
    }) = tagged.tag(at)
    {
        if tagged.is(at + 1, Tag::Possessive) || all.len() == LONGEST_LIST {
            break;
        }
        all.push((at, id));
        let mut next = at + 1;
        next += usize::from(tagged.is(next, Tag::Comma));
        let and = next < tagged.len() && matches!(tagged.word(next), "and" | "&");
        next += usize::from(and);
        if next == at + 1 {
            break;
        }
        next += usize::from(next < tagged.len() && tagged.word(next) == "the");
        at = next;
    }
    all
}

/// `U.S., South Korean and Japanese envoys`: the states, and the token of the plural office.
pub(super) fn joint_office(tagged: &Tagged<'_>, first: usize) -> Option<(usize, Vec<StateId>)> {
    let mut states: Vec<StateId> = Vec::new();
    let mut at = first;
    while let Some(Tag::State { id, .. }) = tagged.tag(at) {
        if states.contains(&id) || states.len() == LONGEST_LIST {
            return None;
        }
        states.push(id);
        at += 1;
        let comma = usize::from(tagged.is(at, Tag::Comma));
        let and = at + comma < tagged.len() && matches!(tagged.word(at + comma), "and" | "&");
        at += comma + usize::from(and);
    }
    // `top`, `foreign`
    let modifier = |at: &usize| {
        matches!(
            tagged.tag(*at),
            Some(Tag::Term(Term::Actor {
                kind: ActorKind::Modifier,
                ..
            }))
        )
    };
    at += (at..tagged.len()).take(2).take_while(modifier).count();
    let office = matches!(
        tagged.tag(at),
        Some(Tag::Term(Term::Office { plural: true, .. }))
    );
    (states.len() > 1 && office).then_some((at, states))
}

/// `of X`, `for X` or `in X` behind an office, X being a state.
pub(super) fn complement<'a>(
    tagged: &'a Tagged<'_>,
    at: usize,
) -> Option<(&'a str, usize, StateId)> {
    if at >= tagged.len() || !matches!(tagged.word(at), "of" | "for" | "in" | "from") {
        return None;
    }
    let article = tagged.len() > at + 1 && tagged.word(at + 1) == "the";
    let to = at + 1 + usize::from(article);
    match tagged.tag(to)? {
        Tag::State {
            id,
            form: Form::Name | Form::Capital | Form::Metonym,
            ..
        } if !tagged.is(to + 1, Tag::Possessive)
            // `for the US embassy`
            && !matches!(
                tagged.tag(to + 1),
                Some(Tag::Term(Term::Actor { .. } | Term::Office { .. }))
            ) =>
        {
            Some((tagged.word(at), to, id))
        }
        _ => None,
    }
}

/// The place behind an office or an institution: `in Strelsau`.
pub(super) struct Place<'a> {
    pub prep: &'a str,
    /// The token of the office.
    pub end: usize,
    /// The token of the state.
    pub to: usize,
    pub state: StateId,
}

impl Place<'_> {
    /// Adds the place to the words and states of a mention whose noun is `term`; its last token.
    pub fn added(
        &self,
        lexicon: &Lexicon,
        tagged: &Tagged<'_>,
        term: Term,
        plural: bool,
        words: &mut Vec<String>,
        states: &mut Vec<StateId>,
    ) -> usize {
        let listed = states_listed(tagged, self.to);
        let several = listed.len() > 1 && plural && self.prep != "of";
        let to = match listed.last() {
            Some(&(last, _)) if several => last,
            _ => self.to,
        };
        let noun = tagged.word(self.end);
        // Diplomats in a capital are of many states, and so are officials in two.
        let guests = self.prep == "in" && matches!(noun, "diplomat" | "diplomats");
        let pair = matches!(
            term,
            Term::Actor {
                kind: ActorKind::Pair,
                ..
            }
        );
        let raw = || {
            let (from, to) = (tagged.tokens[self.end + 1].start, tagged.tokens[to].end);
            tagged.text[from..to].to_owned()
        };
        // `the US ambassador in Manila`
        if (self.prep == "in" && !states.is_empty() || several || guests) && !pair {
            words.push(raw());
            return to;
        }
        if states.contains(&self.state) {
            return to;
        }
        states.push(self.state);
        // `the Defense Ministry in Seoul` is that of its state, an embassy there is not.
        let organ = matches!(
            term,
            Term::Actor {
                kind: ActorKind::Organ,
                ..
            }
        ) && !matches!(noun, "embassy" | "mission" | "delegation");
        let office = matches!(term, Term::Office { .. });
        if office || !pair && (self.prep == "of" || organ) {
            // `senior official in Pyongyang`: `senior North Korean official`
            let noun = words.pop().unwrap_or_default();
            let noun = match noun.strip_prefix("senior ") {
                Some(noun) => {
                    words.push("senior".to_owned());
                    noun.to_owned()
                }
                None => noun,
            };
            words.push(lexicon.state(self.state).adjective.clone());
            words.push(noun);
        } else if !pair {
            words.push(raw());
        }
        to
    }
}

/// A noun of the lists that is a verb right behind a state's name: `hosts`.
pub(super) fn states_verb(tagged: &Tagged<'_>, first: usize, at: usize) -> bool {
    let state = matches!(
        tagged.tag(first),
        Some(Tag::State {
            form: Form::Name | Form::Capital | Form::Metonym,
            ..
        })
    );
    state && at == first + 1 && matches!(tagged.word(at), "hosts" | "heads")
}

/// `Labour said`: a party whose name is a word before other nouns as well.
pub(super) fn labour(tagged: &Tagged<'_>, at: usize) -> bool {
    matches!(tagged.tokens.get(at), Some(token) if token.capital)
        && matches!(tagged.word(at), "labour" | "labor")
        && super::name::name_verb(tagged, at + 1)
}
