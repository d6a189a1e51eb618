//! Classes of characters that documents and sentences share.

use std::ops::Range;

/// White space, control characters and characters without width: nothing a reader sees, so
/// nothing a block or a sentence begins or ends with.
pub(crate) fn is_blank(c: char) -> bool {
    if c.is_ascii() {
        return c <= ' ' || c == '\u{7f}';
    }
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

/// Characters without width: soft hyphen, zero-width spaces and joiners, direction marks, byte-order
/// marks inside a text.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

/// Marks that open or close a quotation; `'` and `’` are apostrophes too.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '《'
            | '》'
            | '＂'
    )
}

/// Marks that may stand between a full stop and the space after it.
pub(crate) fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | '」'
            | '』'
            | '》'
            | '＂'
            | ')'
            | ']'
            | '}'
            | '）'
            | '】'
            | '］'
            | '〉'
            | '*'
            | '_'
    )
}

/// Marks that may stand between a space and the first word of a sentence.
#[cfg(feature = "sentences")]
pub(crate) fn is_opener(c: char) -> bool {
    is_quote(c)
        || matches!(
            c,
            '(' | '['
                | '{'
                | '（'
                | '【'
                | '［'
                | '〈'
                | '¿'
                | '¡'
                | '*'
                | '_'
                | '#'
                | '-'
                | '–'
                | '—'
                | '―'
                | '•'
                | '·'
                | '▪'
                | '●'
                | '■'
                | '►'
                | '▶'
                | '|'
        )
}

/// The part of `range` left when [blank](is_blank) characters are taken from both its ends.
pub(crate) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(part) = text.get(range.clone()) else {
        return range.start..range.start;
    };
    let left = part.trim_start_matches(is_blank);
    let start = range.end - left.len();
    start..start + left.trim_end_matches(is_blank).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_takes_spaces_controls_and_zero_width_characters() {
        let text = "\u{feff}\t\u{a0} one two\u{200b}\u{c}\n";
        assert_eq!(&text[trim(text, 0..text.len())], "one two");
        assert!(trim(" \n ", 0..3).is_empty());
    }
}
