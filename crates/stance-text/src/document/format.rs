//! Plain text or HTML.

use std::path::Path;

/// How much of a text is looked at.
const SAMPLE: usize = 4096;

/// The format of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Text without markup.
    Plain,
    /// A page of HTML, or a part of one.
    Html,
}

impl Format {
    /// The format that a file's name tells, if it tells any.
    ///
    /// ```
    /// use stance_text::Format;
    ///
    /// assert_eq!(Format::of_path("talks.HTM"), Some(Format::Html));
    /// assert_eq!(Format::of_path("talks"), None);
    /// ```
    #[must_use]
    pub fn of_path(path: impl AsRef<Path>) -> Option<Self> {
        let extension = path.as_ref().extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "html" | "htm" | "xhtml" | "xht" | "shtml" => Some(Self::Html),
            "txt" | "text" | "md" | "markdown" | "eml" | "log" => Some(Self::Plain),
            _ => None,
        }
    }

    /// The format that a text looks like.
    ///
    /// HTML begins with a declaration or a tag that pages begin with, or holds three closing tags of
    /// blocks near its start; a text that merely mentions a tag is plain.
    #[must_use]
    pub fn sniff(text: &str) -> Self {
        let sample = text
            .as_bytes()
            .get(..text.len().min(SAMPLE))
            .unwrap_or_default();
        let lower = sample.to_ascii_lowercase();
        if begins_as_page(&lower) || closing_tags(&lower) >= 3 {
            Self::Html
        } else {
            Self::Plain
        }
    }
}

fn begins_as_page(lower: &[u8]) -> bool {
    let mut rest = lower.trim_ascii_start();
    // Comments and an XML declaration may come first.
    loop {
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<?xml") {
            b"?>"
        } else {
            break;
        };
        let Some(at) = rest.windows(end.len()).position(|window| window == end) else {
            return true;
        };
        rest = rest
            .get(at + end.len()..)
            .unwrap_or_default()
            .trim_ascii_start();
    }
    const STARTS: [&[u8]; 17] = [
        b"!doctype html",
        b"html",
        b"head",
        b"body",
        b"title",
        b"meta",
        b"link",
        b"script",
        b"style",
        b"div",
        b"p",
        b"h1",
        b"h2",
        b"article",
        b"section",
        b"main",
        b"table",
    ];
    rest.strip_prefix(b"<").is_some_and(|tag| {
        STARTS.iter().any(|start| {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>' || *byte == b'/';
            tag.strip_prefix(*start)
                .is_some_and(|rest| rest.first().is_none_or(ends))
        })
    })
}

fn closing_tags(lower: &[u8]) -> usize {
    const TAGS: [&[u8]; 8] = [
        b"</p>", b"</div>", b"</h1>", b"</h2>", b"</li>", b"</a>", b"</span>", b"</td>",
    ];
    let mut count = 0;
    for (at, _) in lower.iter().enumerate().filter(|&(_, &byte)| byte == b'<') {
        count += usize::from(TAGS.iter().any(|tag| lower[at..].starts_with(tag)));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_texts_by_their_beginnings() {
        for page in [
            "<!DOCTYPE html><p>x",
            "  \n<HTML lang=en>",
            "<?xml version='1.0'?><!-- a --><!doctype html>",
            "<p>One.</p>",
            "Intro <p>One.</p><p>Two.</p><p>Three.</p>",
        ] {
            assert_eq!(Format::sniff(page), Format::Html, "{page}");
        }
        for text in [
            "",
            "Allies meet",
            "The <b>tag</b> is bold",
            "<pace> is a word",
            "< 5 % said so",
        ] {
            assert_eq!(Format::sniff(text), Format::Plain, "{text}");
        }
    }
}
