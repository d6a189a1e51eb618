//! Words with their places.
//!
//! A token is a run of letters, digits and combining marks. An apostrophe between letters belongs to the
//! word (`don't`) save for the possessive, which is a token of its own (`Japan` `'s`); the dots of an
//! acronym belong to it (`U.S.` reads as `us`); hyphens separate. What begins with a digit reads as `0`,
//! since a number's size says little about a stance and each would be a rare word.
//!
//! Punctuation marks are tokens of their own kind, in one plain form for all typographies: a quotation
//! mark reads as `"`, a dash as `-`, a sign of money as `$`, any number of full stops as one. Hyphens,
//! slashes and other signs are passed over.
//!
//! Each token knows where it stands in the text and holds its normal form: lower-cased, apostrophes made
//! straight, combining marks and soft hyphens dropped.

mod scan;

use std::ops::Range;

use crate::hash;

/// How a token is written; what names are recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// No capital letter at the start.
    Lower,
    /// A capital letter at the start, and not all capitals.
    Title,
    /// Two letters or more, none of them small.
    Upper,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// A word or acronym.
    Word,
    /// What begins with a digit.
    Number,
    /// A punctuation mark or sign.
    Mark,
    /// A placeholder for the name of a state, its people or its capital.
    Place,
    /// A placeholder for the name of a person.
    Person,
    /// A placeholder for the name of a pact.
    Pact,
}

impl TokenKind {
    /// Whether the token stands for a name that is not looked at.
    pub const fn is_placeholder(self) -> bool {
        matches!(self, Self::Place | Self::Person | Self::Pact)
    }
}

/// A word or mark of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Byte offset of its first byte in the text.
    pub start: u32,
    /// Byte offset behind its last byte in the text.
    pub end: u32,
    /// How it is written.
    pub case: Case,
    /// What it is.
    pub kind: TokenKind,
    /// Hash of its normal form.
    pub(crate) hash: u64,
    /// Where its normal form lies in the buffer, boundary marks not counted.
    pub(crate) normal_start: u32,
    pub(crate) normal_end: u32,
}

impl Token {
    /// Whether it is a full stop, or several.
    pub(crate) fn is_full_stop(&self) -> bool {
        self.kind == TokenKind::Mark && self.hash == hash::bytes(b".", 1)
    }

    /// Whether it is a mark that parts clauses: a comma, full stop, semicolon or dash.
    pub(crate) fn is_break(&self) -> bool {
        let one_of = |marks: &[u8]| {
            marks
                .iter()
                .any(|mark| self.hash == hash::bytes(&[*mark], 1))
        };
        self.kind == TokenKind::Mark && one_of(b",.;-")
    }

    /// Number of bytes of the normal form.
    pub(crate) const fn normal_len(&self) -> usize {
        (self.normal_end - self.normal_start) as usize
    }
}

/// The tokens of one text, in a buffer that is used again for the next.
#[derive(Debug, Default, Clone)]
pub struct Tokens {
    pub(crate) list: Vec<Token>,
    /// Normal forms, each between [`OPEN`] and [`CLOSE`], with spare bytes behind the last.
    pub(crate) normal: Vec<u8>,
}

/// Boundary marks around a normal form; they cannot occur within one.
pub(crate) const OPEN: u8 = b'<';
pub(crate) const CLOSE: u8 = b'>';

/// Lets the hash read eight bytes from any place of the normal forms.
const SPARE: [u8; 8] = [0; 8];

impl Tokens {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces what the buffer holds by the tokens of `text`.
    ///
    /// A text of more than 4 GiB is read up to there.
    pub fn read(&mut self, text: &str) {
        self.list.clear();
        self.normal.clear();
        let mut limit = text.len().min(u32::MAX as usize - SPARE.len());
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        scan::read(&text[..limit], self);
        self.normal.extend_from_slice(&SPARE);
    }

    /// The tokens, in the order of the text.
    pub fn as_slice(&self) -> &[Token] {
        &self.list
    }

    /// The normal form of a token of this buffer: the letters that features are made from.
    pub fn normal(&self, token: &Token) -> &str {
        self.normal
            .get(token.normal_start as usize..token.normal_end as usize)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }

    /// The mark that the last token is, and where it ends.
    fn last_mark(&self) -> Option<(u8, usize)> {
        let last = self
            .list
            .last()
            .filter(|last| last.kind == TokenKind::Mark)?;
        Some((
            *self.normal.get(last.normal_start as usize)?,
            last.end as usize,
        ))
    }

    fn push_mark(&mut self, start: usize, end: usize, normal: u8) {
        let normal_start = self.normal.len() + 1;
        self.normal.extend_from_slice(&[OPEN, normal]);
        self.push(start..end, TokenKind::Mark, Case::Lower, normal_start);
    }

    /// Adds the token whose normal form has just been written from `normal_start` on.
    fn push(&mut self, span: Range<usize>, kind: TokenKind, case: Case, normal_start: usize) {
        let normal_end = self.normal.len();
        if normal_end == normal_start {
            self.normal.pop();
            return;
        }
        let hash = hash::bytes(&self.normal[normal_start..], normal_end - normal_start);
        self.normal.push(CLOSE);
        self.list.push(Token {
            start: span.start as u32,
            end: span.end as u32,
            kind,
            case,
            hash,
            normal_start: normal_start as u32,
            normal_end: normal_end as u32,
        });
    }
}

#[cfg(test)]
mod tests;
