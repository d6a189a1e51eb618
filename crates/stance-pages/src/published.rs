//! The day of publication, where the text or the address says it.

use jiff::civil::Date;
use stance_text::{BlockKind, Line};

use crate::date;
use crate::page::{DateSource, Page};

/// How many lines from the top may hold the date.
const TOP: usize = 60;

/// How many statements from the top may begin with a dateline.
const STATEMENTS: usize = 8;

/// The longest place, agency and date before the dash of a dateline, in bytes.
const DATELINE: usize = 90;

/// The date of a page that declares none.
pub(crate) fn in_text(
    lines: &[Line],
    page: &Page,
    url: Option<&str>,
) -> Option<(Date, DateSource)> {
    let dateline = || {
        let top = page.statements.iter().take(STATEMENTS);
        top.filter_map(|statement| dateline(statement.text()))
            .find_map(date::first)
            .map(|(date, _)| date)
            .or_else(|| line(lines, RELEASED))
    };
    dateline()
        .map(|date| (date, DateSource::Dateline))
        .or_else(|| url.and_then(in_url).map(|date| (date, DateSource::Url)))
        .or_else(|| {
            let line = line(lines, &[]).or_else(|| updated(lines));
            line.map(|date| (date, DateSource::Text))
        })
}

/// The dateline of a paragraph, `SEOUL (Example Wire), Nov. 9, 2016`: a place in capitals, or one with a date or an
/// agency, before a dash.
pub(crate) fn dateline(text: &str) -> Option<&str> {
    const DASHES: [&str; 7] = [" — ", " – ", " - ", " -- ", "— ", "– ", " —"];
    let mut end = text.len().min(DATELINE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let top = text.get(..end)?;
    let at = DASHES.iter().filter_map(|dash| top.find(dash)).min()?;
    let head = top.get(..at)?;
    let place = head.split([',', '(', '/']).next()?.trim();
    let capitals = place.chars().any(char::is_alphabetic) && !place.chars().any(char::is_lowercase);
    let named = place.split_whitespace().count() <= 4 && place.starts_with(char::is_uppercase);
    let told = head.contains('(') || date::first(head).is_some();
    ((capitals && place.len() > 2) || (named && told)).then_some(head)
}

/// Beginnings of lines that tell when a text was given out.
const RELEASED: &[&str] = &[
    "released",
    "for immediate release",
    "issued",
    "press release",
    "date of issue",
];

/// Beginnings of lines that tell when a page was last changed.
const UPDATED: &[&str] = &[
    "updated",
    "last updated",
    "last modified",
    "this page was",
    "page last",
    "modified",
];

/// The date of the first line that is little else, and begins in one of these ways if there are any.
fn line(lines: &[Line], begins: &[&str]) -> Option<Date> {
    lines.iter().take(TOP).find_map(|line| {
        let date = dated(line)?;
        let lower = line.text.to_lowercase();
        let is = |names: &[&str]| names.iter().any(|name| lower.starts_with(name));
        (!is(UPDATED) && (begins.is_empty() || is(begins))).then_some(date)
    })
}

fn updated(lines: &[Line]) -> Option<Date> {
    lines.iter().take(TOP).find_map(dated)
}

/// The date of a line that is about little else: a date in a sentence is the date of what it tells.
fn dated(line: &Line) -> Option<Date> {
    let text = line.text.as_str();
    if matches!(line.kind, BlockKind::Title | BlockKind::Caption) || text.len() > 120 {
        return None;
    }
    let (date, range) = date::first(text)?;
    let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
    let words = |part: &str| {
        part.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().any(char::is_alphabetic))
            .count()
    };
    let sentence = text.ends_with(['.', '!', '?']) && words(text) > 6;
    (words(before) <= 5 && words(before) + words(after) <= 10 && !sentence).then_some(date)
}

/// `/2024/11/06/`, `/2024-11-06-`, `/20241106/`: the date in an address.
pub(crate) fn in_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let month = |part: &str| part.parse().ok().or_else(|| date::month(part));
    let by_parts = parts.windows(3).find_map(|window| {
        let [year, name, day] = *window else {
            return None;
        };
        let day = day.split(['-', '_', '.']).next().unwrap_or_default();
        let whole = year.len() == 4 && name.len() <= 9 && (1..=2).contains(&day.len());
        whole.then(|| date::checked(year.parse().ok()?, month(name)?, day.parse().ok()?))?
    });
    let in_part = |part: &&str| {
        let begins = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match begins {
            8 => date::compact(part.get(..8)?),
            4 => {
                let (date, range) = date::first(part)?;
                (range.start == 0).then_some(date)
            }
            _ => None,
        }
    };
    by_parts.or_else(|| parts.iter().find_map(in_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_dates_in_the_order_of_the_calendar() {
        for url in [
            "https://news.example.org/2024/11/06/talks",
            "https://news.example.org/world/2024/nov/06/talks",
            "https://news.example.org/a/2024-11-06-talks.html",
            "https://news.example.org/20241106/talks?x=20230101",
        ] {
            assert_eq!(in_url(url), date::checked(2024, 11, 6), "{url}");
        }
        for url in [
            "https://example.org/06/11/2024/",
            "https://example.org/2024/",
            "https://example.org/12345678901/",
            "/2024/11/",
        ] {
            assert_eq!(in_url(url), None, "{url}");
        }
    }

    #[test]
    fn a_dateline_is_a_place_before_a_dash() {
        for (text, head) in [
            (
                "SEOUL, Nov. 9, 2016 — The minister spoke.",
                Some("SEOUL, Nov. 9, 2016"),
            ),
            (
                "Seoul (Example Wire) - The minister spoke.",
                Some("Seoul (Example Wire)"),
            ),
            ("WASHINGTON — The minister spoke.", Some("WASHINGTON")),
            ("The minister – and others – spoke.", None),
            ("They met on Nov. 9, 2016 — at last.", None),
        ] {
            assert_eq!(dateline(text), head, "{text}");
        }
    }
}
