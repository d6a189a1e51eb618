//! From characters to tokens.
//!
//! Nearly all words are runs of ASCII letters between other ASCII bytes. They are read eight bytes at a
//! time from a lower-cased copy of the text, which is their normal form as well; all others take the way of
//! `any_word`, character by character.

use super::{Case, LOWERED, TokenKind, Tokens, plain_byte};
use crate::hash;
use crate::hint::Hints;

/// Adds the tokens of `text` to `tokens`, which holds its lower-cased copy and no token yet.
pub(super) fn read(text: &str, hints: &Hints, tokens: &mut Tokens) {
    let mut scanner = Scanner {
        text,
        hints,
        at: 0,
        single_quotes: 0,
    };
    while let Some(start) = scanner.next_word_start(tokens) {
        scanner.word(start, tokens);
    }
}

struct Scanner<'t> {
    text: &'t str,
    hints: &'t Hints,
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

/// What a byte means between words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Nothing,
    Word,
    Mark,
    SingleQuote,
    /// One or several make one mark.
    Run,
    /// Part of a character that is not ASCII.
    Wide,
}

const BETWEEN: [Between; 256] = {
    let mut table = [Between::Nothing; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Between::Word,
            b'"' | b'?' | b'!' | b'$' | b'%' | b';' | b':' | b'(' | b')' | b',' => Between::Mark,
            b'\'' => Between::SingleQuote,
            b'.' | b'-' => Between::Run,
            0x80.. => Between::Wide,
            _ => Between::Nothing,
        };
        byte += 1;
    }
    table
};

impl Scanner<'_> {
    /// Goes on to the next word, leaving the marks on the way in `tokens`.
    fn next_word_start(&mut self, tokens: &mut Tokens) -> Option<usize> {
        let bytes = self.text.as_bytes();
        // Between most words stands one space.
        if let Some([b' ', next, ..]) = bytes.get(self.at..)
            && next.is_ascii_lowercase()
        {
            self.at += 1;
            return Some(self.at);
        }
        while let Some(&byte) = bytes.get(self.at) {
            let start = self.at;
            match BETWEEN[usize::from(byte)] {
                Between::Word => return Some(start),
                Between::Nothing => self.at += 1,
                Between::Mark => {
                    self.at += 1;
                    self.mark(start, byte, tokens);
                }
                Between::SingleQuote => {
                    self.at += 1;
                    self.single_quote(start, tokens);
                }
                Between::Run => {
                    self.at += 1;
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
                Between::Wide => {
                    if self.wide(start, tokens)? {
                        return Some(start);
                    }
                }
            }
        }
        None
    }

    /// Reads a character that is not ASCII between words; true when a word begins with it.
    fn wide(&mut self, start: usize, tokens: &mut Tokens) -> Option<bool> {
        let character = self.peek()?;
        if matches!(role(character), Role::Letter | Role::Digit) {
            return Some(true);
        }
        self.at += character.len_utf8();
        match character {
            '‘' | '’' => self.single_quote(start, tokens),
            // `US–Japan`: here it joins, as a hyphen does.
            '–' if self.is_letter_before(start) && self.role_at(self.at) == Role::Letter => {}
            _ => {
                if let Some(plain) = plain_mark(character) {
                    self.mark(start, plain, tokens);
                }
            }
        }
        Some(false)
    }

    /// Adds a mark that ends at the present place.
    fn mark(&self, start: usize, plain: u8, tokens: &mut Tokens) {
        match plain {
            // Whether the comma or the quotation mark comes first is a matter of typography.
            b',' | b'.' if tokens.last_mark() == Some((b'"', start)) => return,
            b'"' if matches!(tokens.last_mark(), Some((b',' | b'.', end)) if end == start) => {
                tokens.list.pop();
            }
            b'.' => {
                // Full stops with spaces between them are an ellipsis all the same.
                if let Some((b'.', end)) = tokens.last_mark()
                    && self.text[end..start].chars().all(char::is_whitespace)
                {
                    if let Some(last) = tokens.list.last_mut() {
                        last.end = self.at as u32;
                    }
                    return;
                }
            }
            _ => {}
        }
        let hash = hash::byte(plain);
        let at = plain_byte(plain);
        let hint = self.hints.of(hash);
        tokens.push(
            start..self.at,
            TokenKind::Mark,
            Case::Lower,
            at..at + 1,
            hash,
            hint,
        );
    }

    /// A single quotation mark that opens or closes, and is no apostrophe.
    fn single_quote(&mut self, start: usize, tokens: &mut Tokens) {
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
        match self.text.as_bytes().get(at) {
            None => Role::Other,
            Some(byte) if byte.is_ascii() => role(char::from(*byte)),
            Some(_) => self.text[at..].chars().next().map_or(Role::Other, role),
        }
    }

    #[inline]
    fn word(&mut self, start: usize, tokens: &mut Tokens) {
        let lowered = &tokens.normal[LOWERED + start..];
        let Some(chunk) = lowered.first_chunk::<8>() else {
            return self.any_word(start, tokens);
        };
        let eight = u64::from_le_bytes(*chunk);
        let stop = not_alphanumeric(eight);
        let (length, hash) = if stop != 0 {
            let length = stop.trailing_zeros() as usize / 8;
            (length, hash::short(eight, length))
        } else {
            let mut length = 8;
            let stop = loop {
                let Some(chunk) = lowered[length..].first_chunk::<8>() else {
                    return self.any_word(start, tokens);
                };
                match not_alphanumeric(u64::from_le_bytes(*chunk)) {
                    0 => length += 8,
                    stop => break stop,
                }
            };
            length += stop.trailing_zeros() as usize / 8;
            (length, hash::bytes(lowered, length))
        };
        let end = start + length;
        let behind = lowered[length];
        let apostrophe_or_wide = !behind.is_ascii() || behind == b'\'' || behind == b'`';
        let goes_on = length == 0
            || (behind == b'.' && length == 1 && self.dot_of_acronym(start, end).is_some())
            || (apostrophe_or_wide && self.goes_on(end));
        if goes_on {
            return self.any_word(start, tokens);
        }
        self.at = end;
        let (kind, hash, normal) = if lowered[0].is_ascii_digit() {
            let at = plain_byte(b'0');
            (TokenKind::Number, hash::byte(b'0'), at..at + 1)
        } else {
            let at = LOWERED + start;
            (TokenKind::Word, hash, at..at + length)
        };
        let written = &self.text.as_bytes()[start..end];
        let case = if !written[0].is_ascii_uppercase() {
            Case::Lower
        } else if length >= 2 && !written.iter().any(u8::is_ascii_lowercase) {
            Case::Upper
        } else {
            Case::Title
        };
        let hint = self.hints.of(hash);
        tokens.push(start..end, kind, case, normal, hash, hint);
        if apostrophe_or_wide {
            self.possessive(end, tokens);
        }
    }

    /// Whether a word goes on with the apostrophe or wide character at `at`.
    fn goes_on(&self, at: usize) -> bool {
        let Some(character) = self.text[at..].chars().next() else {
            return false;
        };
        match role(character) {
            Role::Letter | Role::Digit | Role::Silent => true,
            Role::Apostrophe => self.is_inner(at + character.len_utf8()),
            Role::Other => false,
        }
    }

    /// Whether the apostrophe that ends at `behind` is a letter of its word.
    fn is_inner(&self, behind: usize) -> bool {
        let inner = matches!(self.role_at(behind), Role::Letter | Role::Digit);
        inner && self.possessive_end(behind).is_none()
    }

    /// A word of any characters. Its normal form is written behind the copy of the text.
    fn any_word(&mut self, start: usize, tokens: &mut Tokens) {
        let bytes = self.text.as_bytes();
        let normal_start = tokens.normal.len();
        let mut shape = Shape::default();
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii_lowercase() {
                tokens.normal.push(byte);
                shape.small();
                self.at += 1;
            } else if byte.is_ascii_uppercase() {
                tokens.normal.push(byte | 0x20);
                shape.capital(self.at == start);
                self.at += 1;
            } else if byte.is_ascii_digit() {
                tokens.normal.push(byte);
                shape.letters += 1;
                self.at += 1;
            } else if byte == b'.' {
                let Some(dot) = self.dot_of_acronym(start, self.at) else {
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
                if is_common_small_letter(character) {
                    tokens.normal.extend_from_slice(&bytes[self.at..next]);
                    shape.small();
                    self.at = next;
                    continue;
                }
                match role(character) {
                    Role::Letter => {
                        if character.is_uppercase() {
                            shape.capital(self.at == start);
                        } else {
                            shape.small();
                        }
                        push_lowercase(character, &mut tokens.normal);
                    }
                    Role::Digit => {
                        shape.letters += 1;
                        push_lowercase(character, &mut tokens.normal);
                    }
                    Role::Apostrophe => {
                        if !self.is_inner(next) {
                            break;
                        }
                        tokens.normal.push(b'\'');
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
                tokens.normal.truncate(normal_start);
                tokens.normal.push(b'0');
                TokenKind::Number
            }
            _ => TokenKind::Word,
        };
        let normal = normal_start..tokens.normal.len();
        if !normal.is_empty() {
            let hash = hash::bytes(&tokens.normal[normal_start..], normal.len());
            let hint = self.hints.of(hash);
            tokens.push(start..end, kind, shape.case(), normal, hash, hint);
        }
        self.possessive(end, tokens);
    }

    /// Reads the possessive behind a word that ends at `end`, where there is one.
    fn possessive(&mut self, end: usize, tokens: &mut Tokens) {
        let possessive = self
            .peek()
            .filter(|&mark| role(mark) == Role::Apostrophe)
            .and_then(|mark| self.possessive_end(end + mark.len_utf8()));
        if let Some(behind) = possessive {
            let normal = super::POSSESSIVE;
            let hash = hash::bytes(&tokens.normal[normal.start..], normal.len());
            let hint = self.hints.of(hash);
            tokens.push(
                end..behind,
                TokenKind::Word,
                Case::Lower,
                normal,
                hash,
                hint,
            );
            self.at = behind;
        }
    }

    /// What the dot at `at` is to an acronym: single letters, each with a dot.
    fn dot_of_acronym(&self, start: usize, at: usize) -> Option<Dot> {
        let bytes = self.text.as_bytes();
        let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        let behind_dot = at >= start + 3 && bytes[at - 2] == b'.';
        if !letter(at - 1) || !(at == start + 1 || behind_dot) {
            return None;
        }
        let goes_on = letter(at + 1)
            && !bytes
                .get(at + 2)
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

/// The high bit of each byte that is none of `a`–`z` and `0`–`9`.
#[inline]
const fn not_alphanumeric(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    /// What a bound lacks to 128: added, it carries into the high bit from that bound on, and no further.
    const fn lack(bound: u8) -> u64 {
        (0x80 - bound as u64) * ONES
    }
    let low = eight & !HIGH;
    let letter = (low + lack(b'a')) & !(low + lack(b'z' + 1));
    let digit = (low + lack(b'0')) & !(low + lack(b'9' + 1));
    (!(letter | digit) | eight) & HIGH
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
        // Dashes, quotation marks, dots: the usual ones, for which no table need be asked.
        '\u{2010}'..='\u{2027}' => Role::Other,
        _ if character.is_numeric() => Role::Digit,
        _ if character.is_alphanumeric() => Role::Letter,
        _ => Role::Other,
    }
}

/// Small letters of Latin, Greek and Cyrillic for which no table need be asked. All of them are letters,
/// and their own lower case.
const fn is_common_small_letter(character: char) -> bool {
    matches!(
        character,
        'ß'..='ö' | 'ø'..='ÿ' | 'α'..='ω' | 'а'..='џ'
    )
}

/// The plain form of a mark that many typographies write in many ways.
pub(super) const fn plain_mark(character: char) -> Option<u8> {
    match character {
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '＂' => Some(b'"'),
        '–' | '—' | '―' => Some(b'-'),
        '…' | '。' | '．' => Some(b'.'),
        '，' | '、' => Some(b','),
        '；' => Some(b';'),
        '：' => Some(b':'),
        '（' => Some(b'('),
        '）' => Some(b')'),
        '％' => Some(b'%'),
        '？' | '¿' | '؟' => Some(b'?'),
        '！' | '¡' => Some(b'!'),
        '€' | '£' | '¥' | '₩' | '₽' | '＄' => Some(b'$'),
        _ => None,
    }
}

fn push_lowercase(character: char, out: &mut Vec<u8>) {
    let mut buffer = [0; 4];
    for lower in character.to_lowercase() {
        // Lower-casing İ leaves a combining dot, which words do not keep.
        if role(lower) != Role::Silent {
            out.extend_from_slice(lower.encode_utf8(&mut buffer).as_bytes());
        }
    }
}

#[derive(Default)]
pub(super) struct Shape {
    pub(super) letters: u32,
    small: u32,
    starts_with_capital: bool,
}

impl Shape {
    pub(super) fn small(&mut self) {
        self.letters += 1;
        self.small += 1;
    }

    pub(super) fn capital(&mut self, first: bool) {
        self.letters += 1;
        self.starts_with_capital |= first;
    }

    pub(super) fn case(&self) -> Case {
        if !self.starts_with_capital {
            Case::Lower
        } else if self.small == 0 && self.letters >= 2 {
            Case::Upper
        } else {
            Case::Title
        }
    }
}
