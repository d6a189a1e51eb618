//! The lines of a plain text.

use std::ops::Range;

use crate::chars;

/// A line that holds something.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What the line says, without its indentation, its marks of quotation and its bullet.
    pub(super) body: Range<usize>,
    /// The width of the line as it was typed, in characters, bullet and quotation marks left out.
    pub(super) width: u32,
    /// Columns of white space before it.
    pub(super) indent: u32,
    /// How deep it is quoted: the number of `>` before it.
    pub(super) quoted: u32,
    pub(super) marker: Marker,
    /// Whether a blank line stands before it.
    pub(super) after_gap: bool,
}

/// What stands before the text of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    None,
    /// A bullet, or the number of a list, which stays in the text.
    Item,
    /// An ornament such as `▼`.
    Ornament,
    /// A heading's number signs.
    Heading,
}

pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut after_gap = true;
    let mut rest = 0..text.len();
    while !rest.is_empty() {
        let (line, next) = first_line(text, &rest);
        rest.start = next;
        match read(text, line) {
            Some(read) => {
                lines.push(Line { after_gap, ..read });
                after_gap = false;
            }
            None => after_gap = true,
        }
    }
    lines
}

/// The first line of a range and where the next begins.
fn first_line(text: &str, range: &Range<usize>) -> (Range<usize>, usize) {
    let part = text.get(range.clone()).unwrap_or_default();
    let Some((at, c)) = part.char_indices().find(|&(_, c)| is_line_break(c)) else {
        return (range.clone(), range.end);
    };
    let end = range.start + at;
    let crlf = part.get(at..).is_some_and(|rest| rest.starts_with("\r\n"));
    (range.start..end, end + if crlf { 2 } else { c.len_utf8() })
}

fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn read(text: &str, line: Range<usize>) -> Option<Line> {
    let mut body = chars::trim(text, line.clone());
    let indent = columns(text.get(line.start..body.start)?);
    let mut quoted = 0;
    while let Some(rest) = text.get(body.clone())?.strip_prefix('>') {
        quoted += 1;
        body = chars::trim(text, body.end - rest.len()..body.end);
    }
    let (marker, skip) = marker(text.get(body.clone())?);
    body = chars::trim(text, body.start + skip..body.end);
    if body.is_empty() {
        return None;
    }
    let part = text.get(body.clone())?;
    Some(Line {
        width: u32::try_from(part.chars().count()).unwrap_or(u32::MAX),
        body,
        indent,
        quoted,
        marker,
        after_gap: false,
    })
}

fn columns(space: &str) -> u32 {
    let columns = space
        .chars()
        .filter(|&c| c != '\u{feff}')
        .map(|c| if c == '\t' { 8 } else { 1 })
        .sum::<usize>();
    u32::try_from(columns).unwrap_or(u32::MAX)
}

/// The marker of a line and how many bytes of it do not belong to the text.
fn marker(line: &str) -> (Marker, usize) {
    let Some(first) = line.chars().next() else {
        return (Marker::None, 0);
    };
    let spaced = line
        .get(first.len_utf8()..)
        .is_some_and(|rest| rest.starts_with(chars::is_blank));
    match first {
        '•' | '●' | '◦' | '▪' | '■' | '◆' | '‣' | '⁃' | '∙' | '○' | '□' => {
            (Marker::Item, first.len_utf8())
        }
        '*' | '-' | '–' | '+' | '·' if spaced => (Marker::Item, first.len_utf8()),
        '▼' | '▲' | '▶' | '►' | '◀' | '◄' | '▽' | '△' | '★' | '☆' | '※' | '➤' | '→' | '»' | '›'
        | '✓' | '✔' => (Marker::Ornament, first.len_utf8()),
        '#' => {
            let signs = line.len() - line.trim_start_matches('#').len();
            let heading = signs <= 6 && line.get(signs..).is_some_and(|rest| rest.starts_with(' '));
            if heading {
                (Marker::Heading, signs)
            } else {
                (Marker::None, 0)
            }
        }
        '0'..='9' | '(' => {
            let number = line.trim_start_matches('(');
            let digits = number.len()
                - number
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .len();
            let closed = number
                .get(digits..)
                .is_some_and(|rest| rest.starts_with([')', '.']));
            let spaced = number
                .get(digits + 1..)
                .is_some_and(|rest| rest.starts_with(' '));
            let item = (1..=3).contains(&digits) && closed && spaced;
            (if item { Marker::Item } else { Marker::None }, 0)
        }
        _ => (Marker::None, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_ends_a_line() {
        let text = "one\r\ntwo\rthree\u{c}four\u{2028}\u{feff}\n\n five\u{85}";
        let lines = lines(text);
        let bodies: Vec<&str> = lines.iter().map(|line| &text[line.body.clone()]).collect();
        assert_eq!(bodies, ["one", "two", "three", "four", "five"]);
        assert_eq!(
            lines.iter().map(|line| line.after_gap).collect::<Vec<_>>(),
            [true, false, false, false, true]
        );
    }

    #[test]
    fn bullets_are_taken_off_and_numbers_stay() {
        let text = "▼ One\n• Two\n- Three\n1. Four\n-five\n> > six\n2016 seven\n# Eight";
        let lines = lines(text);
        let bodies: Vec<&str> = lines.iter().map(|line| &text[line.body.clone()]).collect();
        assert_eq!(
            bodies,
            [
                "One",
                "Two",
                "Three",
                "1. Four",
                "-five",
                "six",
                "2016 seven",
                "Eight"
            ]
        );
        assert_eq!(lines[3].marker, Marker::Item);
        assert_eq!(lines[5].quoted, 2);
    }
}
