//! The plain way from characters to tokens, one by one: what the quick way is held against.

use std::ops::Range;

use super::scan::{Shape, plain_mark};
use super::{Case, TokenKind};

/// A token as the plain way reads it: its span, its kind, its case and its normal form.
pub(super) type Plain = (Range<usize>, TokenKind, Case, String);

/// The tokens of `text`.
pub(super) fn read(text: &str) -> Vec<Plain> {
    let mut tokens = Vec::new();
    let mut scanner = Scanner {
        text,
        at: 0,
        single_quotes: 0,
    };
    while let Some(start) = scanner.next_word_start(&mut tokens) {
        scanner.word(start, &mut tokens);
    }
    tokens
}

/// The mark that the last token is, and where it ends.
fn last_mark(tokens: &[Plain]) -> Option<(u8, usize)> {
    match tokens.last()? {
        (span, TokenKind::Mark, _, normal) => Some((normal.as_bytes()[0], span.end)),
        _ => None,
    }
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// Single quotation marks that are open.
    single_quotes: u32,
}

/// The dots of an acronym.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dot {
    Inner,
    Last,
}

/// What a character means to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Letter,
    Digit,
    Apostrophe,
    /// Belongs to the word and leaves no trace in its normal form.
    Silent,
    Other,
}

impl Scanner<'_> {
    /// Goes on to the next word, leaving the marks on the way in `tokens`.
    fn next_word_start(&mut self, tokens: &mut Vec<Plain>) -> Option<usize> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    return Some(self.at);
                }
                let start = self.at;
                self.at += 1;
                match byte {
                    b'"' | b'?' | b'!' | b'$' | b'%' | b';' | b':' | b'(' | b')' | b',' => {
                        self.mark(start, byte, tokens);
                    }
                    b'\'' => self.single_quote(start, tokens),
                    b'.' | b'-' => {
                        while bytes.get(self.at) == Some(&byte) {
                            self.at += 1;
                        }
                        // One hyphen joins words, unless it stands alone; two are a dash.
                        let alone = |at: Option<usize>| {
                            at.and_then(|at| bytes.get(at))
                                .is_none_or(u8::is_ascii_whitespace)
                        };
                        let joins = self.at - start == 1
                            && !(alone(start.checked_sub(1)) && alone(Some(self.at)));
                        if byte == b'.' || !joins {
                            self.mark(start, byte, tokens);
                        }
                    }
                    _ => {}
                }
            } else {
                let character = self.peek()?;
                if matches!(role(character), Role::Letter | Role::Digit) {
                    return Some(self.at);
                }
                let start = self.at;
                self.at += character.len_utf8();
                match character {
                    '‘' | '’' => self.single_quote(start, tokens),
                    // `US–Japan`: here it joins, as a hyphen does.
                    '–' if self.is_letter_before(start)
                        && self.role_at(self.at) == Role::Letter => {}
                    _ => {
                        if let Some(plain) = plain_mark(character) {
                            self.mark(start, plain, tokens);
                        }
                    }
                }
            }
        }
        None
    }

    /// Adds a mark that ends at the present place.
    fn mark(&self, start: usize, plain: u8, tokens: &mut Vec<Plain>) {
        match plain {
            // Whether the comma or the quotation mark comes first is a matter of typography.
            b',' | b'.' if last_mark(tokens) == Some((b'"', start)) => return,
            b'"' if matches!(last_mark(tokens), Some((b',' | b'.', end)) if end == start) => {
                tokens.pop();
            }
            b'.' => {
                // Full stops with spaces between them are an ellipsis all the same.
                if let Some((b'.', end)) = last_mark(tokens)
                    && self.text[end..start].chars().all(char::is_whitespace)
                {
                    if let Some(last) = tokens.last_mut() {
                        last.0.end = self.at;
                    }
                    return;
                }
            }
            _ => {}
        }
        let normal = char::from(plain).to_string();
        tokens.push((start..self.at, TokenKind::Mark, Case::Lower, normal));
    }

    /// A single quotation mark that opens or closes, and is no apostrophe.
    fn single_quote(&mut self, start: usize, tokens: &mut Vec<Plain>) {
        let letter_behind = self.role_at(self.at) == Role::Letter;
        if letter_behind && !self.is_letter_before(start) {
            self.single_quotes += 1;
        } else if !letter_behind && self.single_quotes > 0 {
            self.single_quotes -= 1;
        } else {
            return;
        }
        self.mark(start, b'"', tokens);
    }

    fn is_letter_before(&self, at: usize) -> bool {
        let before = self.text[..at].chars().next_back();
        before.is_some_and(|before| matches!(role(before), Role::Letter | Role::Digit))
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn role_at(&self, at: usize) -> Role {
        self.text[at..].chars().next().map_or(Role::Other, role)
    }

    fn word(&mut self, start: usize, tokens: &mut Vec<Plain>) {
        let bytes = self.text.as_bytes();
        let mut normal = String::new();
        let mut shape = Shape::default();
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii_lowercase() {
                normal.push(char::from(byte));
                shape.small();
                self.at += 1;
            } else if byte.is_ascii_uppercase() {
                normal.push(char::from(byte | 0x20));
                shape.capital(self.at == start);
                self.at += 1;
            } else if byte.is_ascii_digit() {
                normal.push(char::from(byte));
                shape.letters += 1;
                self.at += 1;
            } else if byte == b'.' {
                let Some(dot) = self.dot_of_acronym(start) else {
                    break;
                };
                self.at += 1;
                if dot == Dot::Last {
                    break;
                }
            } else if byte.is_ascii() && byte != b'\'' && byte != b'`' {
                break;
            } else {
                let Some(character) = self.peek() else { break };
                let next = self.at + character.len_utf8();
                match role(character) {
                    Role::Letter => {
                        if character.is_uppercase() {
                            shape.capital(self.at == start);
                        } else {
                            shape.small();
                        }
                        push_lowercase(character, &mut normal);
                    }
                    Role::Digit => {
                        shape.letters += 1;
                        push_lowercase(character, &mut normal);
                    }
                    Role::Apostrophe => {
                        let inner = matches!(self.role_at(next), Role::Letter | Role::Digit);
                        if !inner || self.possessive_end(next).is_some() {
                            break;
                        }
                        normal.push('\'');
                    }
                    Role::Silent => {}
                    Role::Other => break,
                }
                self.at = next;
            }
        }
        let end = self.at;
        let kind = match self.role_at(start) {
            Role::Digit => {
                "0".clone_into(&mut normal);
                TokenKind::Number
            }
            _ => TokenKind::Word,
        };
        if !normal.is_empty() {
            tokens.push((start..end, kind, shape.case(), normal));
        }
        let possessive = self
            .peek()
            .filter(|&mark| role(mark) == Role::Apostrophe)
            .and_then(|mark| self.possessive_end(end + mark.len_utf8()));
        if let Some(behind) = possessive {
            tokens.push((end..behind, TokenKind::Word, Case::Lower, "'s".to_owned()));
            self.at = behind;
        }
    }

    /// What the dot at the present place is to an acronym: single letters, each with a dot.
    fn dot_of_acronym(&self, start: usize) -> Option<Dot> {
        let bytes = self.text.as_bytes();
        let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        let behind_dot = self.at >= start + 3 && bytes[self.at - 2] == b'.';
        if !letter(self.at - 1) || !(self.at == start + 1 || behind_dot) {
            return None;
        }
        let goes_on = letter(self.at + 1)
            && !bytes
                .get(self.at + 2)
                .is_some_and(|byte| byte.is_ascii_alphanumeric());
        if goes_on {
            Some(Dot::Inner)
        } else {
            behind_dot.then_some(Dot::Last)
        }
    }

    /// Where a possessive ends whose `s` stands at `at`, if there is one.
    fn possessive_end(&self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if !matches!(bytes.get(at), Some(b's' | b'S')) {
            return None;
        }
        let behind = at + 1;
        matches!(self.role_at(behind), Role::Other | Role::Apostrophe).then_some(behind)
    }
}

fn role(character: char) -> Role {
    match character {
        'a'..='z' | 'A'..='Z' => Role::Letter,
        '0'..='9' => Role::Digit,
        '\'' | '`' | '\u{00B4}' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{FF07}' => {
            Role::Apostrophe
        }
        // Combining marks, soft hyphen, zero-width joiners, word joiner, variation selectors.
        '\u{0300}'..='\u{036F}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{00AD}'
        | '\u{200B}'..='\u{200D}'
        | '\u{2060}'
        | '\u{FEFF}' => Role::Silent,
        _ if character.is_numeric() => Role::Digit,
        _ if character.is_alphanumeric() => Role::Letter,
        _ => Role::Other,
    }
}

fn push_lowercase(character: char, out: &mut String) {
    for lower in character.to_lowercase() {
        // Lower-casing İ leaves a combining dot, which words do not keep.
        if role(lower) != Role::Silent {
            out.push(lower);
        }
    }
}
