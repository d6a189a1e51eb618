//! `its allies`, `allies and partners`, `our Allies`: allies that are not named.

use super::occurrence::Occurrence;
use crate::lexicon::Lexicon;
use crate::tagged::{Tag, Tagged};
use crate::word::Class;

/// Most words between a number and `allies`.
const MODIFIERS: usize = 2;

/// `Gulf partners`, `European allies`: partners of whoever speaks.
pub(super) fn partners(tagged: &Tagged<'_>, occurrences: &[Occurrence]) -> bool {
    let next = |o: &Occurrence| {
        o.at + 1 < tagged.len()
            && matches!(tagged.word(o.at + 1), "partners" | "allies" | "friends")
    };
    occurrences.iter().any(next)
}

/// `its allies`, where no state of them is named.
///
/// With states, only `Canada's allies` counts.
pub(super) fn own_allies(
    tagged: &Tagged<'_>,
    start: usize,
    states: &[Occurrence],
) -> Option<usize> {
    (start + 2..tagged.len()).find(|&at| {
        if !states.is_empty() {
            // `the United States' closest allies`
            let back = usize::from(tagged.is(at - 1, Tag::Word)) + 1;
            let owned = at > back
                && tagged.is(at - back, Tag::Possessive)
                && matches!(tagged.tag(at - back - 1), Some(Tag::State { .. }));
            return owned && tagged.word(at) == "allies";
        }
        matches!(tagged.word(at), "allies")
            && (matches!(tagged.word(at - 1), "its" | "their")
                || tagged.is(at - 1, Tag::Possessive))
    })
}

/// `U.S. partners and allies`, `the United States works with allies and partners`: no one of them.
pub(super) fn bare_allies(lexicon: &Lexicon, tagged: &Tagged<'_>, start: usize) -> bool {
    (start..tagged.len()).any(|at| {
        let pair = at + 2 < tagged.len()
            && tagged.word(at + 1) == "and"
            && matches!(
                (tagged.word(at), tagged.word(at + 2)),
                ("allies", "partners") | ("partners", "allies")
            );
        let bound = at > 0
            && (tagged.class(at - 1).is(Class::DETERMINER)
                || matches!(tagged.tag(at - 1), Some(Tag::Pact { .. })));
        // `US allies`
        let owned = at > 0
            && tagged.word(at) == "allies"
            && matches!(tagged.tag(at - 1), Some(Tag::State { id, .. }) if !lexicon.state(id).group);
        pair && !bound || owned
    })
}

/// `its two allies`, `America's two main Asian allies`.
pub(super) fn two_allies(tagged: &Tagged<'_>) -> bool {
    (1..tagged.len()).any(|at| {
        let mut before = (0..at).rev().take(MODIFIERS + 1);
        tagged.word(at) == "allies" && before.any(|at| matches!(tagged.word(at), "two" | "both"))
    })
}

/// `our Allies`, capitalised as a pact's members are in its own texts.
pub(super) fn house_style(tagged: &Tagged<'_>, start: usize) -> bool {
    !tagged.shouted
        && !tagged.headline()
        && (start + 1..tagged.len())
            .any(|at| tagged.tokens[at].capital && matches!(tagged.raw(at), "Allies" | "Ally"))
}
