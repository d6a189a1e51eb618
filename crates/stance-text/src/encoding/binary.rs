//! What is no text at all.

/// The first bytes of files that may hold long stretches of text and are none.
const SIGNATURES: [&[u8]; 9] = [
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\x7fELF",
    b"BZh",
    b"\xfd7zXZ\0",
];

/// How much of an input is looked at.
const SAMPLE: usize = 1 << 20;

/// The offset of the first byte that shows the input to be a binary file, if it is one.
///
/// A text may hold a stray zero byte or a terminal's escape sequence. Compressed data hold a zero in
/// 256 bytes and control characters in a tenth of them, machine code and pictures far more.
pub(super) fn binary_at(bytes: &[u8]) -> Option<usize> {
    if SIGNATURES
        .iter()
        .any(|signature| bytes.starts_with(signature))
    {
        return Some(0);
    }
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    let (mut zeros, mut controls, mut first) = (0, 0, None);
    for (at, &byte) in sample.iter().enumerate() {
        if byte == 0 {
            zeros += 1;
        } else if byte < 0x20 && !matches!(byte, b'\t'..=b'\r' | 0x1b) {
            controls += 1;
        } else {
            continue;
        }
        first = first.or(Some(at));
    }
    let binary = (zeros > 3 && zeros * 200 > sample.len())
        || (zeros + controls > 7 && (zeros + controls) * 20 > sample.len());
    first.filter(|_| binary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_control_characters_make_no_text_binary() {
        assert_eq!(binary_at(b""), None);
        assert_eq!(
            binary_at(b"one\0two \x1b[1mthree\x1b[0m\x0c four\x08"),
            None
        );
    }

    #[test]
    fn zeros_controls_and_signatures_are_binary() {
        assert_eq!(binary_at(b"ab\0\0\0\0cd"), Some(2));
        assert_eq!(binary_at(b"%PDF-1.7 and then text"), Some(0));
        let noise: Vec<u8> = (0..4000u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        assert!(binary_at(&noise).is_some());
    }
}
