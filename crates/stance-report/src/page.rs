//! Pages that are one file: nothing loaded from anywhere, and nothing taken from data as markup.

use std::fmt::Write;

use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("page.css");

/// A page of that title without a script; `body` is markup, in which all data has been [escaped].
pub fn page(title: &str, body: &str) -> String {
    scripted(title, "", "", body)
}

/// A page of that title with a style sheet of its own besides the common one, and a script; either may be empty.
///
/// The policy allows these by their hashes and nothing else, so that even markup that slipped through could neither run
/// nor load a thing. Neither may hold data, nor `</style>` or `</script>`.
pub fn scripted(title: &str, style: &str, script: &str, body: &str) -> String {
    let hash = |code: &str| format!("'sha256-{}'", base64(&Sha256::digest(code.as_bytes())));
    let mut styles = hash(STYLE);
    let mut sheets = format!("<style>{STYLE}</style>\n");
    if !style.is_empty() {
        let _ = write!(styles, " {}", hash(style));
        let _ = writeln!(sheets, "<style>{style}</style>");
    }
    let (mut scripts, mut element) = (String::new(), String::new());
    if !script.is_empty() {
        scripts = format!("script-src {}; ", hash(script));
        element = format!("<script>{script}</script>\n");
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src {styles}; {scripts}base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n{sheets}</head>\n<body>\n{body}{element}</body>\n</html>\n",
        escaped(title)
    )
}

/// Text as markup that shows it; control characters, which could hide or reorder it, as spaces.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_unseen(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Text with control characters, which could hide or reorder it, as spaces; it is not escaped.
pub fn plain(text: &str) -> String {
    let seen = |c| if is_unseen(c) { ' ' } else { c };
    text.chars().map(seen).collect()
}

/// Control characters, ends of lines, and marks that turn the direction of the text behind them.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A number with three digits behind the point, a true minus before it.
pub fn number(value: f64) -> String {
    signless(format!("{value:.3}"))
}

/// A number with its sign.
pub fn signed(value: f64) -> String {
    signless(format!("{value:+.3}"))
}

fn signless(number: String) -> String {
    number.replace('-', "\u{2212}")
}

/// Bytes in the alphabet of RFC 4648, §4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three
            .iter()
            .fold(0u32, |bits, &byte| bits << 8 | u32::from(byte));
        let bits = bits << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place)) & 63;
            let shown = if place <= three.len() {
                char::from(ALPHABET[digit as usize])
            } else {
                '='
            };
            let _ = out.write_char(shown);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, digits) in cases {
            assert_eq!(base64(bytes.as_bytes()), digits);
        }
    }

    #[test]
    fn no_text_is_markup() {
        assert_eq!(
            escaped("<b a='1' b=\"2\">&\u{202E}\u{7}"),
            "&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;  "
        );
    }

    #[test]
    fn the_policy_names_the_hash_of_the_style_that_is_in_the_page() {
        let page = page("<title>", "");
        let style = page
            .split("<style>")
            .nth(1)
            .and_then(|rest| rest.split("</style>").next());
        let hash = base64(&Sha256::digest(style.unwrap().as_bytes()));
        assert!(page.contains(&format!("style-src 'sha256-{hash}'")));
        assert!(page.contains("<title>&lt;title&gt;</title>"));
    }
}
