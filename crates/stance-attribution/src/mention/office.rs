//! The office of somebody: `his office`, `Han's office`.

use super::name::verb_like;
use super::{Kind, Mention};
use crate::tagged::{Tag, Tagged};

/// `his office`, of which the last word stands at a token.
pub(super) fn own_office(tagged: &Tagged<'_>, at: usize) -> Option<Mention> {
    let owner = tagged.word(at.checked_sub(1)?);
    if !matches!(owner, "his" | "her") || !office(tagged, at) {
        return None;
    }
    Some(Mention {
        office_of: Some(owner.to_owned()),
        clerk: true,
        ..Mention::new(at, at, Kind::Institution, "office".to_owned())
    })
}

/// The office of a person with whose name a mention ends.
pub(super) fn office_of(tagged: &Tagged<'_>, person: &Mention) -> Option<Mention> {
    let at = person.last + 2;
    let owner = person.names.first()?;
    let named = person.kind == Kind::Person
        && person.names.len() == 1
        && tagged.is(at - 1, Tag::Possessive)
        && office(tagged, at);
    named.then(|| Mention {
        last: at,
        kind: Kind::Institution,
        names: vec![format!("{owner}'s office")],
        office_of: Some(owner.clone()),
        role: None,
        known: None,
        clerk: true,
        weak: false,
        ..person.clone()
    })
}

/// Whether the noun at a token is `office` by itself, and no `office building`.
fn office(tagged: &Tagged<'_>, at: usize) -> bool {
    let noun = at < tagged.len() && tagged.is(at, Tag::Word) && tagged.word(at) == "office";
    noun && (verb_like(tagged, at + 1, true)
        || tagged.class(at + 1).closed()
        || !matches!(tagged.tag(at + 1), Some(Tag::Word | Tag::Term(_))))
}
