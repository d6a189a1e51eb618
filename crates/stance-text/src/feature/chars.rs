//! Character n-grams inside words, boundary marks included.

use super::{Emitter, Sink};
use crate::config::{Group, NgramRange};
use crate::hash;
use crate::token::{TokenKind, Tokens};

/// Marks of a word's ends; they cannot occur within one.
const OPEN: u8 = b'<';
const CLOSE: u8 = b'>';
/// Lets eight bytes be read from any place of a word.
const SPARE: [u8; 8] = [0; 8];

pub(super) fn emit<S: Sink>(tokens: &Tokens, range: NgramRange, out: &mut Emitter<'_, S>) {
    let mut word = Vec::new();
    for (index, token) in tokens.as_slice().iter().enumerate() {
        if token.kind != TokenKind::Word {
            continue;
        }
        word.clear();
        word.push(OPEN);
        word.extend_from_slice(tokens.normal(token).as_bytes());
        word.push(CLOSE);
        let end = word.len();
        word.extend_from_slice(&SPARE);
        let mut gram = |from: usize, to: usize| {
            let (bytes, length) = (&word[from..], to - from);
            let hash = if length <= 8 {
                hash::short_gram(bytes, length)
            } else {
                hash::salted(hash::bytes(bytes, length), length as u64)
            };
            out.emit(Group::Char, hash, index, 1);
        };
        if word.is_ascii() {
            for from in 0..end {
                for length in range.min()..=range.max().min(end - from) {
                    gram(from, from + length);
                }
            }
        } else {
            let boundary = |at: usize| at == end || word[at] & 0xC0 != 0x80;
            for from in (0..end).filter(|&at| boundary(at)) {
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
