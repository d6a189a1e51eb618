//! From offsets of a decoded text back to bytes of the input.

use std::ops::Range;

/// How many entries lie between two marks: a look-up walks about this many.
const STRIDE: usize = 256;

/// An entry that stands for 63 bytes of input and no text.
const SKIP: u8 = 0xff;
const SKIPPED: usize = 63;

/// The most bytes of input that one entry holds.
const MOST: usize = 62;

/// The lengths of every decoded character, a byte each: two bits for its length in UTF-8 less one,
/// six bits for the number of input bytes it was decoded from.
///
/// One byte a character is exact for every encoding, those with a state among them, and needs no
/// second decoding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CharLengths {
    entries: Vec<u8>,
    marks: Vec<Mark>,
    text: usize,
    bytes: usize,
}

/// A place from which the entries can be walked: the start of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    text: usize,
    bytes: usize,
    entry: usize,
}

impl CharLengths {
    /// Offsets that begin after `skipped` bytes of input, such as a byte-order mark.
    pub(super) fn after(skipped: usize) -> Self {
        Self {
            bytes: skipped,
            ..Self::default()
        }
    }

    /// Adds one character of `text_len` bytes of UTF-8, decoded from `byte_len` bytes of input.
    pub(super) fn push(&mut self, text_len: usize, byte_len: usize) {
        self.mark();
        let mut rest = byte_len;
        while rest > MOST {
            self.entry(SKIP, 0, SKIPPED.min(rest));
            rest = rest.saturating_sub(SKIPPED);
        }
        // Both are in range: a character has one to four bytes of UTF-8, and `rest` is at most `MOST`.
        let entry = (((text_len - 1) as u8) << 6) | rest as u8;
        self.entry(entry, text_len, rest);
    }

    /// Adds `n` characters of one byte on both sides.
    pub(super) fn push_ascii(&mut self, n: usize) {
        for _ in 0..n {
            self.mark();
            self.entry(1, 1, 1);
        }
    }

    fn mark(&mut self) {
        let entry = self.entries.len();
        if self
            .marks
            .last()
            .is_none_or(|mark| entry >= mark.entry + STRIDE)
        {
            self.marks.push(Mark {
                text: self.text,
                bytes: self.bytes,
                entry,
            });
        }
    }

    fn entry(&mut self, entry: u8, text_len: usize, byte_len: usize) {
        self.entries.push(entry);
        self.text += text_len;
        self.bytes += byte_len;
    }

    pub(super) fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.locate(range.start).0;
        if range.end <= range.start {
            return start..start;
        }
        start..self.locate(range.end - 1).1.max(start)
    }

    /// The input bytes of the character that holds text offset `at`.
    fn locate(&self, at: usize) -> (usize, usize) {
        let next = self.marks.partition_point(|mark| mark.text <= at);
        let Some(mark) = self.marks.get(next.saturating_sub(1)) else {
            return (self.bytes, self.bytes);
        };
        let (mut text, mut byte) = (mark.text, mark.bytes);
        // Skipped bytes belong to the character after them.
        let mut start = byte;
        for &entry in &self.entries[mark.entry..] {
            if entry == SKIP {
                byte += SKIPPED;
                continue;
            }
            byte += usize::from(entry & 0x3f);
            text += usize::from(entry >> 6) + 1;
            if at < text {
                return (start, byte);
            }
            start = byte;
        }
        (self.bytes, self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_is_found_whatever_the_lengths() {
        let lengths = [(1, 1), (3, 2), (2, 1), (1, 200), (4, 4), (3, 1)];
        let mut offsets = CharLengths::after(3);
        let (mut text, mut byte) = (0, 3);
        let mut expected = Vec::new();
        for i in 0..3000 {
            let (text_len, byte_len) = lengths[i % lengths.len()];
            offsets.push(text_len, byte_len);
            expected.push((text..text + text_len, byte..byte + byte_len));
            text += text_len;
            byte += byte_len;
        }
        for (text, bytes) in expected {
            assert_eq!(offsets.source_range(text), bytes);
        }
    }
}
