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
mod cut;
mod names;
mod table;

use stance_classifier::{Error, Result};

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
}
