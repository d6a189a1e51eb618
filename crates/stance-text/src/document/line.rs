//! What a line says by itself: furniture or text.
//!
//! The rules look at the form of a line (a date, an address, a name alone) and at closed lists of
//! what pages say about themselves ([`super::phrases`]). A line that ends as sentences end is let
//! through unless such a phrase is in it.

use super::credit::is_credit;
use super::{BlockKind, phrases};
use crate::chars;

/// The longest furniture that is known by its words, in bytes.
pub(super) const LONGEST: usize = 400;

/// A line that says what it is by itself.
pub(super) fn is_furniture(text: &str, kind: BlockKind) -> bool {
    if !text.chars().any(char::is_alphabetic) {
        return true;
    }
    if text.len() > LONGEST {
        return false;
    }
    let lower = text.to_lowercase().replace('’', "'");
    let ended = is_ended(text);
    if is_breadcrumb(text)
        || is_shortcode(text)
        || is_machine_line(text)
        || is_date_or_count(&lower)
        || is_credit(text)
    {
        return true;
    }
    if says(&lower, ended) {
        return true;
    }
    !ended && (is_contact(&lower) || (kind != BlockKind::Title && is_label(text)))
}

/// Whether a text ends as sentences end.
pub(crate) fn is_ended(text: &str) -> bool {
    text.trim_end_matches(|c| chars::is_closer(c) || chars::is_quote(c) || chars::is_blank(c))
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।'])
}

/// `Example News » World`: short names between arrows.
fn is_breadcrumb(text: &str) -> bool {
    let arrow = |c: char| matches!(c, '»' | '›' | '>');
    text.contains(arrow)
        && !is_ended(text)
        && text.split(arrow).all(|part| {
            let spaced = part.is_empty() || part.starts_with(' ') || part.ends_with(' ');
            spaced && part.split_whitespace().count() <= 3
        })
}

/// `[ad_1]`, `[/caption]`, `{{share}}`.
fn is_shortcode(text: &str) -> bool {
    let inside = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let inside = inside.or_else(|| {
        text.strip_prefix("{{")
            .and_then(|rest| rest.strip_suffix("}}"))
    });
    inside.is_some_and(|inside| inside.len() <= 80 && !inside.contains(['[', ']']))
}

/// Nothing but web addresses, mail addresses, names of accounts and hashtags.
fn is_machine_line(text: &str) -> bool {
    text.split_whitespace().all(|word| {
        let word =
            word.trim_matches(|c: char| matches!(c, ',' | ';' | '(' | ')' | '<' | '>' | '"'));
        word.contains("://")
            || word.starts_with("www.")
            || (word.starts_with(['@', '#']) && word.len() > 1)
            || is_host(word)
    })
}

/// `news.example.org`, `desk@example.org`, `example.org/about`.
fn is_host(word: &str) -> bool {
    let host = word.split('/').next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let Some((before, top)) = host.rsplit_once('.') else {
        return false;
    };
    (2..=6).contains(&top.len())
        && top.bytes().all(|b| b.is_ascii_lowercase())
        && before.len() > 1
        && before
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
}

/// `Nov 9, 2016`, `Updated 3 hours ago`, `0 Views`, `Comment (0)`.
fn is_date_or_count(lower: &str) -> bool {
    let words = || {
        lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
    };
    let mut number = false;
    if lower.starts_with(|c: char| c.is_ascii_digit())
        && lower
            .chars()
            .all(|c| c.is_ascii_digit() || " .()年月日時分년월일".contains(c))
    {
        return true;
    }
    for word in words().take(20) {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = &word[digits.len()..];
        if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            if !matches!(
                suffix,
                "" | "st" | "nd" | "rd" | "th" | "am" | "pm" | "h" | "m" | "k" | "z"
            ) {
                return false;
            }
            number = true;
        } else if phrases::COUNTING.binary_search(&word).is_err() {
            return false;
        }
    }
    number && words().nth(20).is_none()
}

/// Words that only pages say.
fn says(lower: &str, ended: bool) -> bool {
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let words = lower.split_ascii_whitespace().count();
    if phrases::WHOLE.binary_search(&bare).is_ok() || phrases::RELATED.binary_search(&bare).is_ok()
    {
        return true;
    }
    if (words <= 8 || (!ended && words <= 25)) && starts_with_any(lower, phrases::LEADING) {
        return true;
    }
    words <= 40 && holds_any(lower, phrases::INSIDE)
}

/// Whether one of the phrases begins at some word of `text`. One walk over the words is far cheaper
/// than a search for each phrase.
fn holds_any(text: &str, phrases: &[&str]) -> bool {
    let starts = text.match_indices(' ').map(|(at, _)| at + 1);
    std::iter::once(0)
        .chain(starts)
        .filter_map(|at| text.get(at..))
        .any(|rest| starts_with_any(rest, phrases))
}

/// Whether `text` begins with one of the phrases.
pub(super) fn starts_with_any(text: &str, phrases: &[&str]) -> bool {
    let first = text.as_bytes().first();
    // Most phrases are out at their first byte, and comparing that costs no call.
    phrases
        .iter()
        .any(|phrase| phrase.as_bytes().first() == first && text.starts_with(phrase))
}

/// A telephone number, a postal address, copyright signs.
fn is_contact(lower: &str) -> bool {
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let telephone = digits >= 7
        && (letters <= 12
            || matches!(
                words.first(),
                Some(&("call" | "tel" | "phone" | "fax" | "mobile"))
            ));
    let street = words.len() <= 16
        && digits > 0
        && lower.contains(',')
        && words
            .iter()
            .any(|word| phrases::STREETS.binary_search(word).is_ok());
    telephone || street || lower.contains('©')
}

/// A short line that is a label and no headline: one or two words, small letters, tags run together,
/// the entries of a menu.
fn is_label(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| {
        word.chars()
            .find(|c| c.is_alphabetic())
            .is_none_or(char::is_uppercase)
    };
    let cased = text.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    if !cased {
        // Scripts without capitals: only the length tells.
        return text.chars().count() <= 4;
    }
    if words.len() <= 2 && (words.iter().all(capital) || words.len() == 1) {
        return true;
    }
    if words.len() <= 4 {
        let small = text.starts_with(char::is_lowercase);
        let slot = words.iter().all(capital)
            && words.iter().any(|word| {
                matches!(
                    word.to_ascii_lowercase().as_str(),
                    "ad" | "ads" | "banner" | "menu" | "widget"
                )
            });
        if small || slot {
            return true;
        }
    }
    let entries = text
        .split(['|', '•', '·', '»', '›', '→'])
        .filter(|entry| !entry.trim().is_empty());
    let (count, longest) = entries.fold((0, 0), |(count, longest), entry| {
        (count + 1, longest.max(entry.split_whitespace().count()))
    });
    (count >= 3 && longest <= 3) || (joints(text) >= 2 && words.iter().all(capital))
}

/// How many times a capital follows a small letter or a bracket without a space: tags run together.
fn joints(text: &str) -> usize {
    let mut before = ' ';
    let mut joints = 0;
    for c in text.chars() {
        joints += usize::from(c.is_uppercase() && (before.is_lowercase() || before == ')'));
        before = c;
    }
    joints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_that_are_searched_are_sorted() {
        for list in [
            phrases::WHOLE,
            phrases::RELATED,
            phrases::COUNTING,
            phrases::STREETS,
        ] {
            assert!(
                list.is_sorted(),
                "{:?}",
                list.windows(2).find(|pair| pair[0] > pair[1])
            );
        }
    }

    #[test]
    fn what_pages_say_of_themselves_is_furniture() {
        for line in [
            "Home",
            "Sign in",
            "Nov 9, 2016",
            "Updated: 3 hours ago",
            "0 Views",
            "13/1 20:22",
            "[ad_1]",
            "Share this page",
            "www.example.org",
            "desk@example.org",
            "12 High Street, Springfield",
            "Call: 555 0100 200",
            "By Ana Example",
            "Photo by Bo Sample/Agency",
            "Ana Example contributed to this report.",
            "© 2024 Example News",
            "Comments are closed.",
            "World | Politics | Economy | Sport",
            "WorldPoliticsEconomySport",
            "(Applause.)",
            "We use cookies to improve your visit.",
            "* * *",
            "Category: Other",
            "Top Banner Ad",
            "2:14 P.M. EDT",
        ] {
            assert!(is_furniture(line, BlockKind::Heading), "{line}");
        }
    }

    #[test]
    fn headlines_and_sentences_are_no_furniture() {
        for line in [
            "Mending ties",
            "Allies agree on plan",
            "Japan, US Reaffirm Alliance",
            "“Yes,” she said.",
            "Talks held.",
            "By 2030, the alliance will spend more.",
            "The street was closed, he said.",
            "Cooperation on security",
            "NATO: what comes next",
            "In May the talks began",
            "同盟は重要だと首相が語った",
        ] {
            assert!(!is_furniture(line, BlockKind::Heading), "{line}");
        }
    }
}
