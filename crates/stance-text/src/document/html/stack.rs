//! The open elements of a page.

use std::collections::HashMap;

use super::super::BlockKind;
use super::element::{Element, Flow, Worth};

/// How far down the stack an element is looked for, where the whole stack might be in the way.
const REACH: usize = 256;

/// What text is at some place of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Context {
    pub(super) kind: BlockKind,
    pub(super) worth: Worth,
    /// Inside a link.
    pub(super) link: bool,
    /// Where line ends are kept.
    pub(super) pre: bool,
}

#[derive(Clone, Debug)]
struct Open {
    name: Name,
    flow: Flow,
    context: Context,
}

/// An element's name: its first bytes, which tell all elements apart that matter.
type Name = [u8; 12];

fn short(name: &[u8]) -> Name {
    let mut short = [0; 12];
    for (to, from) in short.iter_mut().zip(name) {
        *to = *from;
    }
    short
}

/// The stack, and how many entries each name has on it.
#[derive(Debug)]
pub(super) struct Stack {
    open: Vec<Open>,
    counts: HashMap<Name, usize>,
}

impl Stack {
    pub(super) fn new() -> Self {
        Self {
            open: Vec::new(),
            counts: HashMap::new(),
        }
    }

    pub(super) fn context(&self) -> Context {
        self.open.last().map_or(
            Context {
                kind: BlockKind::Paragraph,
                worth: Worth::Text,
                link: false,
                pre: false,
            },
            |open| open.context,
        )
    }

    /// Whether the innermost open element has this name.
    pub(super) fn is_in(&self, name: &[u8]) -> bool {
        self.open
            .last()
            .is_some_and(|open| open.name == short(name))
    }

    pub(super) fn push(
        &mut self,
        name: &[u8],
        element: &Element,
        worth: Worth,
        kind: Option<BlockKind>,
    ) {
        let outer = self.context();
        // A paragraph in a list item or a quotation is part of it; a heading in it is a heading.
        let kind = kind.unwrap_or(outer.kind);
        // The title is the one part of the head that is read.
        let title = name == b"title" && self.is_in(b"head");
        let worth = if title { worth } else { worth.max(outer.worth) };
        let name_is = |names: &[&[u8]]| names.contains(&name);
        let context = Context {
            kind,
            worth,
            link: outer.link || name_is(&[b"a"]),
            pre: outer.pre || name_is(&[b"pre", b"xmp", b"plaintext", b"listing"]),
        };
        let name = short(name);
        *self.counts.entry(name).or_default() += 1;
        self.open.push(Open {
            name,
            flow: element.flow,
            context,
        });
    }

    /// Closes what a start tag ends without saying so.
    pub(super) fn make_way(&mut self, name: &[u8], element: &Element) {
        match name {
            b"a" => self.close_above(&[b"a"], &[]),
            b"li" => self.close_above(&[b"li"], &[b"ul", b"ol", b"menu", b"table"]),
            b"dt" | b"dd" => self.close_above(&[b"dt", b"dd"], &[b"dl", b"table"]),
            b"td" | b"th" => self.close_above(&[b"td", b"th"], &[b"tr", b"table"]),
            b"tr" => self.close_above(&[b"tr"], &[b"table"]),
            b"option" => self.close_above(&[b"option"], &[b"select"]),
            _ => {}
        }
        if element.flow == Flow::Block || element.flow == Flow::Rule {
            self.close_above(&[b"p"], &[]);
        }
        // The head ends where the body begins, said or not.
        let in_head: &[&[u8]] = &[
            b"title",
            b"meta",
            b"link",
            b"script",
            b"style",
            b"base",
            b"noscript",
            b"template",
            b"head",
            b"html",
        ];
        if self.is_in(b"head") && !in_head.contains(&name) {
            self.pop();
        }
        // Text blocks end a menu of choices that was left open.
        let text: &[&[u8]] = &[
            b"p", b"h1", b"h2", b"h3", b"article", b"main", b"section", b"table",
        ];
        if text.contains(&name) {
            self.close_above(&[b"select", b"button", b"label"], &[]);
        }
    }

    /// Closes the nearest of `names`, unless one of `limits` or, where there are none, any block
    /// that is not it stands before it.
    fn close_above(&mut self, names: &[&[u8]], limits: &[&[u8]]) {
        if !names.iter().any(|name| {
            self.counts
                .get(&short(name))
                .is_some_and(|&count| count > 0)
        }) {
            return;
        }
        let is = |open: &Open, names: &[&[u8]]| names.iter().any(|name| open.name == short(name));
        for depth in (0..self.open.len()).rev().take(REACH) {
            let open = &self.open[depth];
            if is(open, names) {
                self.truncate(depth);
                return;
            }
            if is(open, limits) || (limits.is_empty() && open.flow == Flow::Block) {
                return;
            }
        }
    }

    /// Closes the nearest element of this name. An inline element's end tag ends no block.
    pub(super) fn close(&mut self, name: &[u8], element: &Element) {
        if element.flow == Flow::Inline {
            self.close_above(&[name], &[]);
            return;
        }
        let name = short(name);
        if self.counts.get(&name).is_some_and(|&count| count > 0) {
            // Every entry passed over is closed, so the search is paid for by their start tags.
            if let Some(depth) = self.open.iter().rposition(|open| open.name == name) {
                self.truncate(depth);
            }
        }
    }

    fn truncate(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop()
            && let Some(count) = self.counts.get_mut(&open.name)
        {
            *count = count.saturating_sub(1);
        }
    }
}
