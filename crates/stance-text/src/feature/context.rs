//! The surroundings of anchors: which words stand near them, and what their neighbours look like.

use std::sync::LazyLock;

use super::{Emitter, Sink};
use crate::anchor::{self, Anchor};
use crate::config::Group;
use crate::hash;
use crate::hint;
use crate::phrase::Phrases;
use crate::token::{Case, Token, TokenKind, Tokens};

/// How many words to each side of an anchor are looked at.
const REACH: usize = 5;
/// How much of each word: its stem, near enough.
const STEM: usize = 5;

const LEFT: u64 = 0x6C65_6674;
const RIGHT: u64 = 0x7269_6768;
const ANY_ANCHOR: u64 = 0x616E_7961;
const SHAPE: u64 = 0x7368_6170;

pub(super) fn emit<S: Sink>(tokens: &Tokens, out: &mut Emitter<'_, S>) {
    let list = tokens.as_slice();
    let mut headline = None;
    let mut next = 0;
    while let Some(at) = next_anchor(list, next) {
        next = at + 1;
        let Some(anchor) = anchor::of(&list[at]) else {
            continue;
        };
        window(tokens, at, anchor, out);
        let headline = *headline.get_or_insert_with(|| mostly_capitals(list));
        shape(list, at, anchor, headline, out);
    }
}

/// The next token from `from` on that may be an anchor.
///
/// Apart, since most texts have few: inlined, the loop carries along all that is done for one.
#[inline(never)]
fn next_anchor(list: &[Token], from: usize) -> Option<usize> {
    let ahead = list[from..].iter().position(Token::may_be_anchor)?;
    Some(from + ahead)
}

/// The words near the anchor, with and without what kind of anchor it is.
fn window<S: Sink>(tokens: &Tokens, anchor_at: usize, anchor: Anchor, out: &mut Emitter<'_, S>) {
    let list = tokens.as_slice();
    let mut near = |at: usize, side: u64| {
        let stem = hash::salted(stem(tokens, &list[at]), side);
        // Told by the word itself: the anchor stands in all of them.
        out.emit(Group::Window, hash::then(anchor.hash(), stem), at, 1);
        out.emit(Group::Window, hash::salted(stem, ANY_ANCHOR), at, 1);
    };
    let is_word = |at: &usize| list[*at].kind != TokenKind::Mark;
    for at in (0..anchor_at).rev().filter(is_word).take(REACH) {
        near(at, LEFT);
    }
    for at in (anchor_at + 1..list.len()).filter(is_word).take(REACH) {
        near(at, RIGHT);
    }
}

/// Hash of the beginning of a word.
fn stem(tokens: &Tokens, token: &Token) -> u64 {
    if token.kind != TokenKind::Word || token.normal_len() <= STEM {
        return token.hash;
    }
    let bytes = &tokens.normal[token.normal_start as usize..token.normal_end as usize];
    if bytes[..STEM].is_ascii() {
        return hash::bytes(bytes, STEM);
    }
    let fifth = tokens.normal(token).char_indices().nth(STEM);
    hash::bytes(bytes, fifth.map_or(bytes.len(), |(at, _)| at))
}

/// How the anchor is written and what stands next to it.
fn shape<S: Sink>(
    list: &[Token],
    at: usize,
    anchor: Anchor,
    headline: bool,
    out: &mut Emitter<'_, S>,
) {
    // How the name of a pact is written says nothing.
    let case = match list[at].kind {
        TokenKind::Word => list[at].case as u64 * 2 + u64::from(headline),
        _ => 6,
    };
    let me = hash::then(anchor.hash(), hash::salted(case, SHAPE));
    let before = neighbour(list, at.checked_sub(1));
    let behind = neighbour(list, Some(at + 1));
    let two_before = neighbour(list, at.checked_sub(2));
    let first = at.saturating_sub(1);
    let last = (at + 1).min(list.len() - 1);
    let mut emit = |hash: u64, first: usize, last: usize| {
        out.emit(
            Group::Shape,
            hash::salted(hash, SHAPE),
            first,
            last + 1 - first,
        );
    };
    let left = hash::then(me, before);
    emit(me, at, at);
    emit(hash::salted(left, LEFT), first, at);
    emit(hash::salted(hash::then(me, behind), RIGHT), at, last);
    emit(hash::then(left, behind), first, last);
    emit(hash::then(left, two_before), at.saturating_sub(2), at);
}

/// What kind of neighbour stands at a place.
fn neighbour(list: &[Token], at: Option<usize>) -> u64 {
    const START: u64 = hash::salted(1, SHAPE);
    const END: u64 = hash::salted(2, SHAPE);
    const PLACE: u64 = hash::salted(3, SHAPE);
    const CAPITALS: u64 = hash::salted(4, SHAPE);
    const CAPITAL: u64 = hash::salted(5, SHAPE);
    const FIRST_WORD: u64 = hash::salted(6, SHAPE);
    const CONTENT: u64 = hash::salted(7, SHAPE);
    let Some(at) = at else { return START };
    let Some(token) = list.get(at) else {
        return END;
    };
    match (token.kind, token.case) {
        (TokenKind::Place, _) => PLACE,
        (TokenKind::Person | TokenKind::Pact | TokenKind::Mark, _) => token.hash,
        (_, Case::Upper) => CAPITALS,
        (_, Case::Title) if at > 0 => CAPITAL,
        (_, Case::Title) => FIRST_WORD,
        (_, Case::Lower) if is_small_word(token) => token.hash,
        (_, Case::Lower) => CONTENT,
    }
}

static SMALL_WORDS: LazyLock<Phrases<()>> = LazyLock::new(|| {
    const WORDS: [&str; 36] = [
        "our", "their", "its", "his", "her", "the", "an", "a", "and", "with", "of", "to", "for",
        "by", "in", "from", "your", "my", "between", "as", "is", "was", "are", "were", "has",
        "have", "had", "will", "would", "that", "this", "which", "who", "on", "'s", "or",
    ];
    Phrases::new(WORDS.map(|word| (word, ())))
});

/// The hashes of the words of grammar that tell how an anchor is built into its sentence.
pub(crate) fn small_words() -> impl Iterator<Item = u64> {
    SMALL_WORDS.first_words().map(|(word, ())| word)
}

fn is_small_word(token: &Token) -> bool {
    token.hint & hint::SMALL_WORD != 0 && SMALL_WORDS.longest(std::slice::from_ref(token)).is_some()
}

/// Whether most words begin with a capital letter, as in a headline.
fn mostly_capitals(list: &[Token]) -> bool {
    let words = list.iter().filter(|token| token.kind == TokenKind::Word);
    let (mut all, mut capital) = (0usize, 0usize);
    for token in words {
        all += 1;
        capital += usize::from(token.case != Case::Lower);
    }
    capital * 5 > all * 3
}
