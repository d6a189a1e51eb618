//! From text to blocks: the paragraphs, headings and captions of a page, and its furniture.

mod credit;
mod format;
mod furniture;
#[cfg(feature = "html")]
mod html;
mod line;
mod lines;
#[rustfmt::skip] // Lists of words, packed.
mod phrases;
mod plain;

use std::borrow::Cow;
use std::ops::Range;

use crate::span::SpanMap;

pub use format::Format;
#[cfg(feature = "html")]
pub use html::Declared;
#[cfg(feature = "sentences")]
pub(crate) use {credit::is_credit, line::is_ended};

/// What a block of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BlockKind {
    /// The title of the page.
    Title,
    /// A headline or a heading inside the text.
    Heading,
    /// A paragraph of the text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A quotation set apart, or the quoted part of a message.
    Quote,
    /// The text under a picture or over a table.
    Caption,
    /// What the page needs and its text does not: menus, dates, share bars, credits.
    Furniture,
}

/// A stretch of text that sentences do not cross, and where it stands in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    kind: BlockKind,
    text: Cow<'a, str>,
    map: SpanMap,
}

impl<'a> Block<'a> {
    pub(crate) fn new(kind: BlockKind, text: Cow<'a, str>, map: SpanMap) -> Self {
        Self { kind, text, map }
    }

    /// Takes away all but the first `len` bytes of the text.
    #[cfg(feature = "html")]
    fn truncate(&mut self, len: usize) {
        match &mut self.text {
            Cow::Borrowed(text) => *text = text.get(..len).unwrap_or(text),
            Cow::Owned(text) if text.is_char_boundary(len) => text.truncate(len),
            Cow::Owned(_) => {}
        }
    }

    #[cfg(feature = "sentences")]
    pub(crate) fn map(&self) -> &SpanMap {
        &self.map
    }

    /// What the block is.
    #[must_use]
    pub fn kind(&self) -> BlockKind {
        self.kind
    }

    /// The clean text: no white space at its ends, wrapped lines joined, entities decoded.
    ///
    /// A line of plain text is borrowed from the source and equals it byte for byte.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The range of the source from which a range of [`text`](Self::text) was made.
    #[must_use]
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.map.source_range(range)
    }
}

/// The blocks of a page, in order. Offsets are those of the text it was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document<'a> {
    blocks: Vec<Block<'a>>,
}

impl<'a> Document<'a> {
    /// Reads plain text.
    ///
    /// A line is a block, unless the text is hard-wrapped, as mail and older texts are: then lines
    /// are joined to paragraphs, which blank lines part.
    ///
    /// ```
    /// use stance_text::{BlockKind, Document};
    ///
    /// let page = Document::plain("Allies meet in Busan\n\nNov 9, 2016\n\nThe two sides met on Monday.");
    /// let kinds: Vec<BlockKind> = page.blocks().iter().map(|block| block.kind()).collect();
    /// assert_eq!(kinds, [BlockKind::Title, BlockKind::Furniture, BlockKind::Paragraph]);
    /// ```
    #[must_use]
    pub fn plain(text: &'a str) -> Self {
        let mut blocks = plain::blocks(text);
        furniture::mark(&mut blocks);
        plain::name_title(&mut blocks);
        Self { blocks }
    }

    /// Reads HTML, broken or not.
    ///
    /// Scripts, styles and hidden parts are left out; menus, footers, forms and what is mostly links
    /// become [`BlockKind::Furniture`]; inline tags and entities leave sentences whole.
    #[cfg(feature = "html")]
    #[must_use]
    pub fn html(text: &'a str) -> Self {
        Self::html_declaring(text, false).0
    }

    /// Reads HTML, and with `declared` what the page says of itself.
    #[cfg(feature = "html")]
    pub(crate) fn html_declaring(text: &'a str, declared: bool) -> (Self, Option<Declared>) {
        let (mut blocks, declared) = html::blocks(text, declared);
        furniture::mark(&mut blocks);
        (Self { blocks }, declared)
    }

    /// The blocks, furniture among them.
    #[must_use]
    pub fn blocks(&self) -> &[Block<'a>] {
        &self.blocks
    }
}

#[cfg(test)]
mod tests;
