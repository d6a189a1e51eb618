//! Names: of persons, states, peoples and pacts.

use super::caption::bracketed;
use super::title::abbreviated;
use super::{Kind, Mention};
use crate::lexicon::{Form, Lexicon, Party, Term};
use crate::tagged::{Tag, Tagged};
use crate::word::{Class, tie};

/// The name that follows a title, with a comma between or without.
pub(super) fn name_after(tagged: &Tagged<'_>, from: usize) -> Option<(usize, String)> {
    let mut at = from;
    if tagged.is(at, Tag::Stop) && abbreviated(tagged, at) {
        at += 1;
    }
    let comma = tagged.is(at, Tag::Comma);
    at += usize::from(comma);
    // `the Hon Fiona Trevelyan`
    if at < tagged.len() && tagged.word(at) == "the" && tagged.class(at + 1).is(Class::HONORIFIC) {
        at += 1;
    }
    while tagged.class(at).is(Class::HONORIFIC) {
        at += 1;
        at += usize::from(tagged.is(at, Tag::Stop));
    }
    let (to, name) = name_at(tagged, at)?;
    if comma {
        // `the president, Zoé Malraux,` and `…, said` only: otherwise it may be another one.
        let closes = matches!(
            tagged.tag(to + 1),
            Some(Tag::Comma | Tag::Stop | Tag::Colon) | None
        );
        if !closes || !name.contains(' ') {
            return None;
        }
        return Some((to + usize::from(tagged.is(to + 1, Tag::Comma)), name));
    }
    Some((to, name))
}

/// A person's name: one of the list, or capitalised words that no list holds.
pub(super) fn name_at(tagged: &Tagged<'_>, first: usize) -> Option<(usize, String)> {
    if let Some(Tag::Person(_)) = tagged.tag(first) {
        return Some((first, tagged.raw(first).to_owned()));
    }
    let mut at = first;
    let mut words = 0;
    while at < tagged.len() && words < 5 {
        let token = tagged.tokens[at];
        let particle = matches!(
            tagged.word(at),
            "de" | "van" | "von" | "al" | "bin" | "el" | "der" | "den" | "da" | "dos"
        ) && words > 0
            && tagged
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.capital || next.tag == Tag::Joint);
        match token.tag {
            // `the Reciprocal Access Agreement` is no person.
            Tag::Word if tie(tagged.word(at)) => return None,
            Tag::Word | Tag::Person(_)
                if token.capital && !token.class.closed() && !token.class.is(Class::NUMBER) =>
            {
                words += 1;
            }
            Tag::Word if particle => {}
            // A state's name or a title within a name: `Te Aho Beehive`; only after the first word.
            Tag::Joint if words > 0 && !tagged.raw(at).starts_with('/') => {
                // Names after a hyphen may be in lower case: `Seung-hyeon`.
                let next = tagged.tokens.get(at + 1);
                if !next.is_some_and(|next| matches!(next.tag, Tag::Word)) {
                    break;
                }
                at += 1;
            }
            // An initial: `Lloyd J. Austin`.
            Tag::Stop
                if tagged.raw(at) == "."
                    && words > 0
                    && tagged.tokens[at - 1].end - tagged.tokens[at - 1].start == 1
                    && tagged.tokens.get(at + 1).is_some_and(|next| next.capital) => {}
            // `Ferdinand Marcos Jr.`, with which the name ends.
            Tag::Stop if words > 2 && matches!(tagged.word(at - 1), "jr" | "sr") => {
                at += 1;
                break;
            }
            _ => break,
        }
        at += 1;
    }
    if words == 0 {
        return None;
    }
    let (start, end) = (tagged.tokens[first].start, tagged.tokens[at - 1].end);
    let name = &tagged.text[start..end];
    let shouted = |word: &str| word.len() > 2 && !word.contains(char::is_lowercase);
    let name = if tagged.shouted || name.len() > 3 && shouted(name) {
        capitalised(name)
    } else if words > 1 && name.split(' ').any(shouted) {
        // `ISSHIKI Kazuo`
        let word = |word| {
            if shouted(word) {
                capitalised(word)
            } else {
                str::to_owned(word)
            }
        };
        name.split(' ').map(word).collect::<Vec<_>>().join(" ")
    } else {
        name.to_owned()
    };
    Some((at - 1, name))
}

/// `MARCHETTI-BOYD` as `Marchetti-Boyd`.
pub(super) fn capitalised(name: &str) -> String {
    let mut start = true;
    let mut result = String::with_capacity(name.len());
    for c in name.chars() {
        if start {
            result.extend(c.to_uppercase());
        } else {
            result.extend(c.to_lowercase());
        }
        start = !c.is_alphanumeric();
    }
    result
}

/// A state, a people, a pact or a person by name alone.
pub(super) fn named(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    first: usize,
    determined: bool,
) -> Option<Mention> {
    // `Poland's Cieslak: …`
    if let Some(Tag::State { id, .. }) = tagged.tag(first)
        && tagged.is(first + 1, Tag::Possessive)
        && let Some((last, name)) = name_at(tagged, first + 2)
        && (tagged.is(last + 1, Tag::Colon) || name_verb(tagged, last + 1))
    {
        let mut mention = Mention::new(first, last, Kind::Person, name);
        mention.states.push(id);
        return Some(mention);
    }
    match tagged.tag(first)? {
        Tag::State { id, form, .. } => {
            let joint =
                tagged.is(first + 1, Tag::Joint) || first > 0 && tagged.is(first - 1, Tag::Joint);
            if joint || tagged.is(first + 1, Tag::Possessive) {
                return None;
            }
            let next_is_noun = tagged.tokens.get(first + 1).is_some_and(|next| {
                matches!(next.tag, Tag::Word)
                    && !next.class.closed()
                    && !verb_like(tagged, first + 1, true)
            });
            let kind = match form {
                Form::Name | Form::Capital | Form::Metonym => Kind::State,
                Form::People => Kind::People,
                Form::Either
                    if !next_is_noun || determined && verb_like(tagged, first + 1, true) =>
                {
                    Kind::People
                }
                _ => return None,
            };
            let name = if kind == Kind::People || lexicon.state(id).group {
                tagged.raw(first).to_owned()
            } else {
                lexicon.state(id).name.clone()
            };
            let mut mention = Mention::new(first, first, kind, name);
            mention.states.push(id);
            if kind == Kind::State {
                mention.parties.push(Party::State(id));
            }
            mention.plural = kind == Kind::People || lexicon.state(id).group;
            Some(mention)
        }
        Tag::Pact { id, .. } => {
            if tagged.is(first + 1, Tag::Possessive) {
                return None;
            }
            let name = lexicon.pacts[usize::from(id)].name.clone();
            let mut mention = Mention::new(first, first, Kind::Pact, name);
            mention.parties.push(Party::Pact(id));
            Some(mention)
        }
        Tag::Person(id) => {
            let name = tagged.raw(first).to_owned();
            let mut mention = Mention::new(first, bracketed(tagged, first), Kind::Person, name);
            mention.known = Some(id);
            mention
                .states
                .extend(lexicon.persons[usize::from(id)].state);
            Some(mention)
        }
        Tag::Word => {
            let token = tagged.tokens[first];
            if !token.capital || tagged.shouted || token.class.closed() {
                return None;
            }
            let (last, name) = name_at(tagged, first)?;
            // A capital at the beginning of a sentence or headline says nothing.
            let begins = first == 0
                || matches!(
                    tagged.tokens[first - 1].tag,
                    Tag::Stop | Tag::Open | Tag::Colon
                );
            let single = !name.contains([' ', '-']);
            let acronym =
                name.len() > 1 && name.len() < 7 && !tagged.raw(first).contains(char::is_lowercase);
            if determined && single && acronym && first == last {
                let name = tagged.raw(first).to_owned();
                return Some(Mention::new(first, last, Kind::Institution, name));
            }
            // `The Greens called it a dud`, `The Red-Greens want it gone`: a party.
            let next = tagged.tokens.get(last + 1);
            let wants = name.contains('-')
                && next.is_some_and(|next| next.tag == Tag::Word && !next.class.closed());
            let members = name.ends_with('s') && !name.contains(' ');
            if determined && members && (name_verb(tagged, last + 1) || wants) {
                let mut mention = Mention::new(first, last, Kind::Group, name);
                mention.plural = true;
                return Some(mention);
            }
            if determined && single {
                return None;
            }
            let mut mention = Mention::new(first, last, Kind::Person, name);
            let honoured = first > 0
                && (tagged.class(first - 1).is(Class::HONORIFIC)
                    || first > 1 && tagged.class(first - 2).is(Class::HONORIFIC));
            mention.weak = begins && single && !honoured && !name_verb(tagged, last + 1);
            mention.last = bracketed(tagged, last);
            Some(mention)
        }
        _ => None,
    }
}

/// A verb of speech in a finite form.
pub(super) fn name_verb(tagged: &Tagged<'_>, at: usize) -> bool {
    matches!(
        tagged.tag(at),
        Some(Tag::Term(Term::Verb {
            ing: false,
            base: false,
            ..
        }))
    )
}

/// A plural by its ending: `regulations`, `statements`.
fn noun(word: &str) -> bool {
    ["tions", "sions", "ments", "ities", "isms"]
        .iter()
        .any(|ending| word.ends_with(ending))
}

/// Whether a token could be the verb of the mention before it.
pub(crate) fn verb_like(tagged: &Tagged<'_>, at: usize, plural: bool) -> bool {
    let Some(token) = tagged.tokens.get(at) else {
        return false;
    };
    match token.tag {
        Tag::Term(Term::Verb { ing, base, .. }) => !ing && (plural || !base),
        // Nouns of the lists that are verbs as well.
        Tag::Term(_) => matches!(tagged.word(at), "hosts" | "heads"),
        Tag::Word => {
            let word = tagged.word(at);
            token.class.is(Class::AUXILIARY)
                || word.len() > 3
                    && !token.class.closed()
                    && !noun(word)
                    && (word.ends_with("ed") || (word.ends_with('s') && !word.ends_with("ss")))
                || crate::word::irregular_past(word)
        }
        _ => false,
    }
}
