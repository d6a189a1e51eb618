//! Word n-grams, the ends of the text included in those of two words and more.

use super::{Emitter, Sink};
use crate::config::{Group, NgramRange};
use crate::hash;
use crate::token::Token;

/// Stand for the places before the first and behind the last token.
const START: u64 = hash::salted(1, 0x656E_6473);
const END: u64 = hash::salted(2, 0x656E_6473);

pub(super) fn emit<S: Sink>(tokens: &[Token], range: NgramRange, out: &mut Emitter<'_, S>) {
    const LONGEST: usize = NgramRange::LONGEST as usize;
    // Nearly all models read up to three words; the compiler then keeps what is rolled along in registers.
    if range.max() <= 3 {
        emit_up_to::<3, S>(tokens, range, out);
    } else {
        emit_up_to::<LONGEST, S>(tokens, range, out);
    }
}

/// `MAX` is at least the longest of `range`.
fn emit_up_to<const MAX: usize, S: Sink>(
    tokens: &[Token],
    range: NgramRange,
    out: &mut Emitter<'_, S>,
) {
    if tokens.is_empty() {
        return;
    }
    let mut roll = Roll::<MAX> {
        range,
        ending: [START; MAX],
    };
    for (at, token) in tokens.iter().enumerate() {
        if range.min() == 1 {
            out.emit(Group::Word, token.hash, at, 1);
        }
        roll.step(token.hash, at + 1, tokens.len(), out);
    }
    roll.step(END, tokens.len() + 1, tokens.len(), out);
}

/// Sequences of hashes, rolled along the text.
struct Roll<const MAX: usize> {
    range: NgramRange,
    /// Hashes of the sequences of 1, 2, … positions that end at the position before.
    ending: [u64; MAX],
}

impl<const MAX: usize> Roll<MAX> {
    /// Goes on to a position: 0 is the start, 1 the first of `n` tokens, `n + 1` the end.
    #[inline]
    fn step<S: Sink>(&mut self, item: u64, position: usize, n: usize, out: &mut Emitter<'_, S>) {
        for length in (2..=MAX).rev() {
            if length > self.range.max() || length > position + 1 {
                continue;
            }
            let sequence = hash::then(self.ending[length - 2], item);
            self.ending[length - 1] = sequence;
            if length >= self.range.min() {
                let group = if length == 2 {
                    Group::WordPair
                } else {
                    Group::WordRun
                };
                let first = position.saturating_sub(length);
                out.emit(group, sequence, first, position.min(n) - first);
            }
        }
        self.ending[0] = item;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Occurrence;
    use crate::token::Tokens;

    /// Every sequence hashed from its first item on.
    fn plain(tokens: &[Token], range: NgramRange) -> Vec<Occurrence> {
        let n = tokens.len();
        let hashes: Vec<u64> = std::iter::once(START)
            .chain(tokens.iter().map(|token| token.hash))
            .chain([END])
            .collect();
        let mut found = Vec::new();
        for length in range.min()..=range.max() {
            for (start, items) in hashes.windows(length).enumerate() {
                let at_the_ends_alone = length == 1 && (start == 0 || start > n);
                if n == 0 || at_the_ends_alone {
                    continue;
                }
                let sequence = items[1..]
                    .iter()
                    .fold(items[0], |sequence, &item| hash::then(sequence, item));
                let first = start.max(1) - 1;
                found.push(Occurrence {
                    group: [Group::Word, Group::WordPair, Group::WordRun][length.min(3) - 1],
                    bucket: hash::bucket(sequence, 24),
                    first: first as u32,
                    tokens: ((start + length - 1).min(n) - first) as u32,
                });
            }
        }
        found
    }

    #[test]
    fn rolled_sequences_are_those_hashed_one_by_one() {
        let key = |o: &Occurrence| (o.group, o.bucket, o.first, o.tokens);
        let mut tokens = Tokens::new();
        for text in [
            "",
            "One",
            "One two",
            "One two three",
            "They stand by us, always.",
        ] {
            tokens.read(text);
            for (min, max) in [(1, 1), (1, 2), (1, 3), (2, 2), (3, 3), (2, 5), (1, 8)] {
                let range = NgramRange::new(min, max).unwrap();
                let mut rolled = Vec::new();
                let mut sink = |occurrence: Occurrence| rolled.push(occurrence);
                let mut out = Emitter {
                    sink: &mut sink,
                    bits: 24,
                };
                emit(tokens.as_slice(), range, &mut out);
                let mut plain = plain(tokens.as_slice(), range);
                rolled.sort_by_key(key);
                plain.sort_by_key(key);
                assert_eq!(rolled, plain, "{text:?}, {range}");
            }
        }
    }
}
