//! Where each byte of a made text stands in the text it was made from.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A run of made text and the source it came from.
///
/// Runs of equal length on both sides were copied byte for byte; others (a decoded entity, a line
/// break turned into a space) belong together as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// Where the run begins in the made text; it ends where the next begins.
    text: usize,
    source: Range<usize>,
}

/// The map from a made text to its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SpanMap {
    /// The made text is the slice of the source that begins here.
    Slice(usize),
    /// The made text was put together from pieces; shared, since statements keep it too.
    Pieces(Arc<Pieces>),
}

/// Pieces in the order of the made text, and its length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pieces {
    pieces: Vec<Piece>,
    len: usize,
}

impl SpanMap {
    /// The source range of a range of the made text.
    pub(crate) fn source_range(&self, range: Range<usize>) -> Range<usize> {
        match self {
            Self::Slice(at) => at + range.start..at + range.end.max(range.start),
            Self::Pieces(pieces) => pieces.source_range(range),
        }
    }
}

impl Pieces {
    fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source_of(range.start, false);
        if range.end <= range.start {
            return start..start;
        }
        start..self.source_of(range.end, true).max(start)
    }

    /// The source offset of a text offset, seen as the start or the end of a range.
    fn source_of(&self, at: usize, as_end: bool) -> usize {
        // The end of a range lies in the piece of the byte before it.
        let inside = if as_end { at.saturating_sub(1) } else { at };
        let next = self.pieces.partition_point(|piece| piece.text <= inside);
        let Some(piece) = next.checked_sub(1).and_then(|i| self.pieces.get(i)) else {
            return self.pieces.first().map_or(0, |piece| piece.source.start);
        };
        let text_end = self.pieces.get(next).map_or(self.len, |piece| piece.text);
        let copied = text_end - piece.text == piece.source.len();
        if copied {
            (piece.source.start + (at - piece.text)).min(piece.source.end)
        } else if as_end || at >= text_end {
            piece.source.end
        } else {
            piece.source.start
        }
    }
}

/// Puts a text together from slices of a source and from replacements of parts of it.
#[derive(Debug)]
pub(crate) struct TextBuilder<'a> {
    source: &'a str,
    /// The text so far, once it is no longer one slice of the source.
    text: String,
    /// The text so far, while it is one slice of the source.
    slice: Option<Range<usize>>,
    pieces: Pieces,
}

impl<'a> TextBuilder<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            source,
            text: String::new(),
            slice: None,
            pieces: Pieces::default(),
        }
    }

    #[cfg(feature = "html")]
    pub(crate) fn is_empty(&self) -> bool {
        self.slice.is_none() && self.text.is_empty()
    }

    /// Bytes put together so far.
    #[cfg(feature = "html")]
    pub(crate) fn len(&self) -> usize {
        self.slice
            .as_ref()
            .map_or(self.text.len(), ExactSizeIterator::len)
    }

    /// Where the source of the text put together so far ends.
    #[cfg(feature = "html")]
    pub(crate) fn source_end(&self) -> usize {
        let last = self.pieces.pieces.last().map(|piece| &piece.source);
        self.slice.as_ref().or(last).map_or(0, |source| source.end)
    }

    /// The text put together so far.
    #[cfg(feature = "html")]
    pub(crate) fn text(&self) -> &str {
        match &self.slice {
            Some(slice) => self.source.get(slice.clone()).unwrap_or_default(),
            None => &self.text,
        }
    }

    /// Appends a slice of the source; a range that is none appends nothing.
    pub(crate) fn copy(&mut self, range: Range<usize>) {
        let Some(part) = self
            .source
            .get(range.clone())
            .filter(|part| !part.is_empty())
        else {
            return;
        };
        match &mut self.slice {
            Some(slice) if slice.end == range.start => slice.end = range.end,
            None if self.text.is_empty() => self.slice = Some(range),
            _ => {
                self.spill();
                self.append(part, range);
            }
        }
    }

    /// Appends `text` in place of a range of the source.
    pub(crate) fn replace(&mut self, range: Range<usize>, text: &str) {
        if !text.is_empty() {
            self.spill();
            self.append(text, range);
        }
    }

    fn append(&mut self, part: &str, source: Range<usize>) {
        let at = self.text.len();
        self.text.push_str(part);
        if let Some(last) = self.pieces.pieces.last_mut() {
            let last_copied = at - last.text == last.source.len();
            if last_copied && last.source.end == source.start && part.len() == source.len() {
                last.source.end = source.end;
                return;
            }
        }
        self.pieces.pieces.push(Piece { text: at, source });
    }

    fn spill(&mut self) {
        if let Some(slice) = self.slice.take() {
            let part = self.source.get(slice.clone()).unwrap_or_default();
            self.append(part, slice);
        }
    }

    /// The text and its map; a text that is one slice of the source is borrowed from it.
    pub(crate) fn finish(self) -> (Cow<'a, str>, SpanMap) {
        match self.slice {
            Some(slice) => (
                Cow::Borrowed(self.source.get(slice.clone()).unwrap_or_default()),
                SpanMap::Slice(slice.start),
            ),
            None => {
                let mut pieces = self.pieces;
                pieces.len = self.text.len();
                (Cow::Owned(self.text), SpanMap::Pieces(Arc::new(pieces)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_one_slice_is_borrowed() {
        let mut builder = TextBuilder::new("  one two ");
        builder.copy(2..5);
        builder.copy(5..9);
        let (text, map) = builder.finish();
        assert!(matches!(text, Cow::Borrowed("one two")));
        assert_eq!(map.source_range(4..7), 6..9);
    }

    #[test]
    fn a_replaced_part_is_covered_as_a_whole() {
        let source = "Q&amp;A, ok";
        let mut builder = TextBuilder::new(source);
        builder.copy(0..1);
        builder.replace(1..6, "&");
        builder.copy(6..source.len());
        let (text, map) = builder.finish();
        assert_eq!(text, "Q&A, ok");
        assert_eq!(map.source_range(0..3), 0..7);
        assert_eq!(map.source_range(1..2), 1..6);
        assert_eq!(map.source_range(2..7), 6..11);
        assert_eq!(map.source_range(7..7), 11..11);
    }
}
