//! A sentence cut into tokens, each with what the lists say of it.

use crate::lexicon::{Form, Lexicon, Name, StateId, Term};
use crate::word::Class;

/// A token and its place in the sentence, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub start: usize,
    pub end: usize,
    pub tag: Tag,
    pub class: Class,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Between quotation marks.
    pub quoted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    Word,
    /// `'s`, or the apostrophe after a plural.
    Possessive,
    Number,
    Comma,
    Colon,
    Dash,
    /// A hyphen or slash between two words.
    Joint,
    /// The end of a clause: full stop, semicolon, question or exclamation mark.
    Stop,
    Open,
    Close,
    /// Any other mark.
    Mark,
    State {
        id: StateId,
        form: Form,
        ambiguous: bool,
    },
    Pact {
        id: u16,
        ambiguous: bool,
    },
    Person(u16),
    Term(Term),
}

pub(crate) struct Tagged<'a> {
    pub text: &'a str,
    lower: String,
    pub tokens: Vec<Token>,
    /// It begins within a quotation.
    pub inside: bool,
    /// The sentence is in capitals throughout.
    pub shouted: bool,
    headline: bool,
}

impl<'a> Tagged<'a> {
    /// Cuts a sentence; `quoted` says that it begins within a quotation.
    ///
    /// `halves` are what `the North` and `the South` stand for, in a page on a divided country.
    pub fn new(
        lexicon: &Lexicon,
        text: &'a str,
        quoted: bool,
        halves: Option<[StateId; 2]>,
    ) -> Self {
        let letters = || text.bytes().filter(u8::is_ascii_alphabetic);
        // A speaker's label in a transcript is in capitals and no headline.
        let label = text.trim_end().ends_with(':');
        let shouted = !label && letters().count() > 8 && letters().all(|b| b.is_ascii_uppercase());
        let mut tagged = Self {
            text,
            lower: text.to_ascii_lowercase(),
            tokens: Vec::with_capacity(text.len() / 5 + 1),
            inside: quoted,
            shouted,
            headline: false,
        };
        tagged.cut();
        tagged.merge(lexicon);
        if let Some(halves) = halves {
            tagged.divide(halves);
        }
        tagged.mark_quotations(quoted);
        tagged.headline = tagged.is_headline();
        tagged
    }

    /// The token in lower case.
    pub fn word(&self, at: usize) -> &str {
        let token = &self.tokens[at];
        &self.lower[token.start..token.end]
    }

    /// What stands between two places, in lower case.
    pub fn between(&self, start: usize, end: usize) -> &str {
        &self.lower[start..end]
    }

    /// The token as written.
    pub fn raw(&self, at: usize) -> &'a str {
        let token = &self.tokens[at];
        &self.text[token.start..token.end]
    }

    /// The short name that stands in brackets from a token on: `(JCS)`.
    pub fn acronym(&self, at: usize) -> Option<&'a str> {
        let mark = |at: usize, mark: &str| self.is(at, Tag::Mark) && self.raw(at) == mark;
        if !mark(at, "(") || !mark(at + 2, ")") {
            return None;
        }
        let short = self.raw(at + 1);
        let capitals = short.chars().filter(|c| c.is_uppercase()).count();
        (capitals > 1 && short.len() <= 10).then_some(short)
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn tag(&self, at: usize) -> Option<Tag> {
        self.tokens.get(at).map(|token| token.tag)
    }

    pub fn is(&self, at: usize, tag: Tag) -> bool {
        self.tag(at) == Some(tag)
    }

    pub fn class(&self, at: usize) -> Class {
        self.tokens
            .get(at)
            .map_or(Class::default(), |token| token.class)
    }

    /// A headline has no full stop, question or exclamation mark at its end.
    pub const fn headline(&self) -> bool {
        self.headline
    }

    fn is_headline(&self) -> bool {
        let mut ending = self.tokens.iter().rev();
        let last = ending.find(|token| !matches!(token.tag, Tag::Close));
        !last.is_some_and(|token| matches!(token.tag, Tag::Stop)) && self.len() <= 30
    }

    fn cut(&mut self) {
        let text = self.text;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if c.is_whitespace() {
                continue;
            }
            if c.is_alphanumeric() {
                let mut end = start + c.len_utf8();
                while let Some(&(at, next)) = chars.peek() {
                    let after = || text[at + next.len_utf8()..].chars().next();
                    let inner = match next {
                        _ if next.is_alphanumeric() || mark(next) => true,
                        // `U.S.` and `U.K.`: single letters with full stops.
                        '.' => {
                            let since = text[start..at].rsplit('.').next().unwrap_or("");
                            since.chars().count() == 1
                                && since.chars().all(char::is_uppercase)
                                && (start < at && text[start..at].contains('.')
                                    || after().is_some_and(char::is_uppercase))
                        }
                        ',' | '’' | '\'' => {
                            let digits =
                                next == ',' && text[..at].ends_with(|c: char| c.is_ascii_digit());
                            after().is_some_and(|c| {
                                if digits {
                                    c.is_ascii_digit()
                                } else {
                                    next != ',' && c.is_alphabetic()
                                }
                            }) && !possessive(&text[at..])
                        }
                        _ => false,
                    };
                    if !inner {
                        break;
                    }
                    end = at + next.len_utf8();
                    chars.next();
                }
                let number = c.is_ascii_digit();
                self.push(start, end, if number { Tag::Number } else { Tag::Word });
                continue;
            }
            let before = text[..start].chars().next_back();
            let after = text[start + c.len_utf8()..].chars().next();
            let tight = before.is_some_and(char::is_alphanumeric) || before == Some('.');
            let tight = tight && after.is_some_and(char::is_alphanumeric);
            let mut end = start + c.len_utf8();
            let tag = match c {
                '\'' | '’'
                    if possessive(&text[start..])
                        && before.is_some_and(|c| c.is_alphanumeric() || c == '.') =>
                {
                    chars.next();
                    end += 1;
                    Tag::Possessive
                }
                '“' | '«' | '„' | '‘' => Tag::Open,
                '”' | '»' => Tag::Close,
                '"' | '\'' | '’' => {
                    let opens = !before.is_some_and(|c| {
                        !c.is_whitespace() && !matches!(c, '(' | '—' | '–' | '-' | '“' | '"')
                    }) && after.is_some_and(|c| !c.is_whitespace());
                    if opens && c != '’' {
                        Tag::Open
                    } else if c != '"'
                        && before.is_some_and(|c| matches!(c, 's' | 'S'))
                        && !self.single_open()
                    {
                        Tag::Possessive
                    } else {
                        Tag::Close
                    }
                }
                ',' => Tag::Comma,
                ':' => Tag::Colon,
                '-' | '–' | '\u{2010}' | '\u{2011}' | '/' if tight => Tag::Joint,
                '-' | '–' | '—' => Tag::Dash,
                '.' | ';' | '?' | '!' | '…' => Tag::Stop,
                _ => Tag::Mark,
            };
            self.push(start, end, tag);
        }
    }

    /// Whether a single quotation mark is open, so that `'` after an s may close it.
    fn single_open(&self) -> bool {
        let marks = self.tokens.iter().rev().take(40);
        let mut marks = marks.filter(|token| matches!(token.tag, Tag::Open | Tag::Close));
        marks.next().is_some_and(|token| {
            token.tag == Tag::Open && matches!(&self.text[token.start..token.end], "'" | "‘")
        })
    }

    fn push(&mut self, start: usize, end: usize, tag: Tag) {
        let class = if tag == Tag::Word {
            let word = &self.lower[start..end];
            if word.contains('’') {
                Class::of(&word.replace('’', "'"))
            } else {
                Class::of(word)
            }
        } else {
            Class::default()
        };
        let capital = self.text[start..end]
            .chars()
            .next()
            .is_some_and(char::is_uppercase);
        self.tokens.push(Token {
            start,
            end,
            tag,
            class,
            capital,
            quoted: false,
        });
    }

    /// Lays what the lists find over the tokens; of two that overlap the longer one holds.
    fn merge(&mut self, lexicon: &Lexicon) {
        let mut found: Vec<(usize, usize, Tag)> = lexicon
            .names_in(self.text)
            .map(|(start, end, name)| (start, end, tag_of(name)))
            .collect();
        let names = found.len();
        let terms = lexicon.terms_in(self.text);
        found.extend(terms.map(|(start, end, term)| (start, end, Tag::Term(term))));
        found.sort_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
        if names == 0 && found.is_empty() {
            return;
        }
        let tokens = std::mem::take(&mut self.tokens);
        let mut merged: Vec<Token> = Vec::with_capacity(tokens.len());
        let mut next = 0;
        let mut at = 0;
        while at < tokens.len() {
            let token = tokens[at];
            while next < found.len() && found[next].0 < token.start {
                next += 1;
            }
            let here = found.get(next).filter(|found| found.0 == token.start);
            let over = here.filter(|&&(start, end, _)| {
                // A longer one that begins inside this one and reaches beyond it comes first.
                let rival = found[next + 1..].iter().take_while(|other| other.0 < end);
                let mut rival = rival.filter(|other| other.0 > start && other.1 > end);
                !rival.any(|other| other.1 - other.0 > end - start)
            });
            let Some(&(_, end, tag)) = over else {
                merged.push(token);
                at += 1;
                continue;
            };
            let last = tokens[at..]
                .iter()
                .take_while(|inner| inner.start < end)
                .count();
            merged.push(Token {
                end: end.max(tokens[at + last - 1].end.min(end.max(tokens[at].end))),
                tag,
                class: if last > 1 || !matches!(tag, Tag::Term(_)) {
                    Class::default()
                } else {
                    token.class
                },
                ..token
            });
            at += last;
        }
        self.tokens = merged;
    }

    fn divide(&mut self, halves: [StateId; 2]) {
        for at in 1..self.len() {
            let half = match self.raw(at) {
                "North" => halves[0],
                "South" => halves[1],
                _ => continue,
            };
            let proper = self.tokens.get(at + 1).is_some_and(|next| next.capital);
            if self.tokens[at].tag == Tag::Word && self.word(at - 1) == "the" && !proper {
                self.tokens[at].tag = Tag::State {
                    id: half,
                    form: Form::Name,
                    ambiguous: true,
                };
            }
        }
    }

    fn mark_quotations(&mut self, quoted: bool) {
        let mut depth = usize::from(quoted);
        for token in &mut self.tokens {
            match token.tag {
                Tag::Open => {
                    depth += 1;
                    token.quoted = true;
                }
                Tag::Close => {
                    token.quoted = true;
                    depth = depth.saturating_sub(1);
                }
                _ => token.quoted = depth > 0,
            }
        }
        // What is never closed and began in this sentence runs to its end; so be it.
    }
}

/// Marks that combine with the letter before them.
fn mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}')
}

/// `'s` at the end of a word.
fn possessive(rest: &str) -> bool {
    let rest = rest.strip_prefix('\'').or_else(|| rest.strip_prefix('’'));
    rest.is_some_and(|rest| {
        let mut chars = rest.chars();
        matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric)
    })
}

fn tag_of(name: Name) -> Tag {
    match name {
        Name::State {
            id,
            form,
            ambiguous,
        } => Tag::State {
            id,
            form,
            ambiguous,
        },
        Name::Pact { id, ambiguous } => Tag::Pact { id, ambiguous },
        Name::Person(id) => Tag::Person(id),
    }
}
