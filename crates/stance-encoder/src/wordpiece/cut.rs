//! Cutting: from a text to its words, and from a word to its pieces.

use std::ops::Range;

use unicode_normalization::char::decompose_canonical;

use super::table::{grow, start};
use super::{Piece, WordPieces, class};

/// A longer word, in characters, is unknown as a whole.
const LONGEST_WORD: usize = 100;

/// What a byte of ASCII does. Bytes beyond it, and what is removed, take the way character by character.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Letter,
    Space,
    Mark,
    Other,
}

const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        let ascii = byte as u8;
        kinds[byte] = match ascii {
            b' ' | b'\t' | b'\n' | b'\r' => Kind::Space,
            _ if ascii.is_ascii_alphanumeric() => Kind::Letter,
            _ if ascii.is_ascii_punctuation() => Kind::Mark,
            _ => Kind::Other,
        };
        byte += 1;
    }
    kinds
};

/// A word as the vocabulary would have it, and the place that each of its bytes came from.
#[derive(Default)]
struct Word {
    bytes: Vec<u8>,
    /// For each byte; empty where byte n of the word is byte n of the text from `first` on.
    places: Vec<(u32, u32)>,
    first: usize,
    end: usize,
    characters: usize,
    /// Hashes of the beginnings of what is left of the word.
    hashes: Vec<u64>,
}

impl Word {
    fn clear(&mut self) {
        self.bytes.clear();
        self.places.clear();
        self.characters = 0;
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        if self.characters == 0 {
            self.first = start;
        }
        self.end = end;
        self.characters += 1;
        // What is too long to be known need not be kept.
        if self.characters <= LONGEST_WORD {
            let mut letters = [0; 4];
            let letters = c.encode_utf8(&mut letters).as_bytes();
            self.bytes.extend_from_slice(letters);
            self.places.extend(std::iter::repeat_n(
                (start as u32, end as u32),
                letters.len(),
            ));
        }
    }

    /// The place in the text of the bytes from `from` to before `to`.
    fn place(&self, from: usize, to: usize) -> (u32, u32) {
        match (self.places.get(from), self.places.get(to - 1)) {
            (Some(&(start, _)), Some(&(_, end))) => (start, end),
            _ => ((self.first + from) as u32, (self.first + to) as u32),
        }
    }
}

impl WordPieces {
    /// The first `most` pieces of `text`, in place of what `out` held; `[CLS]` and `[SEP]` are not added.
    ///
    /// Where names are not read alike, no more of the text is read than they need. It is never more than its first
    /// GiB.
    pub fn tokenize(&self, text: &str, most: usize, out: &mut Vec<Piece>) {
        out.clear();
        let mut most_bytes = text.len().min(1 << 30);
        while !text.is_char_boundary(most_bytes) {
            most_bytes -= 1;
        }
        let text = &text[..most_bytes];
        let mut from = 0;
        if let Some(stand_ins) = &self.stand_ins {
            stand_ins.each(text, |pieces, name| {
                self.cut_range(text, from..name.start, most, out);
                let (start, end) = (name.start as u32, name.end as u32);
                out.extend(pieces.iter().map(|&id| Piece { id, start, end }));
                from = name.end;
                out.len() < most
            });
        }
        self.cut_range(text, from..text.len(), most, out);
        out.truncate(most);
    }

    /// Adds the pieces of a range of a text, until there are `most`.
    pub(super) fn cut_range(
        &self,
        text: &str,
        range: Range<usize>,
        most: usize,
        out: &mut Vec<Piece>,
    ) {
        let mut at = range.start;
        let text = &text[..range.end];
        let bytes = text.as_bytes();
        let mut word = Word::default();
        while at < bytes.len() && out.len() < most {
            match KINDS[usize::from(bytes[at])] {
                Kind::Space => at += 1,
                Kind::Mark => {
                    self.cut_ascii(bytes, at..at + 1, &mut word, out);
                    at += 1;
                }
                Kind::Letter => {
                    let letters = bytes[at..]
                        .iter()
                        .take_while(|&&byte| KINDS[usize::from(byte)] == Kind::Letter)
                        .count();
                    let end = at + letters;
                    let goes_on = bytes
                        .get(end)
                        .is_some_and(|&byte| KINDS[usize::from(byte)] == Kind::Other);
                    at = if goes_on {
                        self.cut_any(text, at, &mut word, out)
                    } else {
                        self.cut_ascii(bytes, at..end, &mut word, out);
                        end
                    };
                }
                Kind::Other => at = self.cut_any(text, at, &mut word, out),
            }
        }
    }

    /// Cuts a word of ASCII.
    fn cut_ascii(&self, text: &[u8], range: Range<usize>, word: &mut Word, out: &mut Vec<Piece>) {
        word.clear();
        word.first = range.start;
        word.end = range.end;
        word.characters = range.len();
        if range.len() <= LONGEST_WORD {
            word.bytes.extend_from_slice(&text[range]);
            if self.lowercase {
                word.bytes.make_ascii_lowercase();
            }
        }
        self.cut(word, out);
    }

    /// Cuts the words of any script from `at` on, up to the next place that ASCII could go on from, which it gives.
    fn cut_any(&self, text: &str, at: usize, word: &mut Word, out: &mut Vec<Piece>) -> usize {
        word.clear();
        for (offset, c) in text[at..].char_indices() {
            let (start, end) = (at + offset, at + offset + c.len_utf8());
            if class::is_control(c) {
                continue;
            }
            if c.is_whitespace() {
                self.cut(word, out);
                return end;
            }
            let alone = class::is_han(c);
            let mut cut = false;
            let mut take = |c: char| {
                if alone || c.is_ascii_punctuation() || class::is_punctuation(c) {
                    self.cut(word, out);
                    word.clear();
                    word.push(c, start, end);
                    self.cut(word, out);
                    word.clear();
                    cut = true;
                } else {
                    word.push(c, start, end);
                }
            };
            if self.lowercase {
                // Marks need not be put in order: those that are kept have no order among each other.
                decompose_canonical(c, |c| {
                    if !class::is_accent(c) {
                        c.to_lowercase().for_each(&mut take);
                    }
                });
            } else {
                take(c);
            }
            if cut && word.characters == 0 {
                return end;
            }
        }
        self.cut(word, out);
        text.len()
    }

    /// Cuts a word into the longest pieces that there are, from its beginning on: one that leaves a rest without a
    /// piece is unknown as a whole.
    fn cut(&self, word: &mut Word, out: &mut Vec<Piece>) {
        if word.characters == 0 {
            return;
        }
        let before = out.len();
        let mut from = 0;
        let mut known = word.characters <= LONGEST_WORD;
        while known && from < word.bytes.len() {
            let within = from > 0;
            let rest = &word.bytes[from..];
            let mut hash = start(within);
            word.hashes.clear();
            word.hashes
                .extend(rest.iter().take(self.table.longest).map(|&byte| {
                    hash = grow(hash, byte);
                    hash
                }));
            let found = (0..word.hashes.len()).rev().find_map(|last| {
                let id = self
                    .table
                    .get(&self.pieces, word.hashes[last], &rest[..=last], within)?;
                Some((id, from + last + 1))
            });
            match found {
                Some((id, to)) => {
                    let (start, end) = word.place(from, to);
                    out.push(Piece { id, start, end });
                    from = to;
                }
                None => known = false,
            }
        }
        if !known {
            out.truncate(before);
            out.push(Piece {
                id: self.unknown,
                start: word.first as u32,
                end: word.end as u32,
            });
        }
    }
}
