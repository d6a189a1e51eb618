//! The encodings of Unicode itself, which need no tables.

use super::offsets::CharLengths;

/// A text decoded with losses counted.
pub(super) struct Lossy {
    pub(super) text: String,
    pub(super) offsets: CharLengths,
    pub(super) malformed: usize,
}

/// The order of the two bytes of a UTF-16 unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    Little,
    Big,
}

/// UTF-8 with U+FFFD for each malformed sequence; `skip` bytes before it are not text.
pub(super) fn utf8_lossy(bytes: &[u8], skip: usize) -> Lossy {
    let body = bytes.get(skip..).unwrap_or_default();
    let mut out = Lossy {
        text: String::with_capacity(body.len()),
        offsets: CharLengths::after(skip),
        malformed: 0,
    };
    for chunk in body.utf8_chunks() {
        out.text.push_str(chunk.valid());
        if chunk.valid().is_ascii() {
            out.offsets.push_ascii(chunk.valid().len());
        } else {
            for c in chunk.valid().chars() {
                out.offsets.push(c.len_utf8(), c.len_utf8());
            }
        }
        if !chunk.invalid().is_empty() {
            replace(&mut out, chunk.invalid().len());
        }
    }
    out
}

/// UTF-16 with U+FFFD for each unpaired surrogate and for a last odd byte.
pub(super) fn utf16(bytes: &[u8], order: ByteOrder, skip: usize) -> Lossy {
    let body = bytes.get(skip..).unwrap_or_default();
    let mut out = Lossy {
        text: String::with_capacity(body.len() / 2),
        offsets: CharLengths::after(skip),
        malformed: 0,
    };
    let (pairs, rest) = body.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| match order {
        ByteOrder::Little => u16::from_le_bytes(pair),
        ByteOrder::Big => u16::from_be_bytes(pair),
    });
    for decoded in char::decode_utf16(units) {
        match decoded {
            Ok(c) => {
                out.text.push(c);
                out.offsets.push(c.len_utf8(), c.len_utf16() * 2);
            }
            Err(_) => replace(&mut out, 2),
        }
    }
    if !rest.is_empty() {
        replace(&mut out, rest.len());
    }
    out
}

fn replace(out: &mut Lossy, byte_len: usize) {
    let c = char::REPLACEMENT_CHARACTER;
    out.text.push(c);
    out.offsets.push(c.len_utf8(), byte_len);
    out.malformed += 1;
}

/// UTF-16 without a byte-order mark, known by the zero bytes of its ASCII characters.
pub(super) fn guess_utf16(bytes: &[u8]) -> Option<ByteOrder> {
    let sample = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let (pairs, _) = sample.as_chunks::<2>();
    if pairs.len() < 4 {
        return None;
    }
    let high_zero = pairs
        .iter()
        .filter(|pair| pair[0] == 0 && pair[1] != 0)
        .count();
    let low_zero = pairs
        .iter()
        .filter(|pair| pair[1] == 0 && pair[0] != 0)
        .count();
    // Prose in any script has ASCII spaces and stops; two zero bytes together are no text.
    let (many, few) = (pairs.len() / 10, pairs.len() / 50);
    let both_zero = pairs.iter().filter(|&&pair| pair == [0, 0]).count();
    if both_zero > few {
        None
    } else if low_zero > many && high_zero <= few {
        Some(ByteOrder::Little)
    } else if high_zero > many && low_zero <= few {
        Some(ByteOrder::Big)
    } else {
        None
    }
}
