//! Dates in text, where they say day, month and year.
//!
//! A date is read only where it can be read in one way: `13/1 20:22` has no year, `06/09/2024` is the sixth of September
//! to some and the ninth of June to others. The names of months are English.

use std::ops::Range;

use jiff::civil::Date;

/// Years in which pages are published.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A number or a word of a text.
#[derive(Clone, Debug)]
struct Token {
    range: Range<usize>,
    /// What a number is; words are none.
    number: Option<i16>,
}

/// The first date of a text and where it stands.
pub(crate) fn first(text: &str) -> Option<(Date, Range<usize>)> {
    // Every date has a year, and most texts have no digit.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| date_at(text, tokens.get(at..at + 3)?))
}

/// The date that a declared value states: in text, as `20161109`, or in seconds or milliseconds since 1970.
pub(crate) fn stated(value: &str) -> Option<Date> {
    let value = value.trim();
    if value.len() > 200 {
        return None;
    }
    let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = value.get(digits..)?;
    if digits == 8 && (rest.is_empty() || rest.starts_with(['T', ' '])) {
        return compact(value.get(..8)?);
    }
    if rest.is_empty() && (10..=13).contains(&digits) {
        return value.parse().ok().and_then(since_1970);
    }
    first(value).map(|(date, _)| date)
}

/// `20161109`.
pub(crate) fn compact(digits: &str) -> Option<Date> {
    let number = |range: Range<usize>| digits.get(range)?.parse().ok();
    checked(number(0..4)?, number(4..6)?, number(6..8)?)
}

/// The day, in UTC, of a number of seconds or milliseconds since 1970; both are told apart by their size.
pub(crate) fn since_1970(number: i64) -> Option<Date> {
    let seconds = if number.abs() < 100_000_000_000 {
        number
    } else {
        number / 1000
    };
    // Smaller numbers count something else.
    let timestamp = jiff::Timestamp::from_second(seconds)
        .ok()
        .filter(|_| seconds > 100_000_000)?;
    let date = jiff::tz::Offset::UTC.to_datetime(timestamp).date();
    YEARS.contains(&date.year()).then_some(date)
}

/// A date of the calendar, in a year in which pages are published.
pub(crate) fn checked(year: i16, month: i16, day: i16) -> Option<Date> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    YEARS.contains(&year).then_some(date)
}

/// The month of a name or its abbreviation: `Sept`, `nov`.
pub(crate) fn month(word: &str) -> Option<i16> {
    if word.len() < 3 || word.len() > 9 {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| {
        *month == lower
            || (lower.len() == 3 && month.starts_with(&lower))
            || (lower == "sept" && *month == "september")
    })?;
    i16::try_from(at + 1).ok()
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        let digit = byte.is_ascii_digit();
        let same = |byte: &u8| {
            if digit {
                byte.is_ascii_digit()
            } else {
                byte.is_ascii_alphabetic()
            }
        };
        let len = bytes[at..].iter().take_while(|byte| same(byte)).count();
        if len == 0 {
            at += 1;
            continue;
        }
        let range = at..at + len;
        at += len;
        if !digit && is_passed_over(&text[range.clone()], tokens.last(), range.start) {
            continue;
        }
        // A number too long for a year is none of a date.
        let number = digit.then(|| text[range.clone()].parse().unwrap_or(-1));
        tokens.push(Token { range, number });
    }
    tokens
}

/// `9th`, `9 of November`: what may stand within a date and says nothing.
fn is_passed_over(word: &str, before: Option<&Token>, start: usize) -> bool {
    let after_number = before.is_some_and(|token| token.number.is_some());
    let touching = before.is_some_and(|token| token.range.end == start);
    after_number && ((touching && matches!(word, "st" | "nd" | "rd" | "th")) || word == "of")
}

fn date_at(text: &str, tokens: &[Token]) -> Option<(Date, Range<usize>)> {
    let [a, b, c] = tokens else { return None };
    let between =
        |from: &Token, to: &Token| text.get(from.range.end..to.range.start).unwrap_or("!");
    let (first, second) = (between(a, b), between(b, c));
    let word = |token: &Token| month(text.get(token.range.clone()).unwrap_or_default());
    let is_year = |token: &Token| token.range.len() == 4;
    let short = |token: &Token| token.range.len() <= 2;
    let date = match (a.number, b.number, c.number) {
        // 2016-11-09, 2016/11/09, 2016. 11. 9., 2016年11月9日
        (Some(year), Some(month), Some(day)) if is_year(a) && short(b) && short(c) => {
            let same = first == second && matches!(first, "-" | "/" | "." | ". ");
            let named = matches!(
                (first, second),
                ("年", "月") | ("년 ", "월 ") | ("년", "월")
            );
            (same || named).then(|| checked(year, month, day))?
        }
        // 13/01/2025, 01/13/2025: by what cannot be a month.
        (Some(one), Some(two), Some(year)) if is_year(c) && short(a) && short(b) => {
            let marked = first == second && matches!(first, "-" | "/" | ".");
            let (day, month) = match (one > 12, two > 12) {
                (true, false) => (one, two),
                (false, true) => (two, one),
                (false, false) if one == two => (one, two),
                _ => return None,
            };
            marked.then(|| checked(year, month, day))?
        }
        // Nov. 9, 2016
        (None, Some(day), Some(year)) if is_year(c) && short(b) => {
            (near(first) && near(second)).then(|| checked(year, word(a)?, day))?
        }
        // 9 November 2016, 9-Nov-2016
        (Some(day), None, Some(year)) if is_year(c) && short(a) => {
            (near(first) && near(second)).then(|| checked(year, word(b)?, day))?
        }
        // 2016 November 9
        (Some(year), None, Some(day)) if is_year(a) && short(c) => {
            (near(first) && near(second)).then(|| checked(year, word(b)?, day))?
        }
        _ => None,
    }?;
    Some((date, a.range.start..c.range.end))
}

/// What may stand between the parts of a date that names its month; letters after a number are ordinal.
fn near(between: &str) -> bool {
    let between = between.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    between.chars().count() <= 5
        && between
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/' | 'o' | 'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        first(text).map(|(date, _)| date.to_string())
    }

    #[test]
    fn dates_are_read_in_the_ways_pages_write_them() {
        for text in [
            "Nov 9, 2016",
            "Nov. 9, 2016",
            "November 9th, 2016",
            "Wednesday, 9 November 2016 10:15 KST",
            "9th of November 2016",
            "09-Nov-2016",
            "2016-11-09T23:59:59-05:00",
            "2016/11/09",
            "2016.11.09",
            "2016. 11. 9.",
            "2016年11月9日",
            "2016년 11월 9일",
            "Wed, 09 Nov 2016 10:15:00 +0900",
            "Posted on November 9 2016 by A. Writer",
        ] {
            assert_eq!(read(text).as_deref(), Some("2016-11-09"), "{text}");
        }
        assert_eq!(read("13/01/2025").as_deref(), Some("2025-01-13"));
        assert_eq!(read("01/13/2025").as_deref(), Some("2025-01-13"));
        assert_eq!(read("Sept. 6, 2024").as_deref(), Some("2024-09-06"));
    }

    #[test]
    fn what_has_no_one_reading_or_no_day_in_the_calendar_is_no_date() {
        for text in [
            "13/1 20:22",
            "06/09/2024",
            "20255-01-02",
            "January 2, 20255",
            "31 February 2020",
            "2019-02-29",
            "2016-13-09",
            "November 2016",
            "May 5",
            "1/2/24",
            "1066-10-14",
            "3 men 2016",
            "resolution 2270 (2016)",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn declared_values_may_be_compact_or_count_since_1970() {
        for value in [
            "20161109",
            "20161109T101500Z",
            "1478649600",
            "1478649600000",
        ] {
            assert_eq!(stated(value), checked(2016, 11, 9), "{value}");
        }
        for value in ["", "20161399", "12", "99999999999999", "today"] {
            assert_eq!(stated(value), None, "{value}");
        }
    }
}
