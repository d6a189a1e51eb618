//! What the model files of all engines have around and in them alike: for crates with an engine of their own.
//!
//! A file begins with the magic `\x89STANCE\n`, a format version that says which engine it is of (`u32`), the CRC-32 of
//! all that follows (`u32`) and the length of the whole file (`u64`); then come the labels, their number (`u16`) and
//! each one's length (`u8`) and bytes. All numbers are little-endian.
//!
//! Nothing is allocated by a length read from a file: each is checked against the bytes that are there.

use crate::error::{Error, Result};
use crate::label::Labels;

/// Format version of a [`LinearModel`](crate::LinearModel)'s file.
pub const LINEAR: u32 = 1;
/// Format version of an encoder's file, which the crate `stance-encoder` reads.
pub const ENCODER: u32 = 2;

const MAGIC: &[u8; 8] = b"\x89STANCE\n";
/// Where what the checksum covers begins.
pub(crate) const CHECKED_FROM: usize = 16;
const HEADER: usize = 24;

/// Whether `bytes` begin as a model file of this format version does.
pub fn is_of(bytes: &[u8], version: u32) -> bool {
    bytes.starts_with(MAGIC) && bytes[MAGIC.len()..].starts_with(&version.to_le_bytes())
}

/// The beginning of a file, up to its labels; [`end`] fills in what is not known yet.
pub fn begin(version: u32, labels: &Labels) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&version.to_le_bytes());
    out.extend_from_slice(&[0; HEADER - 12]);
    out.extend_from_slice(&(labels.len() as u16).to_le_bytes());
    for label in labels.iter() {
        out.push(label.len() as u8);
        out.extend_from_slice(label.as_bytes());
    }
    out
}

/// Adds a card: its length (`u32`) and its JSON.
///
/// # Errors
/// [`Error::Malformed`] when it is longer than a file can say.
pub fn put_card(out: &mut Vec<u8>, card: &str) -> Result<()> {
    let length =
        u32::try_from(card.len()).map_err(|_| Error::Malformed("the card is longer than 4 GiB"))?;
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(card.as_bytes());
    Ok(())
}

/// Puts length and checksum into a whole file that [`begin`] began.
pub fn end(out: &mut [u8]) {
    let length = out.len() as u64;
    out[CHECKED_FROM..HEADER].copy_from_slice(&length.to_le_bytes());
    let checksum = crc32fast::hash(&out[CHECKED_FROM..]);
    out[12..CHECKED_FROM].copy_from_slice(&checksum.to_le_bytes());
}

/// What is left to read of a file.
#[derive(Debug)]
pub struct Reader<'d> {
    rest: &'d [u8],
}

impl<'d> Reader<'d> {
    /// A file of format `version`, at its labels.
    ///
    /// # Errors
    /// [`Error::NotAModel`], [`Error::EncoderModel`] or [`Error::FormatVersion`] for a file of another version,
    /// [`Error::Length`], [`Error::Checksum`].
    pub fn open(bytes: &'d [u8], version: u32) -> Result<Self> {
        let mut file = Reader { rest: bytes };
        let magic = bytes.len().min(MAGIC.len());
        if bytes.is_empty() || bytes[..magic] != MAGIC[..magic] {
            return Err(Error::NotAModel);
        }
        let found = bytes.len() as u64;
        let short = |_| Error::Length {
            stated: HEADER as u64,
            found,
        };
        file.take(MAGIC.len()).map_err(short)?;
        match u32::from_le_bytes(file.array().map_err(short)?) {
            its if its == version => {}
            ENCODER => return Err(Error::EncoderModel),
            its => {
                return Err(Error::FormatVersion {
                    found: its,
                    known: version,
                });
            }
        }
        let checksum = u32::from_le_bytes(file.array().map_err(short)?);
        let checked = file.rest;
        let stated = u64::from_le_bytes(file.array().map_err(short)?);
        if stated != found {
            return Err(Error::Length { stated, found });
        }
        if crc32fast::hash(checked) != checksum {
            return Err(Error::Checksum);
        }
        Ok(file)
    }

    /// The next `length` bytes.
    ///
    /// # Errors
    /// [`Error::Malformed`] when there are fewer, as for all that follow.
    pub fn take(&mut self, length: usize) -> Result<&'d [u8]> {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(Error::Malformed("a part is missing"))?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next `N` bytes.
    ///
    /// # Errors
    /// As [`Reader::take`].
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (taken, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or(Error::Malformed("a part is missing"))?;
        self.rest = rest;
        Ok(*taken)
    }

    /// The next `count` numbers of 64 bits.
    ///
    /// # Errors
    /// As [`Reader::take`].
    pub fn numbers(&mut self, count: usize) -> Result<Vec<f64>> {
        let (numbers, _) = self.take(count.saturating_mul(8))?.as_chunks::<8>();
        Ok(numbers
            .iter()
            .map(|number| f64::from_le_bytes(*number))
            .collect())
    }

    /// The next `length` bytes as text; `wrong` is what is said where they are none.
    ///
    /// # Errors
    /// As [`Reader::take`], and [`Error::Malformed`] with `wrong`.
    pub fn text(&mut self, length: usize, wrong: &'static str) -> Result<&'d str> {
        std::str::from_utf8(self.take(length)?).map_err(|_| Error::Malformed(wrong))
    }

    /// The labels.
    ///
    /// # Errors
    /// As [`Reader::take`], and [`Error::Malformed`] or [`Error::Labels`] where they are not a model's.
    pub fn labels(&mut self) -> Result<Labels> {
        let count = u16::from_le_bytes(self.array()?);
        let mut names = Vec::new();
        for _ in 0..count {
            let [length] = self.array()?;
            names.push(
                self.text(usize::from(length), "a label is not UTF-8")?
                    .into(),
            );
        }
        Labels::sorted(names)
    }

    /// The card: JSON, or empty.
    ///
    /// # Errors
    /// As [`Reader::take`], and [`Error::Malformed`] where it is not text.
    pub fn card(&mut self) -> Result<&'d str> {
        let length = u32::from_le_bytes(self.array()?) as usize;
        self.text(length, "the card is not UTF-8")
    }

    /// What has not been read.
    pub const fn rest(&self) -> &'d [u8] {
        self.rest
    }
}
