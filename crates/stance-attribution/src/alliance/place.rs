//! A state as the place where something is, as a matter that is spoken of, or as a danger.

use super::hub::shelter;
use crate::lexicon::{Form, StateId};
use crate::tagged::{Tag, Tagged};
use crate::word::{Class, tie};

/// What takes place in a state that need not be party to it.
pub(super) fn venue(word: &str) -> bool {
    matches!(
        word,
        "summit"
            | "meeting"
            | "conference"
            | "gathering"
            | "forum"
            | "speech"
            | "interview"
            | "rally"
            | "met"
            | "meet"
            | "held"
            | "spoke"
            | "speaking"
            | "sidelines"
            | "talks"
    )
}

/// How many tokens before a name the word stands that governs it: an article is passed over.
pub(super) fn before(tagged: &Tagged<'_>, at: usize) -> usize {
    1 + usize::from(at > 0 && tagged.word(at - 1) == "the")
}

/// The state whose name stands at a token, or behind an article there, and the token of its name.
pub(super) fn state_from(tagged: &Tagged<'_>, at: usize) -> Option<(StateId, usize)> {
    let at = at + usize::from(at < tagged.len() && tagged.word(at) == "the");
    match tagged.tag(at) {
        Some(Tag::State { id, .. }) => Some((id, at)),
        _ => None,
    }
}

/// Whether a list of states goes on behind one: `with Warsaw and Bucharest`.
pub(super) fn listed(tagged: &Tagged<'_>, at: usize) -> bool {
    at + 2 < tagged.len()
        && (tagged.word(at + 1) == "and" || tagged.is(at + 1, Tag::Comma))
        && state_from(tagged, at + 2).is_some()
}

/// `withdrew its troops from Iraq`, `drown off Taiwan`: where something happens.
pub(super) fn located(tagged: &Tagged<'_>, at: usize) -> bool {
    let back = before(tagged, at);
    // `bases in Japan and South Korea`
    if at <= back || listed(tagged, at) || tagged.is(at + 1, Tag::Possessive) {
        return false;
    }
    let place = match tagged.word(at - back) {
        "off" | "near" | "around" | "outside" | "inside" | "across" | "into" => true,
        "in" | "from" | "over" => {
            let before = tagged.word(at - back - 1);
            // `troops in Germany` are an ally's; `troops from Iraq` were not at home there.
            let guarded = shelter(before) && tagged.word(at - back) != "from";
            !tie(before) && !guarded
        }
        _ => false,
    };
    // `from the Japanese`, `in Japanese eyes`
    place
        && matches!(
            tagged.tag(at),
            Some(Tag::State {
                form: Form::Name | Form::Capital,
                ..
            })
        )
}

/// `its role in the Pacific`: a part of the world, not the states there.
pub(super) fn region(tagged: &Tagged<'_>, at: usize) -> bool {
    let back = before(tagged, at);
    at >= back
        && matches!(
            tagged.word(at - back),
            "in" | "of" | "for" | "to" | "from" | "across" | "over" | "outside"
        )
}

/// A state that is spoken of as a matter: `a Taiwan contingency`, `on Taiwan`.
pub(super) fn issue(tagged: &Tagged<'_>, at: usize, prep: Option<&str>) -> bool {
    let next = at + 1;
    let ends = !matches!(
        tagged.tag(next),
        Some(Tag::Word | Tag::Term(_) | Tag::Possessive | Tag::Joint)
    ) || tagged.class(next).closed();
    ends && matches!(prep, Some("over" | "facing" | "about" | "on"))
        && !(at >= 2
            && (tie(tagged.word(at - 2))
                || matches!(
                    tagged.word(at - 2),
                    "count" | "rely" | "depend" | "lean" | "counting"
                )))
        || next < tagged.len()
            && matches!(
                tagged.word(next),
                "contingency" | "strait" | "issue" | "question" | "crisis" | "policy"
            )
}

/// A state that is spoken of as a danger.
pub(super) fn threat(tagged: &Tagged<'_>, at: usize, prep: Option<&str>) -> bool {
    // `went into Lebanon`
    if prep == Some("into") {
        return true;
    }
    // `the threats that Russia poses`
    if at > 1
        && tagged.word(at - 1) == "that"
        && matches!(
            tagged.word(at - 2),
            "threat" | "threats" | "danger" | "dangers" | "challenge" | "challenges"
        )
    {
        return true;
    }
    if matches!(
        prep,
        Some(
            "against"
                | "deter"
                | "deterring"
                | "counter"
                | "countering"
                | "contain"
                | "containing"
                | "confront"
                | "resist"
                | "embolden"
                | "provoke"
                | "warn"
                | "warned"
                | "warns"
        )
    ) {
        return true;
    }
    (at + 1..=at + 3)
        .take_while(|&next| !matches!(tagged.tag(next), None | Some(Tag::Comma | Tag::Stop)))
        .any(|next| {
            matches!(
                tagged.word(next),
                "threat"
                    | "threats"
                    | "aggression"
                    | "provocation"
                    | "provocations"
                    | "coercion"
                    | "invasion"
                    | "missiles"
                    | "nuclear"
            ) && !tagged
                .class(at + 1)
                .is(Class::PREPOSITION.or(Class::CONJUNCTION))
        })
        || at >= 2
            && tagged.word(at - 1) == "from"
            && matches!(
                tagged.word(at - 2),
                "threat" | "threats" | "danger" | "pressure" | "challenges"
            )
}

/// Whether a sentence speaks of something as a danger or a wrong.
pub(super) fn denounced(tagged: &Tagged<'_>) -> bool {
    let word = |at| {
        matches!(
            tagged.word(at),
            "alarm"
                | "alarmed"
                | "concern"
                | "concerns"
                | "concerned"
                | "condemn"
                | "condemns"
                | "condemned"
                | "denounce"
                | "denounces"
                | "denounced"
                | "threat"
                | "threats"
                | "illegal"
                | "unlawful"
                | "worry"
                | "worried"
        )
    };
    (0..tagged.len()).any(word)
}
