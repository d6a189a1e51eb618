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
use crate::hint::{self, Hints};
use crate::mask::{self, Name};

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
    /// What lists it may be in.
    pub(crate) hint: u8,
    /// Where its normal form lies in the buffer.
    pub(crate) normal_start: u32,
    pub(crate) normal_end: u32,
}

impl Token {
    /// What the name names that the token stands for, after [`Tokens::mask_names`].
    pub fn name(&self) -> Option<Name> {
        Name::of(self)
    }

    /// Whether it is a full stop, or several.
    pub(crate) fn is_full_stop(&self) -> bool {
        const FULL_STOP: u64 = hash::byte(b'.');
        self.kind == TokenKind::Mark && self.hash == FULL_STOP
    }

    /// Whether it is a mark that parts clauses: a comma, full stop, semicolon or dash.
    pub(crate) fn is_break(&self) -> bool {
        const BREAKS: [u64; 4] = {
            let [a, b, c, d] = hint::BREAKS;
            [hash::byte(a), hash::byte(b), hash::byte(c), hash::byte(d)]
        };
        self.kind == TokenKind::Mark && BREAKS.contains(&self.hash)
    }

    /// Whether the lists of anchors need be asked.
    pub(crate) const fn may_be_anchor(&self) -> bool {
        self.hint & hint::ANCHOR != 0
    }

    /// Number of bytes of the normal form.
    pub(crate) const fn normal_len(&self) -> usize {
        (self.normal_end - self.normal_start) as usize
    }
}

/// The tokens of one text, in a buffer that is used again for the next.
#[derive(Debug, Clone)]
pub struct Tokens {
    pub(crate) list: Vec<Token>,
    /// What normal forms are parts of: the ASCII characters in their order, [`POSSESSIVE`], from
    /// [`LOWERED`] on the text with its ASCII letters lower-cased, spare bytes, and the normal forms that
    /// are no part of it.
    pub(crate) normal: Vec<u8>,
}

/// Where the possessive's normal form lies.
const POSSESSIVE: Range<usize> = 0x80..0x82;
/// Where the copy of the text begins.
const LOWERED: usize = POSSESSIVE.end;
/// Lets eight bytes be read from any place of the text.
const SPARE: [u8; 8] = [0; 8];

/// Where the normal form lies that is one ASCII character.
const fn plain_byte(byte: u8) -> usize {
    byte as usize
}

impl Default for Tokens {
    fn default() -> Self {
        let mut normal: Vec<u8> = (0..0x80).collect();
        normal.extend_from_slice(b"'s");
        Self {
            list: Vec::new(),
            normal,
        }
    }
}

impl Tokens {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces what the buffer holds by the tokens of `text`.
    ///
    /// A text of more than 1 GiB is read up to there.
    pub fn read(&mut self, text: &str) {
        self.read_with(text, Hints::all());
    }

    /// As [`Tokens::read`], with the hints given.
    pub(crate) fn read_with(&mut self, text: &str, hints: &Hints) {
        self.list.clear();
        self.normal.truncate(LOWERED);
        // Normal forms lie behind a copy of the text, and their places must be numbers of 32 bits too.
        let mut limit = text.len().min(1 << 30);
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        let text = &text[..limit];
        self.normal.extend_from_slice(text.as_bytes());
        self.normal[LOWERED..].make_ascii_lowercase();
        self.normal.extend_from_slice(&SPARE);
        scan::read(text, hints, self);
    }

    /// Puts placeholders for the names of states, peoples, capitals, persons and pacts, each of which spans the whole
    /// name.
    pub fn mask_names(&mut self) {
        mask::names(self);
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

    /// Adds a token; `normal` says where its normal form lies.
    #[inline]
    fn push(
        &mut self,
        span: Range<usize>,
        kind: TokenKind,
        case: Case,
        normal: Range<usize>,
        hash: u64,
        hint: u8,
    ) {
        self.list.push(Token {
            start: span.start as u32,
            end: span.end as u32,
            kind,
            case,
            hash,
            hint,
            normal_start: normal.start as u32,
            normal_end: normal.end as u32,
        });
    }
}

#[cfg(test)]
mod plain;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
