//! Character n-grams inside words, boundary marks included.

use super::{Emitter, Sink};
use crate::config::{Group, NgramRange};
use crate::hash;
use crate::token::{CLOSE, OPEN, TokenKind, Tokens};

pub(super) fn emit<S: Sink>(tokens: &Tokens, range: NgramRange, out: &mut Emitter<'_, S>) {
    for (index, token) in tokens.as_slice().iter().enumerate() {
        if token.kind != TokenKind::Word {
            continue;
        }
        let (start, end) = (
            token.normal_start as usize - 1,
            token.normal_end as usize + 1,
        );
        debug_assert_eq!(
            (tokens.normal[start], tokens.normal[end - 1]),
            (OPEN, CLOSE)
        );
        let mut gram = |from: usize, to: usize| {
            let (bytes, length) = (&tokens.normal[from..], to - from);
            let hash = if length <= 8 {
                hash::short_gram(bytes, length)
            } else {
                hash::salted(hash::bytes(bytes, length), length as u64)
            };
            out.emit(Group::Char, hash, index, 1);
        };
        if tokens.normal[start..end].is_ascii() {
            for from in start..end {
                for length in range.min()..=range.max().min(end - from) {
                    gram(from, from + length);
                }
            }
        } else {
            let boundary = |at: usize| at == end || tokens.normal[at] & 0xC0 != 0x80;
            for from in (start..end).filter(|&at| boundary(at)) {
                let ends = (from + 1..=end).filter(|&at| boundary(at));
                for (_, to) in (1..=range.max())
                    .zip(ends)
                    .filter(|(n, _)| *n >= range.min())
                {
                    gram(from, to);
                }
            }
        }
    }
}
