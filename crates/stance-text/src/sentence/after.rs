//! What follows a mark at which a sentence may end.

use super::words;
use crate::chars;

/// The longest word that is looked at, in bytes.
pub(super) const WORD: usize = 40;

/// What follows a mark: the gap, what opens after it, and the next word.
pub(super) struct After<'t> {
    /// Where the text goes on after white space.
    pub(super) at: usize,
    pub(super) spaced: bool,
    pub(super) blank_line: bool,
    /// The first character after the white space.
    pub(super) first: char,
    /// The first character that opens nothing: a letter, a digit, a symbol.
    pub(super) letter: char,
    /// Whether a quotation opens before the word.
    pub(super) quoted: bool,
    /// Whether a dash stands before the word.
    pub(super) dashed: bool,
    pub(super) word: &'t str,
    /// What stands after the word.
    pub(super) rest: &'t str,
}

impl<'t> After<'t> {
    /// Reads on after `at`; `None` at the end of the text.
    pub(super) fn read(text: &'t str, at: usize, end: usize) -> Option<Self> {
        let gap = text.get(at..end)?;
        let rest = gap.trim_start_matches(chars::is_blank);
        let at_word = end - rest.len();
        let first = rest.chars().next()?;
        let space = &gap[..gap.len() - rest.len()];
        let mut quoted = false;
        let mut body = rest;
        for _ in 0..5 {
            let Some(c) = body
                .chars()
                .next()
                .filter(|&c| chars::is_opener(c) || c == ' ')
            else {
                break;
            };
            quoted |= chars::is_quote(c);
            body = &body[c.len_utf8()..];
        }
        let dashed =
            matches!(first, '–' | '—' | '―') || rest.starts_with("- ") || rest.starts_with("--");
        let letter = body.chars().next().unwrap_or(first);
        let mut length = 0;
        for c in body.chars() {
            let inside = c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
            if !inside || length >= WORD {
                break;
            }
            length += c.len_utf8();
        }
        let (word, rest) = body.split_at(length);
        Some(Self {
            at: at_word,
            spaced: space.contains(char::is_whitespace),
            blank_line: space.matches('\n').take(2).count() > 1 || space.contains('\u{2029}'),
            first,
            letter,
            quoted,
            dashed,
            word,
            rest,
        })
    }

    /// Whether a number follows, or a name with a number in it: `No. RL32`, `No. S/2023`.
    pub(super) fn is_number(&self) -> bool {
        let rest = self
            .rest
            .split(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let digit = |part: &str| part.bytes().take(WORD).any(|b| b.is_ascii_digit());
        digit(self.word) || digit(rest) || matches!(self.letter, '§' | '#' | '№')
    }

    /// Whether the next word is one that sentences begin with.
    pub(super) fn begins_sentence(&self) -> bool {
        if words::begins_sentences(self.word) {
            // The U.S. Under Secretary is no beginning.
            return !(self.word == "Under" && self.rest.starts_with(" Secretary"));
        }
        let next = self.rest.trim_start().chars().next();
        match self.word {
            // An article or a pronoun, not an initial or a numeral.
            "A" | "An" | "I" => next.is_some_and(char::is_lowercase) && self.rest.starts_with(' '),
            // Separately, Additionally, …
            word => {
                word.ends_with("ly")
                    && word.len() > 5
                    && next == Some(',')
                    && self.letter.is_uppercase()
            }
        }
    }

    /// `"…?" Mr. Sato asked reporters.`: a name, a verb of speech, and no statement after it.
    pub(super) fn is_attribution(&self) -> bool {
        if self.quoted || words::begins_sentences(self.word) || self.word == "I" {
            return false;
        }
        let mut rest = self.rest;
        for _ in 0..6 {
            let trimmed = rest.trim_start_matches([' ', '.', '\u{a0}']);
            let end = trimmed
                .find(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '’')
                .unwrap_or(trimmed.len());
            let (word, next) = trimmed.split_at(end);
            if words::attributes(word) {
                let following = next
                    .trim_start()
                    .split(|c: char| !c.is_alphanumeric())
                    .next()
                    .unwrap_or_default();
                return next.is_empty()
                    || next.starts_with(['.', ',', ';', ':'])
                    || words::follows_attribution(following);
            }
            let part_of_name = word.starts_with(char::is_uppercase)
                || matches!(word, "of" | "the" | "for" | "de" | "and" | "s");
            if !part_of_name {
                return false;
            }
            rest = next;
        }
        false
    }
}
