//! From the tokenizer's events to text with its source range, start tags and end tags.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::{Emitter, Error, State, naive_next_state};

use super::blocks::PageBlocks;
use super::declared::Pairs;
use super::element::Attributes;

/// What the longest attribute that is looked at may hold, in bytes.
const ATTRIBUTE: usize = 512;

/// The longest text that one character reference is decoded to, in bytes.
const REFERENCE: usize = 8;

/// References to the one character that they begin with themselves.
const AMPERSANDS: [&[u8]; 6] = [b"&amp", b"&AMP", b"&#38", b"&#x26", b"&#X26", b"&#0"];

/// Receives what the tokenizer reads and keeps account of where it stands in the source.
#[derive(Debug)]
pub(super) struct PageReader<'p, 'a> {
    source: &'a str,
    page: &'p mut PageBlocks<'a>,
    /// How far the tokenizer has read.
    position: usize,
    /// How far the source was accounted for: the end of the last text or tag.
    cursor: usize,
    /// Text copied from the source and not yet handed on.
    run: Option<Range<usize>>,
    tag: Vec<u8>,
    is_start: bool,
    self_closing: bool,
    last_start_tag: Vec<u8>,
    attributes: Attributes,
    /// The attributes of the few elements that speak of the page.
    pairs: Pairs,
    name: Vec<u8>,
    value: Vec<u8>,
}

impl<'p, 'a> PageReader<'p, 'a> {
    pub(super) fn new(source: &'a str, page: &'p mut PageBlocks<'a>) -> Self {
        Self {
            source,
            page,
            position: 0,
            cursor: 0,
            run: None,
            tag: Vec::new(),
            is_start: false,
            self_closing: false,
            last_start_tag: Vec::new(),
            attributes: Attributes::default(),
            pairs: Pairs::default(),
            name: Vec::new(),
            value: Vec::new(),
        }
    }

    /// Where `part` stands in the source, if it was copied from there.
    fn copied_from(&self, part: &[u8]) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let before = self.position.checked_sub(part.len());
        if let Some(start) = before.filter(|&start| start >= self.cursor) {
            let same = bytes.get(start..self.position)? == part;
            // The end of a character reference may look like what it stands for: `&semi;`. The line
            // feed of `\r\n` is passed over.
            let unbroken = start == self.cursor
                || part.len() > REFERENCE
                || bytes.get(self.cursor..start)? == b"\n";
            if same && unbroken {
                return Some(start);
            }
        }
        // What proves to be no tag after all (`</b` in a title) is handed on when more was read.
        let rest = bytes.get(self.cursor..)?;
        let reference = part == b"&" && AMPERSANDS.iter().any(|name| rest.starts_with(name));
        (rest.starts_with(part) && !reference).then_some(self.cursor)
    }

    /// Hands on the text copied so far.
    fn flush(&mut self) {
        if let Some(run) = self.run.take() {
            self.page.copied(run);
        }
    }

    fn end_attribute(&mut self) {
        if !self.name.is_empty() && self.is_start {
            self.attributes.set(&self.name, &self.value);
            if self.page.is_declaring() && Pairs::are_kept(&self.tag) {
                self.pairs.push(&self.name, &self.value);
            }
        }
        self.name.clear();
        self.value.clear();
    }
}

impl Emitter for PageReader<'_, '_> {
    type Token = Infallible;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn emit_string(&mut self, part: &[u8]) {
        if let Some(start) = self.copied_from(part) {
            self.cursor = start + part.len();
            match &mut self.run {
                Some(run) if run.end == start => run.end = self.cursor,
                _ => {
                    self.flush();
                    self.run = Some(start..self.cursor);
                }
            }
        } else {
            self.flush();
            let source = self.cursor.min(self.position)..self.position;
            self.page.decoded(source, &String::from_utf8_lossy(part));
            self.cursor = self.position;
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush();
        self.end_attribute();
        self.cursor = self.position;
        if self.is_start {
            self.page.declare(&self.tag, &self.pairs);
            self.page
                .start_tag(&self.tag, &self.attributes, self.self_closing);
            self.last_start_tag.clear();
            self.last_start_tag.extend_from_slice(&self.tag);
            naive_next_state(&self.tag)
        } else {
            self.page.end_tag(&self.tag);
            self.last_start_tag.clear();
            None
        }
    }

    fn emit_eof(&mut self) {
        self.flush();
    }

    fn init_start_tag(&mut self) {
        self.tag.clear();
        self.attributes.clear();
        self.pairs.clear();
        self.is_start = true;
        self.self_closing = false;
    }

    fn init_end_tag(&mut self) {
        self.tag.clear();
        self.is_start = false;
    }

    fn push_tag_name(&mut self, part: &[u8]) {
        self.tag.extend_from_slice(part);
    }

    fn init_attribute(&mut self) {
        self.end_attribute();
    }

    fn push_attribute_name(&mut self, part: &[u8]) {
        if self.name.len() + part.len() <= ATTRIBUTE {
            self.name.extend_from_slice(part);
        }
    }

    fn push_attribute_value(&mut self, part: &[u8]) {
        let room = ATTRIBUTE.saturating_sub(self.value.len()).min(part.len());
        self.value.extend_from_slice(&part[..room]);
    }

    fn set_self_closing(&mut self) {
        self.self_closing = true;
    }

    fn emit_current_comment(&mut self) {
        self.cursor = self.position;
    }

    fn emit_current_doctype(&mut self) {
        self.cursor = self.position;
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        !self.is_start && !self.last_start_tag.is_empty() && self.last_start_tag == self.tag
    }

    fn set_last_start_tag(&mut self, last_start_tag: Option<&[u8]>) {
        self.last_start_tag.clear();
        self.last_start_tag
            .extend_from_slice(last_start_tag.unwrap_or_default());
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    // Comments, declarations and errors say nothing to a reader.
    fn emit_error(&mut self, _: Error) {}
    fn init_comment(&mut self) {
        self.flush();
    }
    fn push_comment(&mut self, _: &[u8]) {}
    fn init_doctype(&mut self) {
        self.flush();
    }
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn set_force_quirks(&mut self) {}
}
