//! Encodings older than Unicode, by the tables of `encoding_rs` and the guess of `chardetng`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, WINDOWS_1252};

use super::offsets::CharLengths;
use super::unicode::Lossy;

/// How much of an input the guess looks at.
const SAMPLE: usize = 1 << 20;

/// How far into a page its declaration is looked for; browsers look at 1024 bytes.
const DECLARATION: usize = 4096;

/// What a caller knows of the encoding, from an HTTP header or an option.
pub(super) fn hinted(hint: Option<&str>) -> Option<&'static Encoding> {
    known(hint?.as_bytes())
}

/// A label's encoding, unless it is UTF-8 or UTF-16, which the bytes themselves have ruled out.
fn known(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).filter(|encoding| {
        *encoding != UTF_8 && *encoding != REPLACEMENT && encoding.is_ascii_compatible()
            || *encoding == ISO_2022_JP
    })
}

/// The encoding a page declares: `<meta charset=…>`, `<meta content="…; charset=…">`, or
/// `<?xml encoding="…"?>`.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes
        .get(..bytes.len().min(DECLARATION))?
        .to_ascii_lowercase();
    let mut rest: &[u8] = &head;
    while let Some(at) = rest.iter().position(|&byte| byte == b'<') {
        rest = rest.get(at + 1..)?;
        let end = rest
            .iter()
            .position(|&byte| byte == b'>')
            .unwrap_or(rest.len());
        let tag = rest.get(..end)?;
        let name: &[u8] = if tag.starts_with(b"meta") {
            b"charset"
        } else if tag.starts_with(b"?xml") {
            b"encoding"
        } else {
            continue;
        };
        if let Some(encoding) = value_of(tag, name).and_then(known) {
            return Some(encoding);
        }
    }
    None
}

/// The value after `name`, `=` and an optional quote.
fn value_of<'t>(tag: &'t [u8], name: &[u8]) -> Option<&'t [u8]> {
    let at = tag.windows(name.len()).position(|window| window == name)?;
    let value = tag
        .get(at + name.len()..)?
        .trim_ascii_start()
        .strip_prefix(b"=")?
        .trim_ascii_start();
    let value = value
        .strip_prefix(b"\"")
        .or_else(|| value.strip_prefix(b"'"))
        .unwrap_or(value);
    let end = value
        .iter()
        .position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)))
        .unwrap_or(value.len());
    value.get(..end)
}

/// Whether ASCII bytes switch character sets, as in Japanese mail.
pub(super) fn has_japanese_escapes(bytes: &[u8]) -> bool {
    bytes
        .windows(3)
        .any(|w| w[0] == 0x1b && matches!(w[1], b'$' | b'(') && matches!(w[2], b'@' | b'B' | b'J'))
}

/// The encoding that the bytes look like.
pub(super) fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == UTF_8 { WINDOWS_1252 } else { guess }
}

/// Decodes byte by byte where bytes are not ASCII, so that each character knows its bytes.
pub(super) fn decode(bytes: &[u8], encoding: &'static Encoding) -> Lossy {
    let mut out = Lossy {
        text: String::with_capacity(bytes.len()),
        offsets: CharLengths::after(0),
        malformed: 0,
    };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let ascii_is_ascii = encoding.is_ascii_compatible();
    // Bytes the decoder has read and not yet answered for.
    let mut pending = 0;
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        if pending == 0 && ascii_is_ascii {
            let run = Encoding::ascii_valid_up_to(rest);
            // ASCII is UTF-8.
            out.text
                .push_str(std::str::from_utf8(&rest[..run]).unwrap_or_default());
            out.offsets.push_ascii(run);
            at += run;
        }
        let byte = bytes.get(at..at + 1).unwrap_or_default();
        let last = byte.is_empty();
        let mut buffer = [0; 16];
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(byte, &mut buffer, last);
        at += read;
        pending += read;
        let malformed = match result {
            DecoderResult::Malformed(_, after) => Some(usize::from(after)),
            DecoderResult::InputEmpty | DecoderResult::OutputFull => None,
        };
        // `encoding_rs` writes whole characters of UTF-8.
        let text = std::str::from_utf8(&buffer[..written]).unwrap_or_default();
        if !text.is_empty() {
            let kept = malformed.map_or(0, |after| after + 1).min(pending);
            let shared = pending - kept;
            characters(&mut out, text, shared);
            pending = kept;
        }
        if let Some(after) = malformed {
            let bad = pending.saturating_sub(after);
            out.text.push(char::REPLACEMENT_CHARACTER);
            out.offsets
                .push(char::REPLACEMENT_CHARACTER.len_utf8(), bad);
            out.malformed += 1;
            pending -= bad;
        } else if last && result == DecoderResult::InputEmpty {
            return out;
        }
    }
}

/// Characters that the decoder wrote at once, from `byte_len` bytes: the first was waited for, each
/// later one is a byte that was put back; two from one pair of bytes (Big5) leave the second none.
fn characters(out: &mut Lossy, text: &str, byte_len: usize) {
    let later = text
        .chars()
        .skip(1)
        .filter(char::is_ascii)
        .count()
        .min(byte_len);
    let mut first = Some(byte_len - later);
    for c in text.chars() {
        out.text.push(c);
        let bytes = first.take().unwrap_or(usize::from(c.is_ascii()));
        out.offsets.push(c.len_utf8(), bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_encoding_is_read_from_meta_and_xml() {
        for page in [
            "<html><head><META CHARSET = 'EUC-KR'>",
            "<meta http-equiv=content-type content=\"text/html; charset=euc-kr\">",
            "<?xml version='1.0' encoding='euc-kr'?><html>",
        ] {
            assert_eq!(
                declared(page.as_bytes()).map(Encoding::name),
                Some("EUC-KR"),
                "{page}"
            );
        }
        assert_eq!(declared(b"<meta charset=utf-8> charset=euc-kr"), None);
    }
}
