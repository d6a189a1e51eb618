//! What stands before the sentence proper: a dateline, a speaker's label.

use crate::lexicon::Form;
use crate::mention::{Kind, Mention};
use crate::tagged::{Tag, Tagged};
use crate::word::Class;

/// Most tokens of a speaker's label: `GEN. MARCHETTI-BOYD:`.
pub(super) const LABEL: usize = 8;

pub(super) enum Label {
    Speaker(Box<Mention>),
    Anonymous,
}

/// `X:` at the beginning.
pub(super) fn label(tagged: &Tagged<'_>, mentions: &[Mention]) -> Option<Label> {
    let colon = (0..tagged.len().min(LABEL + 6)).find(|&at| tagged.is(at, Tag::Colon))?;
    if tagged.tokens[..colon].iter().any(|token| token.quoted) {
        return None;
    }
    // `HOST: Would they come? CHANCELLOR: Yes.`: the one who answers.
    if colon == 1 && asks(tagged.word(0)) {
        let mut answers = mentions.iter().skip_while(|mention| mention.first <= colon);
        let answer = answers.find(|mention| {
            tagged.is(mention.first - 1, Tag::Stop)
                && tagged.is(mention.last + 1, Tag::Colon)
                && !tagged.raw(mention.first).contains(char::is_lowercase)
        });
        if let Some(answer) = answer {
            return Some(Label::Speaker(Box::new(answer.clone())));
        }
    }
    if colon == 1 && (asks(tagged.word(0)) || matches!(tagged.word(0), "a" | "answer" | "quote")) {
        return Some(Label::Anonymous);
    }
    let mention = mentions.iter().find(|mention| mention.first == 0)?;
    let plain = !matches!(
        mention.kind,
        Kind::Pronoun | Kind::FirstPerson | Kind::Pair | Kind::Pact
    );
    if !plain || colon > LABEL + 6 {
        return None;
    }
    // A dateline in the manner of `KUWAIT CITY: …`.
    if mention.kind == Kind::State && !tagged.headline() && !tagged.shouted {
        let raw = tagged.raw(mention.last);
        let city = matches!(
            tagged.tokens[mention.last].tag,
            Tag::State {
                form: Form::Capital,
                ..
            }
        );
        if city && !raw.contains(char::is_lowercase) {
            return None;
        }
    }
    let mut rest = mention.last + 1;
    // `Rafael Oliveda (Harbour Group): …`
    if rest < colon && tagged.raw(rest) == "(" && tagged.raw(colon - 1) == ")" {
        rest = colon;
    }
    let direct = rest == colon
        || tagged.is(rest, Tag::Number) && rest + 1 == colon
        || (tagged.word(rest) == "to" && colon - rest <= 3)
        || (rest + 1 == colon && tagged.class(rest).is(Class::NUMBER));
    // `Marguerite Oshiro, Chair, Okinawa Residents' Network: “…`
    let titled = tagged.is(rest, Tag::Comma)
        && tagged.is(colon + 1, Tag::Open)
        && mention.kind == Kind::Person;
    // A name alone that is all there is before words in quotation marks or in a transcript.
    (direct || titled).then(|| Label::Speaker(Box::new(mention.clone())))
}

/// A role in a transcript that asks and holds nothing.
fn asks(label: &str) -> bool {
    matches!(
        label,
        "q" | "question" | "reporter" | "moderator" | "host" | "anchor" | "interviewer" | "heckler"
    )
}

/// Where the sentence proper begins: behind a dateline, or a quotation with a colon.
pub(crate) fn opening(tagged: &Tagged<'_>) -> usize {
    let mut capitals = 0;
    for at in 0..tagged.len().min(16) {
        let token = tagged.tokens[at];
        match token.tag {
            Tag::Dash if at > 0 && capitals > 0 && at + 1 < tagged.len() => {
                let mut next = at + 1;
                while tagged.is(next, Tag::Dash) {
                    next += 1;
                }
                let place = !tagged.raw(0).contains(char::is_lowercase)
                    || tagged.raw(at - 1) == ")"
                    || dated_place(tagged, at);
                return if place && !tagged.shouted {
                    next
                } else {
                    quotation_label(tagged)
                };
            }
            Tag::Colon
                if at > 0
                    && !tagged.raw(0).contains(char::is_lowercase)
                    && !tagged.shouted
                    && capitals == at =>
            {
                return at + 1;
            }
            Tag::Word | Tag::State { .. } | Tag::Person(_) | Tag::Term(_) if token.capital => {
                capitals += 1
            }
            Tag::Comma | Tag::Number | Tag::Mark | Tag::Joint => {}
            Tag::Stop if tagged.raw(at) == "." => {}
            _ => return quotation_label(tagged),
        }
    }
    quotation_label(tagged)
}

/// Whether the tokens before `end` are a place and a day, as in `Manila, 5 August 2025`.
pub(crate) fn dated_place(tagged: &Tagged<'_>, end: usize) -> bool {
    let state = |at: usize| {
        matches!(
            tagged.tag(at),
            Some(Tag::State {
                form: Form::Name | Form::Capital,
                ..
            })
        )
    };
    if end > 16 || !state(0) || !tagged.is(1, Tag::Comma) {
        return false;
    }
    let mut numbers = false;
    let mut months = false;
    // `Manila, Philippines, 5 August 2025`
    for at in 1 + 2 * usize::from(state(2))..end {
        let word = tagged.word(at);
        let month = tagged.class(at).is(Class::TIME)
            || matches!(word, "may" | "jan" | "mar" | "apr" | "jun" | "jul" | "sep");
        numbers |= tagged.is(at, Tag::Number);
        months |= month;
        let mark = matches!(tagged.tokens[at].tag, Tag::Number | Tag::Comma | Tag::Dash)
            || tagged.raw(at) == "."
            || tagged.raw(at) == "|";
        if !(month || mark || word == "of") {
            return false;
        }
    }
    numbers && months
}

/// `‘Stop lecturing us’: Ankara hits out` begins behind the colon.
pub(super) fn quotation_label(tagged: &Tagged<'_>) -> usize {
    let close = tagged
        .tokens
        .iter()
        .position(|token| token.tag == Tag::Close);
    match close {
        Some(close) if tagged.tokens[0].tag == Tag::Open && tagged.is(close + 1, Tag::Colon) => {
            close + 2
        }
        _ => 0,
    }
}
