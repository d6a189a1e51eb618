//! From tags and text to blocks.

mod furniture;

use std::ops::Range;

use super::super::{Block, BlockKind, line};
use super::declared::{Collector, Pairs};
use super::element::{self, Attributes, Flow, Worth};
use super::stack::{Context, Stack};
use crate::chars;
use crate::span::TextBuilder;

/// A line this wide in preformatted text was broken for want of room, in bytes.
const FULL_LINE: usize = 50;

/// A block, and what is known of it besides.
#[derive(Debug)]
struct PageBlock<'a> {
    block: Block<'a>,
    worth: Worth,
    /// Bytes of it inside links.
    linked: usize,
}

/// The blocks of a page while it is read.
#[derive(Debug)]
pub(super) struct PageBlocks<'a> {
    source: &'a str,
    stack: Stack,
    blocks: Vec<PageBlock<'a>>,
    /// The block that is being put together, and the context of its first word.
    text: TextBuilder<'a>,
    context: Context,
    linked: usize,
    /// White space since the last word.
    space: Option<Range<usize>>,
    /// Line breaks since the last word.
    breaks: usize,
    /// Where the last line break stands in the block's text.
    line_start: usize,
    /// What the page says of itself, where that is asked for.
    collector: Option<Collector>,
    /// The block of the first `<h1>` that is shown.
    headline: Option<usize>,
}

impl<'a> PageBlocks<'a> {
    pub(super) fn new(source: &'a str, declared: bool) -> Self {
        let stack = Stack::new();
        Self {
            source,
            context: stack.context(),
            stack,
            blocks: Vec::new(),
            text: TextBuilder::new(source),
            linked: 0,
            space: None,
            breaks: 0,
            line_start: 0,
            collector: declared.then(Collector::new),
            headline: None,
        }
    }

    pub(super) fn is_declaring(&self) -> bool {
        self.collector.is_some()
    }

    pub(super) fn declare(&mut self, name: &[u8], pairs: &Pairs) {
        if let Some(collector) = &mut self.collector {
            collector.start_tag(name, pairs);
        }
    }

    pub(super) fn start_tag(&mut self, name: &[u8], attributes: &Attributes, self_closing: bool) {
        let element = element::element(name);
        match element.flow {
            Flow::Break => {
                self.breaks += 1;
                return;
            }
            Flow::Void => return,
            Flow::Rule | Flow::Block => self.end_block(),
            Flow::Inline => {}
        }
        self.stack.make_way(name, &element);
        if element.flow == Flow::Rule {
            return;
        }
        let outer = self.stack.context();
        // Elements of drawings close themselves; those of text only seem to.
        if self_closing && (outer.worth == Worth::Hidden || name == b"svg" || name == b"math") {
            return;
        }
        let in_note = attributes.is_note() && (name == b"sup" || self.stack.is_in(b"sup"));
        let mark = in_note || (name == b"a" && self.stack.is_in(b"sup"));
        // Layout classes on the page itself say nothing about all of it.
        let root = matches!(name, b"html" | b"body" | b"main" | b"article");
        let worth = match attributes.worth(&element) {
            _ if mark => Worth::Hidden,
            Worth::Doubtful | Worth::Likely if root => Worth::Text,
            worth => worth,
        };
        let captioned =
            attributes.is_caption() && element.flow == Flow::Block && element.kind.is_none();
        let kind = if captioned {
            Some(BlockKind::Caption)
        } else {
            element.kind
        };
        self.stack.push(name, &element, worth, kind);
        if name == b"h1" && self.headline.is_none() && self.stack.context().worth != Worth::Hidden {
            self.headline = Some(self.blocks.len());
        }
    }

    pub(super) fn end_tag(&mut self, name: &[u8]) {
        if let Some(collector) = &mut self.collector {
            collector.end_tag(name);
        }
        let element = element::element(name);
        match element.flow {
            // `</br>` is a line break to browsers.
            Flow::Break => self.breaks += 1,
            Flow::Void | Flow::Rule => {}
            Flow::Block => {
                self.end_block();
                self.stack.close(name, &element);
            }
            Flow::Inline => self.stack.close(name, &element),
        }
    }

    /// Text that stands in the source as it is.
    pub(super) fn copied(&mut self, range: Range<usize>) {
        let context = self.stack.context();
        if context.worth == Worth::Hidden {
            if let (Some(collector), Some(text)) = (&mut self.collector, self.source.get(range)) {
                collector.text(text);
            }
            return;
        }
        let source = self.source;
        let mut at = range.start;
        while let Some(rest) = source.get(at..range.end).filter(|rest| !rest.is_empty()) {
            let word = rest.find(is_separator).unwrap_or(rest.len());
            if word > 0 {
                self.before_word(context, rest);
                self.text.copy(at..at + word);
                self.linked += if context.link { word } else { 0 };
                at += word;
            } else if let Some(c) = rest.chars().next() {
                self.separator(c, at..at + c.len_utf8(), context);
                at += c.len_utf8();
            }
        }
    }

    /// Text that stands for a range of the source: a character reference, a line end.
    pub(super) fn decoded(&mut self, range: Range<usize>, text: &str) {
        let context = self.stack.context();
        if context.worth == Worth::Hidden {
            if let Some(collector) = &mut self.collector {
                collector.text(text);
            }
            return;
        }
        if !text.is_empty() && text.chars().all(is_separator) {
            for c in text.chars() {
                self.separator(c, range.clone(), context);
            }
            return;
        }
        self.before_word(context, text);
        self.text.replace(range, text);
        self.linked += if context.link { text.len() } else { 0 };
    }

    fn separator(&mut self, c: char, range: Range<usize>, context: Context) {
        if chars::is_invisible(c) {
            return;
        }
        if context.pre && c == '\n' {
            self.breaks += 1;
        }
        match &mut self.space {
            Some(space) => space.end = range.end,
            None => self.space = Some(range),
        }
    }

    /// Settles what stands between the last word and the next.
    fn before_word(&mut self, context: Context, next: &str) {
        let breaks = std::mem::take(&mut self.breaks);
        if breaks > 0 && !self.text.is_empty() && !self.goes_on(breaks, context, next) {
            self.end_block();
        }
        if breaks > 0 {
            self.line_start = self.text.len() + 1;
        }
        let space = self.space.take();
        if self.text.is_empty() {
            self.context = context;
            self.line_start = 0;
        } else if let Some(space) = space {
            if self.source.get(space.clone()) == Some(" ") {
                self.text.copy(space);
            } else {
                self.text.replace(space, " ");
            }
        } else if breaks > 0 {
            // Two lines with nothing but `<br>` between them.
            let at = self.text.source_end();
            self.text.replace(at..at, " ");
        }
    }

    /// Whether the sentence before a line break goes on after it.
    fn goes_on(&self, breaks: usize, context: Context, next: &str) -> bool {
        if breaks > 1 {
            return false;
        }
        let text = self.text.text();
        if next.starts_with(char::is_lowercase) {
            return !line::is_ended(text);
        }
        let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
        let open = last.ends_with(',') || OPEN_WORDS.contains(&last);
        let full = context.pre && text.len().saturating_sub(self.line_start) >= FULL_LINE;
        open || full
    }

    fn end_block(&mut self) {
        self.space = None;
        self.breaks = 0;
        self.line_start = 0;
        let linked = std::mem::take(&mut self.linked);
        if self.text.is_empty() {
            return;
        }
        let builder = std::mem::replace(&mut self.text, TextBuilder::new(self.source));
        let (text, map) = builder.finish();
        let block = Block::new(self.context.kind, text, map);
        self.blocks.push(PageBlock {
            block,
            worth: self.context.worth,
            linked,
        });
    }
}

/// What parts words: white space of HTML, no-break spaces, characters without width.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || chars::is_invisible(c)
}

/// Words that no line of its own ends with.
const OPEN_WORDS: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "that", "the",
    "to", "with",
];
