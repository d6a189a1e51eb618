//! Links to where a statement stands.

use crate::Document;

/// Words at each end of a long text that are enough to find it.
const ENDS: usize = 6;

/// The address of a document, if it is one of the web.
pub(crate) fn address(document: &Document) -> Option<&str> {
    let candidates = [document.url.as_deref(), Some(document.name.as_str())];
    candidates
        .into_iter()
        .flatten()
        .map(str::trim)
        .find(|url| is_web(url))
}

/// Whether an address leads to the web and nowhere else: no `javascript:`, no `data:`, no file.
fn is_web(url: &str) -> bool {
    let scheme = |scheme: &str| {
        let start = url.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && url.len() > scheme.len()
    };
    (scheme("https://") || scheme("http://"))
        && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// The address of a text within a page, not escaped: a text fragment (WICG, “URL Fragment Text
/// Directives”), which a browser scrolls to and lights up.
pub(crate) fn to_text(url: &str, text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let directive = if words.len() > 2 * ENDS + 4 {
        let (first, last) = (&words[..ENDS], &words[words.len() - ENDS..]);
        format!("{},{}", encoded(&first.join(" ")), encoded(&last.join(" ")))
    } else {
        encoded(&words.join(" "))
    };
    let hash = if url.contains('#') { "" } else { "#" };
    format!("{url}{hash}:~:text={directive}")
}

/// Percent-encodes all but letters, digits, `.` and `_`: `-`, `,` and `&` have a meaning in text directives.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_linked_to() {
        for url in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "file:///etc/passwd",
            "//example.org/",
            "https://",
            "https:example.org",
            "https://example.org/\u{7}x",
            "http://a b",
            "",
        ] {
            let document = Document {
                url: Some(url.to_owned()),
                ..Document::default()
            };
            assert_eq!(address(&document), None, "{url:?}");
        }
        for url in ["https://example.org/a?b=c#d", "HTTP://example.org"] {
            let document = Document {
                url: Some(url.to_owned()),
                ..Document::default()
            };
            assert_eq!(address(&document), Some(url));
        }
    }

    #[test]
    fn a_text_is_found_by_itself_or_by_its_ends() {
        assert_eq!(
            to_text("https://e.org/", "An \"ironclad\", US-Japan tie & <more>"),
            "https://e.org/#:~:text=An%20%22ironclad%22%2C%20US%2DJapan%20tie%20%26%20%3Cmore%3E"
        );
        let long: Vec<String> = (0..40).map(|word| format!("w{word}")).collect();
        assert_eq!(
            to_text("https://e.org/#top", &long.join(" ")),
            "https://e.org/#top:~:text=w0%20w1%20w2%20w3%20w4%20w5,w34%20w35%20w36%20w37%20w38%20w39"
        );
    }
}
