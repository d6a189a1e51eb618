//! From bytes to text, with the way back to the bytes.

mod binary;
#[cfg(feature = "encodings")]
mod legacy;
mod offsets;
mod unicode;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use offsets::CharLengths;
use unicode::{ByteOrder, Lossy};

const UTF_8_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// The text of an input, and where each part of it stands in the input's bytes.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    text: Cow<'a, str>,
    encoding: &'static str,
    malformed: usize,
    offsets: Offsets,
}

/// The way from a decoded text back to the bytes; cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Offsets {
    /// The text is the input from this byte on.
    Shift(usize),
    Lengths(Arc<CharLengths>),
}

impl Offsets {
    pub(crate) fn source_range(&self, range: Range<usize>) -> Range<usize> {
        match self {
            Self::Shift(by) => range.start + by..range.end.max(range.start) + by,
            Self::Lengths(lengths) => lengths.source_range(range),
        }
    }
}

/// Decodes an input to text.
///
/// In this order: a byte-order mark (UTF-8, UTF-16); UTF-16 known by its zero bytes; valid UTF-8,
/// which is borrowed and not copied; and with the feature `encodings` what `hint` names (a label as
/// in an HTTP header), what an HTML page declares of itself, and what the bytes look like. An input
/// that is UTF-8 but for a few bytes stays UTF-8. What cannot be decoded becomes U+FFFD and is
/// counted.
///
/// ```
/// let page = stance_text::decode(b"\xef\xbb\xbfAllies met.", None)?;
/// assert_eq!(page.text(), "Allies met.");
/// assert_eq!(page.source_range(0..6), 3..9);
/// # Ok::<(), stance_text::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Binary`] when the bytes are no text.
pub fn decode<'a>(bytes: &'a [u8], hint: Option<&str>) -> Result<Decoded<'a>> {
    if bytes.starts_with(&UTF_8_MARK) {
        return Ok(utf8(bytes, UTF_8_MARK.len()));
    }
    let order = match bytes {
        [0xff, 0xfe, ..] => Some((ByteOrder::Little, 2)),
        [0xfe, 0xff, ..] => Some((ByteOrder::Big, 2)),
        _ => unicode::guess_utf16(bytes).map(|order| (order, 0)),
    };
    if let Some((order, skip)) = order {
        let name = match order {
            ByteOrder::Little => "UTF-16LE",
            ByteOrder::Big => "UTF-16BE",
        };
        return readable(Decoded::lossy(name, unicode::utf16(bytes, order, skip)));
    }
    if let Some(offset) = binary::binary_at(bytes) {
        return Err(Error::new(ErrorKind::Binary { offset }));
    }
    readable(without_mark(bytes, hint))
}

#[cfg(not(feature = "encodings"))]
fn without_mark<'a>(bytes: &'a [u8], _hint: Option<&str>) -> Decoded<'a> {
    utf8(bytes, 0)
}

#[cfg(feature = "encodings")]
fn without_mark<'a>(bytes: &'a [u8], hint: Option<&str>) -> Decoded<'a> {
    let named = || legacy::hinted(hint).or_else(|| legacy::declared(bytes));
    if std::str::from_utf8(bytes).is_ok() {
        // Japanese mail is ASCII to the eye; all else that is valid UTF-8 is UTF-8.
        if !legacy::has_japanese_escapes(bytes) {
            return utf8(bytes, 0);
        }
        let encoding = legacy::guessed(bytes);
        return Decoded::lossy(encoding.name(), legacy::decode(bytes, encoding));
    }
    if mostly_utf8(bytes) {
        return utf8(bytes, 0);
    }
    let encoding = named().unwrap_or_else(|| legacy::guessed(bytes));
    Decoded::lossy(encoding.name(), legacy::decode(bytes, encoding))
}

/// Whether an input with malformed bytes is UTF-8 all the same: text in another encoding seldom
/// holds a valid sequence of two bytes by accident, never four for each malformed one.
#[cfg(feature = "encodings")]
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut malformed) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        malformed += usize::from(!chunk.invalid().is_empty());
    }
    valid >= 4 * malformed
}

fn utf8(bytes: &[u8], skip: usize) -> Decoded<'_> {
    match std::str::from_utf8(bytes.get(skip..).unwrap_or_default()) {
        Ok(text) => Decoded {
            text: Cow::Borrowed(text),
            encoding: "UTF-8",
            malformed: 0,
            offsets: Offsets::Shift(skip),
        },
        Err(_) => Decoded::lossy("UTF-8", unicode::utf8_lossy(bytes, skip)),
    }
}

/// Refuses a decoding that found more noise than text.
fn readable(decoded: Decoded<'_>) -> Result<Decoded<'_>> {
    if decoded.malformed > 16 && decoded.malformed * 4 > decoded.text.chars().count() {
        let first = decoded.text.find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
        let offset = decoded.source_range(first..first + 1).start;
        return Err(Error::new(ErrorKind::Binary { offset }));
    }
    Ok(decoded)
}

impl<'a> Decoded<'a> {
    fn lossy(encoding: &'static str, lossy: Lossy) -> Self {
        Self {
            text: Cow::Owned(lossy.text),
            encoding,
            malformed: lossy.malformed,
            offsets: Offsets::Lengths(Arc::new(lossy.offsets)),
        }
    }

    /// The decoded text, without a byte-order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The name of the encoding that was used, as in the WHATWG Encoding Standard.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// How many malformed sequences became U+FFFD.
    #[must_use]
    pub fn malformed(&self) -> usize {
        self.malformed
    }

    #[cfg(feature = "sentences")]
    pub(crate) fn offsets(&self) -> &Offsets {
        &self.offsets
    }

    /// The bytes of the input that a range of the text was decoded from.
    ///
    /// The bounds of `range` are meant to be character boundaries of [`text`](Self::text); others
    /// are widened to whole characters where characters and bytes differ.
    #[must_use]
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.offsets.source_range(range)
    }
}

#[cfg(test)]
mod tests;
