//! Text to word pieces.
//!
//! The same pieces as the reference tokeniser of BERT gives (Devlin et al., NAACL 2019; `BertNormalizer`,
//! `BertPreTokenizer` and `WordPiece` of Hugging Face's `tokenizers`): control characters are removed, Han
//! characters and punctuation are words of their own, letters are lower-cased and lose their accents where the model
//! is one without case, and each word is cut into the longest pieces known, from its beginning on.
//! Only the names of special pieces in a text are nothing special here: `[SEP]` is three words.
//!
//! Names may be [read as one of their kind](WordPieces::reading_names_alike).

mod class;
mod names;
mod table;

use std::ops::Range;

use stance_classifier::{Error, Result};
use unicode_normalization::char::decompose_canonical;

use names::StandIns;
use table::{Table, grow, start};

/// A piece of a word, and where it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Its place in the vocabulary.
    pub id: u32,
    /// Byte offset of the first character that it was made of.
    pub start: u32,
    /// Byte offset behind the last.
    pub end: u32,
}

/// A tokeniser into word pieces: a vocabulary, and whether letters are lower-cased.
#[derive(Debug, Clone, PartialEq)]
pub struct WordPieces {
    pieces: Vec<Box<str>>,
    lowercase: bool,
    table: Table,
    unknown: u32,
    cls: u32,
    sep: u32,
    stand_ins: Option<StandIns>,
}

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
    /// A tokeniser of a vocabulary in the order of its ids. Pieces within a word begin with `##`. Where `lowercase`
    /// is set, letters are lower-cased and lose their accents.
    ///
    /// # Errors
    /// [`Error::Setting`] where a piece is there twice or empty, or `[UNK]`, `[CLS]` or `[SEP]` is not there.
    pub fn new(pieces: Vec<Box<str>>, lowercase: bool) -> Result<Self> {
        let wrong = |why: String| Error::Setting(format!("the vocabulary of word pieces {why}"));
        if u32::try_from(pieces.len()).is_err() {
            return Err(wrong("is too large".into()));
        }
        if pieces.iter().any(|piece| piece.is_empty()) {
            return Err(wrong("has an empty piece".into()));
        }
        let table = Table::new(&pieces).map_err(|piece| wrong(format!("has `{piece}` twice")))?;
        let special = |name: &str| {
            let hash = name.bytes().fold(start(false), grow);
            table
                .get(&pieces, hash, name.as_bytes(), false)
                .ok_or_else(|| wrong(format!("has no `{name}`")))
        };
        let (unknown, cls, sep) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Ok(Self {
            pieces,
            lowercase,
            table,
            unknown,
            cls,
            sep,
            stand_ins: None,
        })
    }

    /// The same tokeniser, which reads every state as one and the same, and so every people, capital, person and
    /// pact: whether Tokyo or Warsaw reaffirms its alliance, it is reaffirmed.
    #[must_use]
    pub fn reading_names_alike(self) -> Self {
        let stand_ins = Some(StandIns::of(&self));
        Self { stand_ins, ..self }
    }

    /// Whether names of a kind are read alike.
    pub const fn reads_names_alike(&self) -> bool {
        self.stand_ins.is_some()
    }

    /// The id of `[CLS]`, which every sequence begins with.
    pub const fn cls(&self) -> u32 {
        self.cls
    }

    /// The id of `[SEP]`, which every sequence ends with.
    pub const fn sep(&self) -> u32 {
        self.sep
    }

    /// The id of `[UNK]`, which stands for a word that has no pieces.
    pub const fn unknown(&self) -> u32 {
        self.unknown
    }

    /// Number of pieces in the vocabulary.
    #[expect(
        clippy::len_without_is_empty,
        reason = "there are always at least three"
    )]
    pub const fn len(&self) -> usize {
        self.pieces.len()
    }

    /// The vocabulary, in the order of ids.
    pub fn pieces(&self) -> &[Box<str>] {
        &self.pieces
    }

    /// Whether letters are lower-cased and lose their accents.
    pub const fn lowercase(&self) -> bool {
        self.lowercase
    }

    /// Whether a piece goes on with a word that another began.
    pub fn is_within_word(&self, id: u32) -> bool {
        self.pieces
            .get(id as usize)
            .is_some_and(|piece| table::letters(piece).1)
    }

    /// Whether a piece is read in the place of names.
    pub(crate) fn stands_in(&self, id: u32) -> bool {
        let stand_ins = self.stand_ins.as_ref();
        stand_ins.is_some_and(|stand_ins| stand_ins.has(id))
    }

    /// A tokeniser that reads in the same way with other pieces.
    pub(crate) fn with_vocabulary(&self, pieces: Vec<Box<str>>) -> Result<Self> {
        let other = Self::new(pieces, self.lowercase)?;
        Ok(match self.stand_ins {
            Some(_) => other.reading_names_alike(),
            None => other,
        })
    }

    /// A vocabulary of those pieces alone that `keep` wants, and of those that any text may need: the special ones
    /// and single characters. With it, the old ids in the order of the new ones.
    pub fn pruned(&self, keep: &dyn Fn(u32) -> bool) -> (Self, Vec<u32>) {
        let special = [self.unknown, self.cls, self.sep];
        let kept: Vec<u32> = (0..self.pieces.len() as u32)
            .filter(|&id| {
                let (letters, _) = table::letters(&self.pieces[id as usize]);
                letters.chars().nth(1).is_none()
                    || special.contains(&id)
                    || self.stands_in(id)
                    || keep(id)
            })
            .collect();
        let pieces = kept
            .iter()
            .map(|&id| self.pieces[id as usize].clone())
            .collect();
        let pruned = self
            .with_vocabulary(pieces)
            .expect("a part of a vocabulary has no piece twice, and the special ones are kept");
        (pruned, kept)
    }

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
    fn cut_range(&self, text: &str, range: Range<usize>, most: usize, out: &mut Vec<Piece>) {
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
