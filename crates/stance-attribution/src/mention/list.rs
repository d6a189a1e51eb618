//! Mentions that belong together.

use super::{Kind, Mention};
use crate::tagged::{Tag, Tagged};

/// Most holders of one statement.
pub(super) const LONGEST_LIST: usize = 16;

/// Gives a person the office that stands behind the name: `Noh Tae-il, Minister of Foreign Affairs
/// of the Republic of Korea, said`.
pub(super) fn appositions(tagged: &Tagged<'_>, mentions: &mut [Mention]) {
    for at in 1..mentions.len() {
        let [.., person, office] = &mut mentions[..=at] else {
            continue;
        };
        let beside = person.last + 2 == office.first && tagged.is(person.last + 1, Tag::Comma);
        let closed = matches!(
            tagged.tag(office.last + 1),
            None | Some(Tag::Comma | Tag::Stop | Tag::Close)
        );
        let fits = person.kind == Kind::Person
            && person.role.is_none()
            && person.names.len() == 1
            && office.kind == Kind::Office
            && !office.plural;
        if beside && closed && fits {
            person.role = office.names.first().cloned();
            person.states.clone_from(&office.states);
            person.parties.clone_from(&office.parties);
            person.official = office.official;
            person.held_in.clone_from(&office.held_in);
        }
    }
}

/// Puts `A, B and C` together where all are of one kind.
pub(super) fn listed(tagged: &Tagged<'_>, all: Vec<Mention>) -> Vec<Mention> {
    let mut merged: Vec<Mention> = Vec::with_capacity(all.len());
    let mut iter = all.into_iter().peekable();
    while let Some(mention) = iter.next() {
        let Some(before) = merged.last_mut() else {
            merged.push(mention);
            continue;
        };
        let between = before.last + 1..mention.first;
        let and = |at: usize| matches!(tagged.word(at), "and" | "&" | "or");
        let same = before.kind == mention.kind
            && matches!(
                mention.kind,
                Kind::State | Kind::Person | Kind::People | Kind::Institution
            );
        let office = before.kind == Kind::Person
            && mention.kind == Kind::Office
            && !mention.plural
            && mention.official;
        let joined = match between.len() {
            1 if and(between.start) => true,
            2 if tagged.is(between.start, Tag::Comma) => and(between.start + 1),
            // `and new U.S. Secretary of State Dale Rothwell`
            2 => {
                let word = between.start + 1;
                and(between.start)
                    && mention.role.is_some()
                    && tagged.is(word, Tag::Word)
                    && !tagged.class(word).closed()
            }
            // Headlines: `Seoul, Washington to resume drills`; lists: `A, B and C`.
            1 if tagged.is(between.start, Tag::Comma)
                && matches!(mention.kind, Kind::State | Kind::Person) =>
            {
                let next = mention.last + 1;
                let list = iter
                    .peek()
                    .is_some_and(|third| third.kind == mention.kind && third.first <= next + 2);
                let state = mention.kind == Kind::State;
                list || state && before.names.len() > 1
                    || tagged.headline() && !tagged.is(next, Tag::Comma)
            }
            _ => false,
        };
        if (same || office) && joined && before.names.len() < LONGEST_LIST {
            if before.kind == Kind::Person {
                if before.members.is_empty() {
                    before.members.push(before.clone());
                }
                before.members.push(mention.clone());
            }
            before.last = mention.last;
            before.names.extend(mention.names);
            before.states.extend(mention.states);
            before.parties.extend(mention.parties);
            before.plural = true;
        } else {
            merged.push(mention);
        }
    }
    merged
}
