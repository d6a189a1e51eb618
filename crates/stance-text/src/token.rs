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
        let mut scanner = Scanner {
            text: &text[..limit],
            at: 0,
            single_quotes: 0,
        };
        while let Some(start) = scanner.next_word_start(self) {
            scanner.word(start, self);
        }
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
        let last = self.list.last().filter(|last| last.kind == TokenKind::Mark)?;
        Some((*self.normal.get(last.normal_start as usize)?, last.end as usize))
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
    fn next_word_start(&mut self, tokens: &mut Tokens) -> Option<usize> {
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
                            at.and_then(|at| bytes.get(at)).is_none_or(u8::is_ascii_whitespace)
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
                    '–' if self.is_letter_before(start) && self.role_at(self.at) == Role::Letter => {}
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
    fn mark(&self, start: usize, plain: u8, tokens: &mut Tokens) {
        match plain {
            // Whether the comma or the quotation mark comes first is a matter of typography.
            b',' | b'.' if tokens.last_mark() == Some((b'"', start)) => return,
            b'"' => {
                if tokens.last_mark().is_some_and(|(mark, end)| matches!(mark, b',' | b'.') && end == start) {
                    tokens.list.pop();
                }
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
        tokens.push_mark(start, self.at, plain);
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
        self.text[at..].chars().next().map_or(Role::Other, role)
    }

    fn word(&mut self, start: usize, tokens: &mut Tokens) {
        let bytes = self.text.as_bytes();
        tokens.normal.push(OPEN);
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
                        push_lowercase(character, &mut tokens.normal);
                    }
                    Role::Digit => {
                        shape.letters += 1;
                        push_lowercase(character, &mut tokens.normal);
                    }
                    Role::Apostrophe => {
                        let inner = matches!(self.role_at(next), Role::Letter | Role::Digit);
                        if !inner || self.possessive_end(next).is_some() {
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
        tokens.push(start..end, kind, shape.case(), normal_start);
        let possessive = self
            .peek()
            .filter(|&mark| role(mark) == Role::Apostrophe)
            .and_then(|mark| self.possessive_end(end + mark.len_utf8()));
        if let Some(behind) = possessive {
            tokens.normal.push(OPEN);
            let normal_start = tokens.normal.len();
            tokens.normal.extend_from_slice(b"'s");
            tokens.push(end..behind, TokenKind::Word, Case::Lower, normal_start);
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
        '\'' | '`' | '\u{00B4}' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{FF07}' => Role::Apostrophe,
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

/// The plain form of a mark that many typographies write in many ways.
const fn plain_mark(character: char) -> Option<u8> {
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
struct Shape {
    letters: u32,
    small: u32,
    starts_with_capital: bool,
}

impl Shape {
    fn small(&mut self) {
        self.letters += 1;
        self.small += 1;
    }

    fn capital(&mut self, first: bool) {
        self.letters += 1;
        self.starts_with_capital |= first;
    }

    fn case(&self) -> Case {
        if !self.starts_with_capital {
            Case::Lower
        } else if self.small == 0 && self.letters >= 2 {
            Case::Upper
        } else {
            Case::Title
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normals(text: &str) -> Vec<String> {
        let mut tokens = Tokens::new();
        tokens.read(text);
        tokens
            .as_slice()
            .iter()
            .map(|token| tokens.normal(token).to_owned())
            .collect()
    }

    fn spans(text: &str) -> Vec<&str> {
        let mut tokens = Tokens::new();
        tokens.read(text);
        tokens
            .as_slice()
            .iter()
            .map(|t| &text[t.start as usize..t.end as usize])
            .collect()
    }

    #[test]
    fn words_are_read_as_the_table_says() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("... -- ;:", &[".", "-", ";", ":"]),
            (
                "Why? “No!” £5",
                &["why", "?", "\"", "no", "!", "\"", "$", "0"],
            ),
            ("Our allies stand.", &["our", "allies", "stand", "."]),
            ("We don't pay.", &["we", "don't", "pay", "."]),
            ("We don\u{2019}t pay.", &["we", "don't", "pay", "."]),
            (
                "Japan's and JAPAN\u{2019}S",
                &["japan", "'s", "and", "japan", "'s"],
            ),
            ("the allies' view", &["the", "allies", "view"]),
            ("the U.S. view", &["the", "us", "view"]),
            ("the U.S", &["the", "us"]),
            ("U.S.-Japan", &["us", "japan"]),
            ("U.S.'s", &["us", "'s"]),
            ("plan B. A new", &["plan", "b", ".", "a", "new"]),
            ("J.F.Kennedy", &["jf", "kennedy"]),
            ("e.g. this", &["eg", "this"]),
            ("end.Next", &["end", ".", "next"]),
            (
                "28,500 troops in 1953",
                &["0", ",", "0", "troops", "in", "0"],
            ),
            ("F-35A – 3rd", &["f", "0", "-", "0"]),
            ("\u{130}stanbul", &["istanbul"]),
            (
                "STRA\u{df}E \u{c9}lys\u{e9}e",
                &["stra\u{df}e", "\u{e9}lys\u{e9}e"],
            ),
            ("cafe\u{301} co\u{ad}operate", &["cafe", "cooperate"]),
            ("\u{301}\u{301}", &[]),
            (
                "\u{65e5}\u{672c}\u{3001}\u{540c}\u{76df}",
                &["\u{65e5}\u{672c}", ",", "\u{540c}\u{76df}"],
            ),
            ("'quoted' ''", &["\"", "quoted", "\""]),
            ("the allies' \u{2018}view\u{2019}", &["the", "allies", "\"", "view", "\""]),
            ("\"safer,\" he", &["\"", "safer", "\"", "he"]),
            ("\"safer\", he", &["\"", "safer", "\"", "he"]),
            ("well . . . yes - no US\u{2013}Japan", &["well", ".", "yes", "-", "no", "us", "japan"]),
            ("won`t", &["won't"]),
            ("\u{1f600}ally\u{1f600}", &["ally"]),
        ];
        for (text, expected) in cases {
            assert_eq!(&normals(text), expected, "{text:?}");
        }
    }

    #[test]
    fn spans_select_the_words_as_they_stand() {
        assert_eq!(
            spans(
                "\u{201c}The U.S.-Japan pact,\u{201d} \u{c9}lys\u{e9}e\u{2019}s aide didn\u{2019}t say."
            ),
            [
                "\u{201c}",
                "The",
                "U.S.",
                "Japan",
                "pact",
                "\u{201d}",
                "\u{c9}lys\u{e9}e",
                "\u{2019}s",
                "aide",
                "didn\u{2019}t",
                "say",
                "."
            ]
        );
    }

    #[test]
    fn the_case_of_a_word_is_known() {
        let mut tokens = Tokens::new();
        tokens.read("we We WE U.S. A a NATO F-35");
        let cases: Vec<Case> = tokens.as_slice().iter().map(|token| token.case).collect();
        use Case::{Lower, Title, Upper};
        assert_eq!(
            cases,
            [
                Lower, Title, Upper, Upper, Title, Lower, Upper, Title, Lower
            ]
        );
    }

    #[test]
    fn a_buffer_used_again_reads_as_a_new_one() {
        let (mut used, mut fresh) = (Tokens::new(), Tokens::new());
        used.read("An earlier and rather longer text, whose words must leave no trace.");
        used.read("Our allies stand.");
        fresh.read("Our allies stand.");
        assert_eq!(used.as_slice(), fresh.as_slice());
        assert_eq!(used.normal, fresh.normal);
    }
}
