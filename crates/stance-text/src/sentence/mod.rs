//! From a block's text to its sentences.
//!
//! One pass over the text stops at every mark that may end a sentence and looks a bounded way to
//! both sides, so the time is linear whatever the text. Why not a crate: the table in
//! `ARCHITECTURE.md` compares them.

mod after;
mod boundary;
mod cluster;
#[rustfmt::skip] // Lists of words, packed.
mod lists;
mod words;

use std::iter::FusedIterator;
use std::ops::Range;

use crate::chars;

/// The sentences of a text, in order: an iterator over byte ranges.
///
/// A range begins and ends with something a reader sees and holds at least a letter or a digit.
/// Quotation marks and brackets that close after the full stop belong to the sentence.
///
/// ```
/// let text = "The U.S. and Japan met on Nov. 16. “We agree,” Mr. Sato said.";
/// let sentences: Vec<&str> = stance_text::sentences(text).map(|range| &text[range]).collect();
/// assert_eq!(sentences, ["The U.S. and Japan met on Nov. 16.", "“We agree,” Mr. Sato said."]);
/// ```
pub fn sentences(text: &str) -> Sentences<'_> {
    let whole = chars::trim(text, 0..text.len());
    Sentences {
        text,
        start: whole.start,
        end: whole.end,
        at: whole.start,
        looked: whole.start,
        has_word: false,
        quote_open: false,
        parens: 0,
        close: None,
    }
}

/// The iterator of [`sentences`].
#[derive(Clone, Debug)]
pub struct Sentences<'a> {
    text: &'a str,
    /// Where the current sentence begins.
    start: usize,
    /// Where the text ends.
    end: usize,
    /// How far the scan has come.
    at: usize,
    /// How far the current sentence was looked through for a letter or digit.
    looked: usize,
    has_word: bool,
    /// Whether a straight double quotation mark is open.
    quote_open: bool,
    /// Round brackets open in the current sentence.
    parens: usize,
    /// The first `)` at or after some earlier position.
    close: Option<usize>,
}

impl Iterator for Sentences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if self.start >= self.end {
            return None;
        }
        let range = match self.next_boundary() {
            Some(end) => self.start..end,
            // What is left has no word when it is a row of stars.
            None if !self.holds_word(self.end) => self.end..self.end,
            None => self.start..self.end,
        };
        self.begin(range.end);
        (!range.is_empty()).then(|| chars::trim(self.text, range))
    }
}

impl FusedIterator for Sentences<'_> {}

impl Sentences<'_> {
    /// Begins a new sentence at `at`.
    fn begin(&mut self, at: usize) {
        self.start = chars::trim(self.text, at..self.end).start;
        self.at = self.at.max(self.start);
        self.looked = self.start;
        self.has_word = false;
        self.parens = 0;
    }

    /// Where the current sentence ends, if that is before the end of the text.
    fn next_boundary(&mut self) -> Option<usize> {
        loop {
            let stop = self.next_stop()?;
            let rest = self.text.get(stop..self.end)?;
            let c = rest.chars().next()?;
            self.at = stop + c.len_utf8();
            match c {
                '"' => self.quote_open = !self.quote_open,
                '(' => self.parens += 1,
                ')' => self.parens = self.parens.saturating_sub(1),
                '\n' => {
                    if is_blank_line(rest) && self.holds_word(stop) {
                        self.quote_open = false;
                        return Some(stop);
                    }
                }
                _ => {
                    let Some(cluster) = cluster::read(self.text, stop, self.quote_open) else {
                        continue;
                    };
                    self.at = cluster.end.min(self.end);
                    if cluster.straight_quotes % 2 == 1 {
                        self.quote_open = !self.quote_open;
                    }
                    self.parens = self.parens.saturating_sub(cluster.closes_parens);
                    if let Some(end) = self.boundary(&cluster) {
                        self.at = end;
                        return Some(end);
                    }
                }
            }
        }
    }

    /// The next character at which something may have to be done.
    fn next_stop(&self) -> Option<usize> {
        let bytes = self.text.as_bytes().get(..self.end)?;
        let mut at = self.at;
        loop {
            at += bytes
                .get(at..)?
                .iter()
                .position(|&byte| STOPS[usize::from(byte)])?;
            if bytes[at].is_ascii() {
                return Some(at);
            }
            let c = self.text.get(at..)?.chars().next()?;
            if cluster::mark_of(c).is_some() {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }

    /// Whether the current sentence has a letter or a digit before `end`.
    fn holds_word(&mut self, end: usize) -> bool {
        if !self.has_word && self.looked < end {
            let part = self.text.get(self.looked..end).unwrap_or_default();
            self.has_word = part.chars().any(char::is_alphanumeric);
            self.looked = end;
        }
        self.has_word
    }

    /// Where the first `)` at or after `at` stands; text is searched once for all questions.
    fn next_close(&mut self, at: usize) -> usize {
        match self.close {
            Some(close) if close >= at => close,
            _ => {
                let rest = self.text.as_bytes().get(at..self.end).unwrap_or_default();
                let close = rest
                    .iter()
                    .position(|&b| b == b')')
                    .map_or(self.end, |i| at + i);
                self.close = Some(close);
                close
            }
        }
    }
}

/// A line break with nothing but white space up to another.
fn is_blank_line(from_break: &str) -> bool {
    // A bounded look: an indentation wider than this is no paragraph's.
    from_break
        .bytes()
        .skip(1)
        .take(64)
        .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))
        == Some(b'\n')
}

/// Bytes that are, or may begin, a character at which the scan stops.
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let bytes = b".!?\"()\n";
    let mut i = 0;
    while i < bytes.len() {
        stops[bytes[i] as usize] = true;
        i += 1;
    }
    // First bytes of the marks outside ASCII.
    let leads = [0xd6, 0xd8, 0xdb, 0xe0, 0xe1, 0xe2, 0xe3, 0xef];
    let mut i = 0;
    while i < leads.len() {
        stops[leads[i]] = true;
        i += 1;
    }
    stops
};

#[cfg(test)]
mod tests;
