//! A text cut into statements and what lies between them.

use std::ops::Range;

/// The statements and what lies between them, cut at full stops; for each, which statement it is.
pub(crate) fn pieces(
    text: &str,
    statements: &[Range<usize>],
) -> (Vec<Range<usize>>, Vec<Option<usize>>) {
    let mut pieces = Vec::with_capacity(2 * statements.len());
    let mut asked = Vec::with_capacity(2 * statements.len());
    let mut from = 0;
    for (index, statement) in statements.iter().enumerate() {
        let start = border(text, statement.start.max(from));
        let end = border(text, statement.end.max(start));
        between(text, from..start, &mut pieces);
        asked.resize(pieces.len(), None);
        pieces.push(start..end);
        asked.push(Some(index));
        from = end;
    }
    between(text, from..text.len(), &mut pieces);
    asked.resize(pieces.len(), None);
    (pieces, asked)
}

/// The nearest character border that is not behind `at`.
pub(crate) fn border(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Cuts a stretch of text at line ends and behind full stops.
pub(crate) fn between(text: &str, range: Range<usize>, pieces: &mut Vec<Range<usize>>) {
    let mut from = range.start;
    let bytes = text.as_bytes();
    for at in range.clone() {
        let stop = matches!(bytes[at], b'.' | b'?' | b'!')
            && at - from > 3
            && bytes[at - 1].is_ascii_lowercase()
            && bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace);
        if (stop || bytes[at] == b'\n') && at >= from {
            push(text, from..at + 1, pieces);
            from = at + 1;
        }
    }
    push(text, from..range.end, pieces);
}

pub(crate) fn push(text: &str, range: Range<usize>, pieces: &mut Vec<Range<usize>>) {
    let trimmed = text[range.clone()].trim();
    if !trimmed.is_empty() {
        let start = range.start + (text[range.clone()].len() - text[range].trim_start().len());
        pieces.push(start..start + trimmed.len());
    }
}
