//! From the bytes of a page to its statements, in one call.

mod candidate;
mod options;

use std::ops::Range;

#[cfg(feature = "html")]
use crate::document::Declared;
use crate::document::{BlockKind, Document, Format};
use crate::encoding::{Offsets, decode};
use crate::error::Result;
use crate::span::SpanMap;
use candidate::collect;
pub use options::StatementOptions;

/// How many blocks from the top are looked at for [`Statements::lines`]; menus may come first.
const TOP: usize = 400;

/// How many lines are kept, and how long one may be, in bytes.
const LINES: usize = 120;
const LINE: usize = 200;

/// A sentence, headline or caption of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statement {
    /// The kind of block it stands in.
    pub kind: BlockKind,
    /// Its clean text, without white space at its ends.
    pub text: String,
    /// The bytes of the input it was made from. In plain UTF-8 that is not hard-wrapped they are
    /// the text itself.
    pub source: Range<usize>,
    /// The number of its block on the page; statements of one paragraph share it.
    pub block: usize,
    origin: Origin,
}

/// The way from a statement's text back to the bytes of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Origin {
    /// Where the text stands in its block.
    at: usize,
    block: SpanMap,
    page: Offsets,
}

impl Statement {
    /// The bytes of the input that a range of [`text`](Self::text) was made from: where a word that
    /// was found in the clean text stands in the page.
    ///
    /// ```
    /// use stance_text::{Format, statements};
    ///
    /// let input = "<p>S&amp;P said the <i>U.S.</i> alliance holds.</p>";
    /// # #[cfg(feature = "html")] {
    /// let page = statements(input.as_bytes(), Some(Format::Html))?;
    /// let statement = &page.statements[0];
    /// let at = statement.text.find("U.S. alliance").expect("there");
    /// assert_eq!(&input[statement.source_range(at..at + 13)], "U.S.</i> alliance");
    /// # }
    /// # Ok::<(), stance_text::Error>(())
    /// ```
    #[must_use]
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.origin.source_range(range)
    }
}

impl Origin {
    fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let in_block = range.start + self.at..range.end + self.at;
        self.page.source_range(self.block.source_range(in_block))
    }
}

/// The statements of a page, in order, and how the page was read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Statements {
    /// The statements.
    pub statements: Vec<Statement>,
    /// The format the page was read in.
    pub format: Format,
    /// The name of the encoding it was decoded from.
    pub encoding: &'static str,
    /// How many malformed sequences of bytes became U+FFFD.
    pub malformed: usize,
    /// The first short lines of the page, furniture among them, with
    /// [`StatementOptions::declared`]: where dates and names of sites stand.
    pub lines: Vec<Line>,
    /// What a page of HTML says of itself, with [`StatementOptions::declared`].
    #[cfg(feature = "html")]
    pub declared: Option<Declared>,
}

/// A short block near the top of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// What it is.
    pub kind: BlockKind,
    /// Its clean text.
    pub text: String,
    /// The number of its block on the page, as in [`Statement::block`].
    pub block: usize,
}

/// Reads the statements of a page: decodes it, finds its blocks, splits them into sentences.
///
/// ```
/// use stance_text::{Format, statements};
///
/// let page = statements(b"Share this page\nThe allies met. They agreed.", Some(Format::Plain))?;
/// let texts: Vec<&str> = page.statements.iter().map(|statement| statement.text.as_str()).collect();
/// assert_eq!(texts, ["The allies met.", "They agreed."]);
/// assert_eq!(page.statements[1].source, 32..44);
/// # Ok::<(), stance_text::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Binary`](crate::ErrorKind::Binary) when the bytes are no text, and
/// [`ErrorKind::HtmlUnsupported`](crate::ErrorKind::HtmlUnsupported) when they are HTML and the
/// feature `html` is off.
pub fn statements(bytes: &[u8], format: Option<Format>) -> Result<Statements> {
    statements_with(bytes, StatementOptions::default().format(format))
}

/// Reads the statements of a page as `options` say; see [`statements`].
///
/// # Errors
/// Those of [`statements`].
pub fn statements_with(bytes: &[u8], options: StatementOptions<'_>) -> Result<Statements> {
    let decoded = decode(bytes, options.encoding)?;
    let format = options
        .format
        .unwrap_or_else(|| Format::sniff(decoded.text()));
    #[cfg(feature = "html")]
    let (document, declared) = match format {
        Format::Plain => (Document::plain(decoded.text()), None),
        Format::Html => Document::html_declaring(decoded.text(), options.declared),
    };
    #[cfg(not(feature = "html"))]
    let document = match format {
        Format::Plain => Document::plain(decoded.text()),
        Format::Html => return Err(crate::Error::new(crate::ErrorKind::HtmlUnsupported)),
    };
    let lines = if options.declared {
        top(&document)
    } else {
        Vec::new()
    };
    Ok(Statements {
        statements: collect(&decoded, &document, options),
        format,
        encoding: decoded.encoding(),
        malformed: decoded.malformed(),
        lines,
        #[cfg(feature = "html")]
        declared,
    })
}

fn top(document: &Document<'_>) -> Vec<Line> {
    let blocks = document.blocks().iter().enumerate().take(TOP);
    blocks
        .filter(|(_, block)| block.text().len() <= LINE)
        .take(LINES)
        .map(|(at, block)| Line {
            kind: block.kind(),
            text: block.text().to_owned(),
            block: at,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(page: &Statements) -> Vec<&str> {
        page.statements
            .iter()
            .map(|statement| statement.text.as_str())
            .collect()
    }

    #[test]
    fn every_statement_of_plain_utf8_is_its_source_range() {
        let input = "\u{feff}Allies vow “response”\r\n\r\nThey met – at last. It was time.\r\n- 0 Views\r\n";
        let page = statements(input.as_bytes(), None).expect("text");
        assert_eq!(
            texts(&page),
            [
                "Allies vow “response”",
                "They met – at last.",
                "It was time."
            ]
        );
        for statement in &page.statements {
            assert_eq!(&input[statement.source.clone()], statement.text);
        }
    }

    #[test]
    fn furniture_and_repeats_come_on_request() {
        let input = b"The allies met on Monday in the capital.\nThe allies met on Monday in the capital.\nShare this";
        assert_eq!(statements(input, None).expect("text").statements.len(), 1);
        let all = StatementOptions::default().furniture(true).repeats(true);
        assert_eq!(
            statements_with(input, all).expect("text").statements.len(),
            3
        );
    }

    #[test]
    fn the_cut_off_end_of_a_teaser_is_no_statement() {
        let input = "Talks were held on Monday. The two sid\nTalks were held on Monday. The two sides agreed.";
        let page = statements(input.as_bytes(), None).expect("text");
        assert_eq!(
            texts(&page),
            ["Talks were held on Monday.", "The two sides agreed."]
        );
    }

    #[test]
    fn wrapped_text_in_another_encoding_maps_to_its_bytes() {
        let text = "The two sides met on Monday – and “agreed” that the alliance should be\nrenewed before the end of the year. They will meet again and again until\nthey are done.";
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let page = statements(&bytes, None).expect("text");
        assert_eq!(page.encoding, "UTF-16LE");
        let first = &page.statements[0];
        let at = text.find(" They").expect("there");
        assert_eq!(first.source, 2..2 + text[..at].encode_utf16().count() * 2);
        assert!(first.text.contains("should be renewed"));
    }
}
