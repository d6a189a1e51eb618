//! Names read as placeholders.
//!
//! Whether Tokyo or Warsaw reaffirms its alliance, it is reaffirmed. A model that reads names learns who
//! said what in its training years; one that reads placeholders has only the words to go by.

use std::sync::LazyLock;

use crate::hash;
use crate::hint;
use crate::phrase::Phrases;
use crate::token::{Case, Token, TokenKind, Tokens};

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

/// What a listed name or word means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    State,
    Demonym,
    Capital,
    Pact,
    Person,
    /// A family name that is also a common word: a name only behind a title or a first name.
    AmbiguousPerson,
    FirstName,
    /// A word that a person's name follows.
    Title,
}

impl Meaning {
    fn of_kind(kind: &str) -> Option<Self> {
        Some(match kind {
            "state" => Self::State,
            "demonym" => Self::Demonym,
            "capital" => Self::Capital,
            "pact" => Self::Pact,
            "person" => Self::Person,
            "person_ambiguous" => Self::AmbiguousPerson,
            "firstname" => Self::FirstName,
            "title" => Self::Title,
            _ => return None,
        })
    }

    /// Hash of the placeholder that stands for such a name.
    const fn placeholder(self) -> u64 {
        const SALT: u64 = 0x6E61_6D65;
        let number = match self {
            Self::State => 1,
            Self::Demonym => 2,
            Self::Capital => 3,
            Self::Pact => 5,
            Self::Person | Self::AmbiguousPerson | Self::FirstName | Self::Title => 4,
        };
        hash::salted(number, SALT)
    }

    /// What the placeholder may be, and no list need be asked.
    const fn hint(self) -> u8 {
        match self {
            Self::Pact => hint::ANCHOR,
            _ => hint::STEP,
        }
    }

    const fn token_kind(self) -> TokenKind {
        match self {
            Self::State | Self::Demonym | Self::Capital => TokenKind::Place,
            Self::Pact => TokenKind::Pact,
            Self::Person | Self::AmbiguousPerson | Self::FirstName | Self::Title => {
                TokenKind::Person
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Listed {
    meaning: Meaning,
    /// Listed in capitals (`US`), so that the same letters in running text (`us`) are another word.
    capitals: bool,
}

static NAMES: LazyLock<Phrases<Listed>> = LazyLock::new(|| {
    let listed = include_str!("../data/names.csv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (kind, name) = line.split_once(',')?;
            let capitals = name.chars().all(|c| c.is_ascii_uppercase());
            Some((
                name,
                Listed {
                    meaning: Meaning::of_kind(kind)?,
                    capitals,
                },
            ))
        });
    Phrases::new(listed)
});

/// What a word is to the description of a pact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The noun at its end: `alliance`.
    Noun,
    /// Says which one it is: `trilateral`, `Gulf`.
    Scope,
    /// May stand between: `defence`.
    Filler,
}

static PARTS: LazyLock<Phrases<Part>> = LazyLock::new(|| {
    let listed = include_str!("../data/pacts.csv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (kind, word) = line.split_once(',')?;
            let part = match kind {
                "noun" => Part::Noun,
                "scope" => Part::Scope,
                "filler" => Part::Filler,
                _ => return None,
            };
            Some((word, part))
        });
    Phrases::new(listed)
});

static THE: LazyLock<u64> = LazyLock::new(|| hash::bytes(b"the", 3));

/// Longest run of capitalised words behind a title that is taken for a person's name.
const LONGEST_PERSON: usize = 3;

/// Replaces names among `tokens` by placeholders, each of which spans the whole name.
pub(crate) fn names(tokens: &mut Tokens) {
    mask_names(&mut tokens.list);
    described_pacts(&mut tokens.list);
}

/// The hash of each word that the lists of names begin with, and what it may be.
pub(crate) fn first_words() -> impl Iterator<Item = (u64, u8)> {
    let names = NAMES.first_words().map(|(word, name)| match name.meaning {
        Meaning::Title => (word, hint::TITLE),
        Meaning::FirstName => (word, hint::NAME | hint::FIRST_NAME),
        _ => (word, hint::NAME),
    });
    let nouns = PARTS.first_words().filter(|(_, part)| *part == Part::Noun);
    names.chain(nouns.map(|(word, _)| (word, hint::PACT_NOUN)))
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
                match person_at_start(&list[read..], longest) {
                    0 => continue,
                    n => Some((n, Meaning::Person)),
                }
            }
            Some((n, Meaning::FirstName)) => family_name_after(&list[read + n..], headline)
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

/// Reads the description of a pact as its name: `the US-Japan alliance`, `the Gulf defence pact`, and
/// `the Five Eyes partnership` as `the Five Eyes`.
fn described_pacts(list: &mut Vec<Token>) {
    let part = |token: &Token| {
        let found = PARTS.longest(std::slice::from_ref(token));
        found.map(|(_, part)| part)
    };
    let may_be_noun = |token: &Token| token.hint & hint::PACT_NOUN != 0;
    let Some(first) = list.iter().position(may_be_noun) else {
        return;
    };
    let mut write = first;
    for read in first..list.len() {
        let token = list[read];
        list[write] = token;
        write += 1;
        if !may_be_noun(&token) || part(&token) != Some(Part::Noun) {
            continue;
        }
        let noun = write - 1;
        let (mut first, mut says_which) = (noun, false);
        while let Some(before) = first.checked_sub(1).map(|at| &list[at]) {
            says_which |= match (before.kind, part(before)) {
                (TokenKind::Place | TokenKind::Pact, _) | (_, Some(Part::Scope)) => true,
                (_, Some(Part::Filler)) => false,
                _ => break,
            };
            first -= 1;
        }
        if !says_which {
            continue;
        }
        if first > 0 && list[first - 1].hash == *THE {
            first -= 1;
        }
        list[first] = Token {
            end: token.end,
            kind: TokenKind::Pact,
            hash: Meaning::Pact.placeholder(),
            hint: Meaning::Pact.hint(),
            ..list[first]
        };
        write = first + 1;
    }
    list.truncate(write);
}

fn listed(tokens: &[Token]) -> Option<(usize, Meaning)> {
    let (n, name) = NAMES.longest(tokens)?;
    let first = tokens.first()?;
    let written_so = match (name.meaning, name.capitals) {
        (Meaning::Title, _) => true,
        (_, true) => first.case == Case::Upper,
        (_, false) => first.case != Case::Lower,
    };
    written_so.then_some((n, name.meaning))
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

/// How many tokens at the start are a person's name of up to `longest` words, initials not counted,
/// where a title stands before them.
fn person_at_start(tokens: &[Token], longest: usize) -> usize {
    let (mut length, mut words) = (0, 0);
    while let Some(token) = tokens.get(length).filter(|_| words < longest) {
        if length > 0 && token.is_full_stop() && tokens[length - 1].normal_len() == 1 {
            length += 1;
            continue;
        }
        let known = listed(&tokens[length..]).map(|(_, meaning)| meaning);
        let other = matches!(
            known,
            Some(
                Meaning::State
                    | Meaning::Demonym
                    | Meaning::Capital
                    | Meaning::Pact
                    | Meaning::Title
            )
        );
        if token.kind != TokenKind::Word || token.case == Case::Lower || other {
            break;
        }
        length += 1;
        words += usize::from(token.normal_len() > 1);
    }
    length
}

/// How many tokens a family name takes behind a first name, initials included.
fn family_name_after(tokens: &[Token], headline: bool) -> Option<usize> {
    let initial = |token: &Token| {
        token.kind == TokenKind::Word && token.normal_len() == 1 || token.is_full_stop()
    };
    let initials = match tokens.first() {
        Some(first) if first.kind == TokenKind::Word => tokens
            .iter()
            .take(4)
            .take_while(|token| initial(token))
            .count(),
        _ => 0,
    };
    let rest = &tokens[initials..];
    let next = rest.first()?;
    match listed(rest) {
        Some((n, Meaning::Person | Meaning::AmbiguousPerson | Meaning::FirstName)) => {
            Some(initials + n)
        }
        Some(_) => None,
        None => (!headline && next.kind == TokenKind::Word && next.case == Case::Title)
            .then_some(initials + 1),
    }
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
