//! Where in a sentence a verb of speech and its subject may stand.

use super::INSERTION;
use crate::lexicon::Term;
use crate::mention::{Kind, Mention};
use crate::tagged::{Tag, Tagged};
use crate::word::Class;

/// `Belgium's premier, Joris Daems, said`: the comma before the verb closes an insertion behind its
/// subject.
pub(super) fn inserted(
    tagged: &Tagged<'_>,
    mentions: &[Mention],
    ending: &[Option<usize>],
    start: usize,
    verb: usize,
) -> bool {
    let comma = |at: usize| tagged.is(at, Tag::Comma);
    let ends = |back: usize| ending[verb.checked_sub(back)?];
    let name = ends(2).map(|name| &mentions[name]);
    let beside = name.is_some_and(|name| {
        name.kind == Kind::Person
            && name.first > 1
            && comma(name.first - 1)
            && ending[name.first - 2].is_some()
    });
    // `China's foreign ministry, for its part, urged`
    let opens = (2..INSERTION).find_map(|back| {
        let at = verb.checked_sub(back).filter(|&at| comma(at))?;
        let subject = ending[at.checked_sub(1)?].map(|subject| &mentions[subject]);
        Some(
            subject
                .is_some_and(|subject| subject.first == start && plain(tagged, at + 1..verb - 1)),
        )
    });
    comma(verb.saturating_sub(1)) && (ends(1).is_some() || beside || opens == Some(true))
}

/// Whether there is no verb, conjunction or mark among tokens: `During the campaign he said`.
pub(super) fn plain(tagged: &Tagged<'_>, range: std::ops::Range<usize>) -> bool {
    range.into_iter().all(|at| {
        let class = tagged.class(at);
        let name = !matches!(
            tagged.tokens[at].tag,
            Tag::Term(Term::Verb { .. }) | Tag::Comma
        );
        name && !class.is(Class::CONJUNCTION.or(Class::AUXILIARY).or(Class::RELATIVE))
    })
}

/// Whether a clause may begin at a token: not in the middle of a phrase, nor behind `that`.
pub(super) fn leads(tagged: &Tagged<'_>, first: usize, start: usize) -> bool {
    if first <= start {
        return true;
    }
    let before = tagged.tokens[first - 1];
    match before.tag {
        Tag::Comma
        | Tag::Stop
        | Tag::Close
        | Tag::Colon
        | Tag::Dash
        | Tag::Mark
        | Tag::Possessive
        | Tag::Number => true,
        // `a bloc of senators`
        _ if tagged.word(first - 1) == "of" && first > 1 => {
            matches!(
                tagged.word(first - 2),
                "bloc"
                    | "group"
                    | "number"
                    | "majority"
                    | "handful"
                    | "pair"
                    | "couple"
                    | "dozens"
                    | "hundreds"
            )
        }
        _ => matches!(
            tagged.word(first - 1),
            "and" | "but" | "while" | "as" | "though" | "although" | "or" | "yet" | "well"
        ),
    }
}

/// `…,” said X`: a mark of closing before the verb.
pub(super) fn inverted(tagged: &Tagged<'_>, verb: usize, start: usize) -> bool {
    verb > start
        && matches!(
            tagged.tokens[verb - 1].tag,
            Tag::Close | Tag::Comma | Tag::Dash
        )
        || verb == start && verb > 0
}

/// `…, X said on Friday`: the subject behind a comma or a closing mark, the verb without an object.
pub(super) fn aside(tagged: &Tagged<'_>, subject: &Mention, verb: usize, start: usize) -> bool {
    let Some(before) = subject
        .first
        .checked_sub(1)
        .filter(|&before| before > start)
    else {
        return false;
    };
    let behind = match tagged.tokens[before].tag {
        Tag::Close => true,
        Tag::Comma => {
            // What is before the comma is more than an introduction.
            !introduction(tagged, start)
        }
        _ => false,
    };
    let after = verb + 1;
    let closed = match tagged.tag(after) {
        None | Some(Tag::Comma | Tag::Stop | Tag::Close | Tag::Dash | Tag::Colon) => true,
        Some(_) => {
            let class = tagged.class(after);
            class.is(Class::TIME)
                || matches!(
                    tagged.word(after),
                    "on" | "in"
                        | "at"
                        | "of"
                        | "during"
                        | "after"
                        | "when"
                        | "as"
                        | "last"
                        | "this"
                        | "earlier"
                        | "since"
                )
                || matches!(
                    tagged.word(verb),
                    "told" | "tells" | "reminded" | "assured" | "replied" | "answered"
                )
        }
    };
    behind && closed
}

/// Whether the sentence begins with a phrase or clause that only leads in.
pub(super) fn introduction(tagged: &Tagged<'_>, start: usize) -> bool {
    let class = tagged.class(start);
    (class.is(Class::PREPOSITION)
        || class.is(Class::CONJUNCTION)
        || class.is(Class::ADVERB)
        || class.is(Class::OTHER))
        || tagged.len() > start
            && (tagged.word(start).ends_with("ing") || tagged.word(start).ends_with("ed"))
}
