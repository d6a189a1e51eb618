//! Who made the page, or what the room did: sentences of their own that no one states.

use super::line::{LONGEST, is_ended, starts_with_any};
use super::phrases;

/// `Photo by …`, `By …`, `… contributed to this report.`, `(Applause.)`: a sentence that tells who
/// made the page or what the room did.
pub(crate) fn is_credit(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    // The beginning alone in small letters: this is asked of every sentence.
    let lead = text.trim_start_matches(['(', '[', '—', '–', '-', '|', ' ', '\u{a0}']);
    let lead: String = lead.chars().take(24).flat_map(char::to_lowercase).collect();
    if starts_with_any(&lead, phrases::CREDIT) && has_at_most(text, 15) {
        return true;
    }
    let contributed =
        text.contains("contributed to this ") || text.contains("contributed reporting");
    (contributed && has_at_most(text, 40))
        || is_byline(text)
        || is_stage_direction(text)
        || is_agency(text)
}

/// Whether a text has at most so many words.
fn has_at_most(text: &str, words: usize) -> bool {
    text.split_whitespace().nth(words).is_none()
}

/// `By Ana Example and Bo Sample, Staff Writers`: names after “By”, and no full stop.
fn is_byline(text: &str) -> bool {
    let Some(names) = text
        .strip_prefix("By ")
        .or_else(|| text.strip_prefix("BY "))
    else {
        return false;
    };
    let named = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic())
            || matches!(
                word,
                "and" | "in" | "for" | "of" | "the" | "de" | "van" | "von" | "al" | "bin" | "at"
            )
    };
    !is_ended(text) && names.split_whitespace().count() <= 12 && names.split_whitespace().all(named)
}

/// `(Applause.)`, `[Laughter]`, `(Cross-talk.)`.
fn is_stage_direction(text: &str) -> bool {
    let inside = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let inside = inside.or_else(|| {
        text.strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
    });
    const DIRECTIONS: &[&str] = &[
        "applause",
        "laughter",
        "laughs",
        "cross-talk",
        "crosstalk",
        "inaudible",
        "cheers",
        "boos",
        "chuckles",
        "pause",
        "redacted",
    ];
    inside.is_some_and(|inside| {
        let lower = inside.to_lowercase();
        lower.split_whitespace().count() <= 5
            && DIRECTIONS.iter().any(|direction| lower.contains(direction))
    })
}

/// `— AFP`, `| License Photo`, `/PRNewswire/`.
fn is_agency(text: &str) -> bool {
    let marked = text.starts_with(['—', '–', '|', '/', '©']);
    marked && !is_ended(text) && text.split_whitespace().count() <= 5
}

/// Whether a text's last sentence is the credit of a picture.
pub(super) fn ends_in_photo_credit(text: &str) -> bool {
    const CREDITS: [&str; 5] = [
        ". Photo by ",
        ". Photo: ",
        ". Photograph by ",
        ". Image: ",
        ". Picture: ",
    ];
    CREDITS
        .iter()
        .any(|credit| text.rfind(credit).is_some_and(|at| text.len() - at <= 120))
}
