//! Ministries and departments by their full names: `Ministry of Foreign Affairs`.

use super::name::verb_like;
use crate::lexicon::{ActorKind, Form, Lexicon, Term};
use crate::tagged::{Tag, Tagged};
use crate::word::Class;

/// Most tokens of what a ministry is for.
const LONGEST: usize = 12;

/// A ministry by its full name.
pub(super) struct Ministry {
    pub name: String,
    /// The last token.
    pub last: usize,
    /// An office that the lists know together with the end of the name, in lower case: `official` in
    /// `Department of Defense official`.
    pub office: Option<(String, Term)>,
}

/// The ministry whose noun stands at a token: none where it does not say what it is for.
pub(super) fn ministry(lexicon: &Lexicon, tagged: &Tagged<'_>, noun: usize) -> Option<Ministry> {
    let named = matches!(tagged.word(noun), "ministry" | "department")
        && noun + 2 < tagged.len()
        && matches!(tagged.word(noun + 1), "of" | "for");
    if !named || tagged.shouted {
        return None;
    }
    let article = tagged.word(noun + 2) == "the";
    let first = noun + 2 + usize::from(article);
    let proper = tagged.tokens.get(first)?.capital;
    let words = |from: usize, end: usize| {
        let name = &tagged.text[tagged.tokens[from].start..end];
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if proper { name } else { name.to_lowercase() }
    };
    // `Department of Defense officials`, of which the lists know `defense officials`.
    if let Tag::Term(term @ Term::Office { .. }) = tagged.tokens[first].tag {
        let raw = tagged.raw(first);
        let (subject, office) = raw.rsplit_once(' ').filter(|_| proper && !article)?;
        return Some(Ministry {
            name: words(noun, tagged.tokens[first].start + subject.len()),
            last: first,
            office: Some((office.to_lowercase(), term)),
        });
    }
    let last = subject(lexicon, tagged, first, proper)?;
    Some(Ministry {
        name: words(noun, tagged.tokens[last].end),
        last,
        office: None,
    })
}

/// The last token of what a ministry is for.
fn subject(lexicon: &Lexicon, tagged: &Tagged<'_>, first: usize, proper: bool) -> Option<usize> {
    let mut last = None;
    let mut at = first;
    while at < tagged.len() && at < first + LONGEST {
        if word(lexicon, tagged, at, first, proper) {
            last = Some(at);
            at += 1;
            continue;
        }
        last?;
        // `Foreign Affairs and Trade`; `Land, Infrastructure and Tourism`
        let joined = match tagged.tokens[at].tag {
            Tag::Joint => true,
            Tag::Comma => list(tagged, at),
            _ => matches!(tagged.word(at), "and" | "&"),
        };
        if !(proper && joined && word(lexicon, tagged, at + 1, first, proper)) {
            break;
        }
        at += 1;
    }
    last
}

/// Whether a token may be one of the words for what a ministry is for, which begin at `first`.
fn word(lexicon: &Lexicon, tagged: &Tagged<'_>, at: usize, first: usize, proper: bool) -> bool {
    let Some(token) = tagged
        .tokens
        .get(at)
        .filter(|token| token.capital == proper)
    else {
        return false;
    };
    match token.tag {
        Tag::Term(Term::Actor {
            kind: ActorKind::Modifier,
            ..
        }) => true,
        Tag::Word if !proper => tagged.word(at) == "affairs",
        Tag::Word => {
            let verb = tagged.word(at).ends_with("ed") && verb_like(tagged, at, false);
            !verb && !token.class.closed() && !token.class.is(Class::HONORIFIC)
        }
        // `State`, `the Armed Forces`
        Tag::Term(Term::Verb { .. }) => proper && at == first,
        Tag::Term(Term::Actor {
            kind: ActorKind::Organ,
            ..
        }) => proper && at == first && !matches!(tagged.word(at), "ministry" | "department"),
        // `Europe and Foreign Affairs`, `Canadian Heritage`
        Tag::State { id, form, .. } => {
            let adjective = matches!(form, Form::Demonym | Form::Either);
            let noun = tagged.tokens.get(at + 1);
            let noun = noun.is_some_and(|next| next.tag == Tag::Word && next.capital);
            proper && (adjective && noun || lexicon.state(id).group && form == Form::Name)
        }
        _ => false,
    }
}

/// Whether a list of single words goes on at a comma and ends with `and`.
fn list(tagged: &Tagged<'_>, comma: usize) -> bool {
    let mut at = comma;
    while tagged.is(at, Tag::Comma) {
        at += 2;
    }
    at < tagged.len() && matches!(tagged.word(at), "and" | "&")
}
