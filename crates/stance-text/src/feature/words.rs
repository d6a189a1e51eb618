//! Word n-grams, the ends of the text included in those of two words and more.

use super::{Emitter, Sink};
use crate::config::{Group, NgramRange};
use crate::hash;
use crate::token::Token;

/// Stand for the places before the first and behind the last token.
const START: u64 = hash::salted(1, 0x656E_6473);
const END: u64 = hash::salted(2, 0x656E_6473);

pub(super) fn emit<S: Sink>(tokens: &[Token], range: NgramRange, out: &mut Emitter<'_, S>) {
    if range.min() == 1 {
        for (at, token) in tokens.iter().enumerate() {
            out.emit(Group::Word, token.hash, at, 1);
        }
    }
    // Position 0 is the start, position n + 1 the end.
    let n = tokens.len();
    if range.max() == 1 || n == 0 {
        return;
    }
    let hash_at = |position: usize| match position {
        0 => START,
        position if position > n => END,
        position => tokens[position - 1].hash,
    };
    for start in 0..=n {
        let mut sequence = hash_at(start);
        for length in 2..=range.max().min(n + 2 - start) {
            let last = start + length - 1;
            sequence = hash::then(sequence, hash_at(last));
            if length >= range.min() {
                let group = if length == 2 {
                    Group::WordPair
                } else {
                    Group::WordRun
                };
                let first = start.max(1) - 1;
                out.emit(group, sequence, first, last.min(n) - first);
            }
        }
    }
}
