//! Mentions that belong together.

use super::{Kind, Mention};
use crate::tagged::{Tag, Tagged};

/// Most holders of one statement.
pub(super) const LONGEST_LIST: usize = 16;

/// Puts `A, B and C` together where all are of one kind.
pub(super) fn listed(tagged: &Tagged<'_>, all: Vec<Mention>) -> Vec<Mention> {
    let mut merged: Vec<Mention> = Vec::with_capacity(all.len());
    let mut iter = all.into_iter().peekable();
    while let Some(mention) = iter.next() {
        let Some(before) = merged.last_mut() else {
            merged.push(mention);
            continue;
        };
        let same = before.kind == mention.kind
            && matches!(
                mention.kind,
                Kind::State | Kind::Person | Kind::People | Kind::Institution
            )
            || before.kind == Kind::Person && mention.kind == Kind::Person;
        let between = before.last + 1..mention.first;
        let and = |at: usize| matches!(tagged.word(at), "and" | "&" | "or");
        let joined = match between.len() {
            1 if and(between.start) => true,
            2 => tagged.is(between.start, Tag::Comma) && and(between.start + 1),
            // Headlines: `Seoul, Washington to resume drills`; lists: `A, B and C`.
            1 if tagged.is(between.start, Tag::Comma) && mention.kind == Kind::State => {
                let next = mention.last + 1;
                let list = iter
                    .peek()
                    .is_some_and(|third| third.kind == mention.kind && third.first <= next + 2);
                list || (before.names.len() > 1)
                    || tagged.headline() && !tagged.is(next, Tag::Comma)
            }
            _ => false,
        };
        if same && joined && before.names.len() < LONGEST_LIST {
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
