//! Names read as placeholders.
//!
//! Whether Tokyo or Warsaw reaffirms its alliance, it is reaffirmed. A model that reads names learns who
//! said what in its training years; one that reads placeholders has only the words to go by.

mod meaning;
mod pact;
mod person;

use std::sync::LazyLock;

use crate::hash;
use crate::hint;
use crate::token::{Case, Token, TokenKind, Tokens};
use meaning::{Meaning, listed};

/// What a masked name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Name {
    /// A state: `Japan`.
    State,
    /// A people, or what is of it: `Japanese`.
    Demonym,
    /// A capital: `Tokyo`.
    Capital,
    /// A person.
    Person,
    /// A pact, by its name or a description: `NATO`, `the US-Japan alliance`.
    Pact,
}

impl Name {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 5] = [
        Self::State,
        Self::Demonym,
        Self::Capital,
        Self::Person,
        Self::Pact,
    ];

    /// What a placeholder stands for.
    pub(crate) fn of(token: &Token) -> Option<Self> {
        let [state, demonym, capital] =
            [Meaning::State, Meaning::Demonym, Meaning::Capital].map(Meaning::placeholder);
        Some(match token.kind {
            TokenKind::Person => Self::Person,
            TokenKind::Pact => Self::Pact,
            TokenKind::Place if token.hash == state => Self::State,
            TokenKind::Place if token.hash == demonym => Self::Demonym,
            TokenKind::Place if token.hash == capital => Self::Capital,
            _ => return None,
        })
    }
}

static THE: LazyLock<u64> = LazyLock::new(|| hash::bytes(b"the", 3));

/// Longest run of capitalised words behind a title that is taken for a person's name.
const LONGEST_PERSON: usize = 3;

/// Replaces names among `tokens` by placeholders, each of which spans the whole name.
pub(crate) fn names(tokens: &mut Tokens) {
    mask_names(&mut tokens.list);
    pact::described(&mut tokens.list);
}

/// The hash of each word that the lists of names begin with, and what it may be.
pub(crate) fn first_words() -> impl Iterator<Item = (u64, u8)> {
    meaning::first_words().chain(pact::first_words())
}

/// Whether a listed name may begin with the token: one is written with a capital, but for titles.
#[inline]
fn may_begin_name(token: &Token) -> bool {
    token.hint & hint::TITLE != 0 || (token.hint & hint::NAME != 0 && token.case != Case::Lower)
}

fn mask_names(list: &mut Vec<Token>) {
    let Some(first) = list.iter().position(may_begin_name) else {
        return;
    };
    let asks = |token: &Token| token.hint & (hint::TITLE | hint::FIRST_NAME) != 0;
    let headline = list[first..].iter().any(asks) && is_headline(list);
    let (mut read, mut write) = (first, first);
    while read < list.len() {
        if !may_begin_name(&list[read]) {
            list[write] = list[read];
            write += 1;
            read += 1;
            continue;
        }
        let replaced = match listed(&list[read..]) {
            None => None,
            Some((n, Meaning::Title)) => {
                let dot = usize::from(list.get(read + n).is_some_and(Token::is_full_stop));
                for _ in 0..n + dot {
                    list[write] = list[read];
                    write += 1;
                    read += 1;
                }
                let longest = if headline { 1 } else { LONGEST_PERSON };
                match person::at_start(&list[read..], longest) {
                    0 => continue,
                    n => Some((n, Meaning::Person)),
                }
            }
            Some((n, Meaning::FirstName)) => person::family_name_after(&list[read + n..], headline)
                .map(|family| (n + family, Meaning::Person)),
            Some((_, Meaning::AmbiguousPerson)) => None,
            Some(found) => Some(found),
        };
        let Some((n, meaning)) = replaced else {
            list[write] = list[read];
            write += 1;
            read += 1;
            continue;
        };
        // `the Netherlands` and `Japan`, `the Quad` and `NATO`: the article belongs to the name.
        let mut start = list[read].start;
        if matches!(meaning, Meaning::State | Meaning::Pact)
            && write > 0
            && list[write - 1].hash == *THE
        {
            write -= 1;
            start = list[write].start;
        }
        list[write] = Token {
            start,
            end: list[read + n - 1].end,
            kind: meaning.token_kind(),
            hash: meaning.placeholder(),
            hint: meaning.hint(),
            ..list[read]
        };
        write += 1;
        read += n;
    }
    list.truncate(write);
}

/// All words but the short ones are capitalised in a headline, so a capital says little about a name.
fn is_headline(tokens: &[Token]) -> bool {
    // Words of up to four letters stay small in many headline styles.
    const LONG: u32 = 5;
    let (mut long, mut capital) = (0usize, 0usize);
    for token in tokens
        .iter()
        .filter(|t| t.kind == TokenKind::Word && t.end - t.start >= LONG)
    {
        long += 1;
        capital += usize::from(token.case != Case::Lower);
    }
    long >= 5 && capital * 10 >= long * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with each name replaced by the letter of its placeholder.
    fn masked(text: &str) -> String {
        let mut tokens = Tokens::new();
        tokens.read(text);
        names(&mut tokens);
        let mut out = Vec::new();
        for token in tokens.as_slice() {
            out.push(match token.name() {
                Some(name) => format!("<{name:?}>").to_lowercase(),
                None => tokens.normal(token).to_owned(),
            });
        }
        out.join(" ")
    }

    #[test]
    fn names_are_masked_as_the_table_says() {
        let cases = [
            ("Japan and South Korea met.", "<state> and <state> met ."),
            ("the U.S.-Japan pact", "<pact>"),
            (
                "a Gulf defence pact and its pacts",
                "a <pact> and its pacts",
            ),
            (
                "the Five Eyes partnership, our alliance",
                "<pact> , our alliance",
            ),
            (
                "the military alliance of the Franco-German treaty",
                "the military alliance of <pact>",
            ),
            ("The US told us so", "<state> told us so"),
            ("the United States of America", "<state>"),
            ("JAPAN, US REAFFIRM TIES", "<state> , <state> reaffirm ties"),
            (
                "South Korean officials in Seoul",
                "<demonym> officials in <capital>",
            ),
            ("Tokyo's view", "<capital> 's view"),
            ("President Joe Biden said", "president <person> said"),
            (
                "Prime Minister Adaeze Nwosu-Bell said",
                "prime minister <person> said",
            ),
            ("President of the United States", "president of <state>"),
            (
                "Foreign Minister Kishida told",
                "foreign minister <person> told",
            ),
            ("Sen. Marco Rubio will", "sen . <person> will"),
            ("Ms. Price may turn in May", "ms . <person> may turn in may"),
            ("George W. Bush met Joe", "<person> met joe"),
            ("turkey, jordan and polish", "turkey , jordan and polish"),
            (
                "NATO and the North Atlantic Treaty Organization",
                "<pact> and <pact>",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(masked(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_placeholder_spans_the_whole_name() {
        let text = "Then President George W. Bush left.";
        let mut tokens = Tokens::new();
        tokens.read(text);
        names(&mut tokens);
        let name = tokens
            .as_slice()
            .iter()
            .find(|t| t.kind == TokenKind::Person)
            .unwrap();
        assert_eq!(
            &text[name.start as usize..name.end as usize],
            "George W. Bush"
        );
    }
}
