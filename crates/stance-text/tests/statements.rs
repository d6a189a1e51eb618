//! From bytes to statements: promises that hold on any input.
#![cfg(feature = "sentences")]

use stance_text::{ErrorKind, Format, StatementOptions, statements, statements_with};

/// Pieces of pages, good and broken, from which inputs are put together.
const PIECES: &[&[u8]] = &[
    b"The alliance held. ",
    b"<p>",
    b"</p>",
    b"<div class='share'>",
    b"</div>",
    b"<a href=x>",
    b"</a>",
    b"&amp;",
    b"&nbsp;",
    b"&#x1F600;",
    b"&bogus;",
    b"<br>",
    b"\r\n",
    b"\n\n",
    b"\n",
    b"U.S. ",
    b"\xe2\x80\x9c",
    b"\xe2\x80\x9d",
    b"\xff",
    b"\xe2\x80",
    b"\xc3\xa9",
    b"<b",
    b"<!-- ",
    b" -->",
    b"<title>",
    b"</title>",
    b"<script>",
    b"</script>",
    b"<pre>",
    b"</pre>",
    b"<li>",
    b"<ul>",
    b"</ul>",
    b"<td>",
    b"<table>",
    b"</table>",
    b"<nav>",
    b"</nav>",
    b"? ",
    b"He said so. ",
    b"lower case line that goes on over the end of it\n",
    b"> quoted\n",
    b"- item\n",
    b"\xe3\x80\x82",
    b"\xe5\x90\x8c\xe7\x9b\x9f",
    b"\xcc\x81",
    b"\xe2\x80\x8b",
    b"\t",
    b" ",
    b"(",
    b")",
    b"\"",
    b"...",
    b"<sup><a>1</a></sup>",
    b"<span hidden>",
    b"</span>",
    b"<form>",
    b"</form>",
    b"Read more\n",
    b"Nov 9, 2016\n",
];

fn inputs(count: usize, length: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    (0..count).map(move |_| {
        let mut input = Vec::new();
        for _ in 0..length {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            input.extend_from_slice(PIECES[(state % PIECES.len() as u64) as usize]);
        }
        input
    })
}

fn formats() -> &'static [Option<Format>] {
    if cfg!(feature = "html") {
        &[None, Some(Format::Plain), Some(Format::Html)]
    } else {
        &[Some(Format::Plain)]
    }
}

#[test]
fn statements_of_any_input_are_ordered_and_trimmed() {
    for input in inputs(1500, 40) {
        for &format in formats() {
            let options = StatementOptions::default()
                .format(format)
                .furniture(true)
                .repeats(true);
            let Ok(page) = statements_with(&input, options) else {
                continue;
            };
            let mut start = 0;
            for statement in &page.statements {
                assert_eq!(statement.text, statement.text.trim());
                assert!(!statement.text.is_empty());
                let source = statement.source.clone();
                assert!(
                    start <= source.start && source.start < source.end && source.end <= input.len()
                );
                assert_eq!(statement.source_range(0..statement.text.len()), source);
                start = source.start;
            }
        }
    }
}

#[test]
fn every_character_of_a_statement_stands_within_its_source() {
    for input in inputs(300, 30) {
        for &format in formats() {
            let Ok(page) = statements(&input, format) else {
                continue;
            };
            for statement in &page.statements {
                let mut start = statement.source.start;
                for (at, c) in statement.text.char_indices() {
                    let range = statement.source_range(at..at + c.len_utf8());
                    assert!(
                        start <= range.start && range.end <= statement.source.end,
                        "{:?}",
                        statement.text
                    );
                    start = range.start;
                    let bytes = &input[range];
                    let copied = c.is_ascii_alphanumeric() && !bytes.starts_with(b"&");
                    assert!(
                        !copied || bytes == [c as u8],
                        "{c:?} at {at} is {bytes:?} in {:?} of {:?} {}",
                        statement.text,
                        String::from_utf8_lossy(&input),
                        page.encoding
                    );
                }
            }
        }
    }
}

#[test]
fn a_statement_of_plain_utf8_is_its_bytes() {
    let input = "\u{feff}Title of a page here\r\n\n \u{a0}The “allies” met.\u{200b} They\u{a0}agreed!\t\r\n• Third – and last";
    let page = statements(input.as_bytes(), Some(Format::Plain)).expect("text");
    assert_eq!(page.statements.len(), 4);
    for statement in &page.statements {
        assert_eq!(
            &input.as_bytes()[statement.source.clone()],
            statement.text.as_bytes()
        );
    }
}

#[test]
fn binary_input_is_an_error_and_empty_input_is_none() {
    let error = statements(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None).expect_err("a picture");
    assert!(matches!(error.kind(), ErrorKind::Binary { .. }));
    for input in [&b""[..], b"\n", b"\xef\xbb\xbf"] {
        assert!(statements(input, None).expect("text").statements.is_empty());
    }
}

#[test]
#[cfg(feature = "html")]
fn deep_nesting_is_read_to_its_end() {
    let depth = 100_000;
    let page = format!(
        "{}<p>The allies met.{}",
        "<div><b>".repeat(depth),
        "</b></div>".repeat(depth)
    );
    let found = statements(page.as_bytes(), None).expect("text");
    assert_eq!(found.format, Format::Html);
    assert_eq!(found.statements.len(), 1);
}

#[test]
#[cfg(not(feature = "html"))]
fn without_its_feature_html_is_an_error() {
    let error = statements(b"<!doctype html><p>Allies met.", None).expect_err("no html");
    assert_eq!(*error.kind(), ErrorKind::HtmlUnsupported);
}
