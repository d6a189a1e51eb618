//! What each element is worth to a reader.

use super::super::BlockKind;
use super::class::{class_worth, is_class_of, labels_furniture};

/// The part an element plays in the flow of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Part of a sentence: `b`, `a`, `span`, anything unknown.
    Inline,
    /// A block of its own.
    Block,
    /// A line break.
    Break,
    /// Empty, with nothing to say: `img`, `wbr`.
    Void,
    /// Empty, and parts blocks: `hr`.
    Rule,
}

/// What an element does to the text inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) flow: Flow,
    /// The kind of block it makes of its text, where it decides that.
    pub(super) kind: Option<BlockKind>,
    pub(super) worth: Worth,
}

/// Whether text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// It is text.
    Text,
    /// It looks like furniture, unless that would leave the page without its text.
    Doubtful,
    /// It says that it is furniture; it is, unless there is hardly any other text.
    Likely,
    /// It is furniture.
    Furniture,
    /// It is not shown.
    Hidden,
}

pub(super) fn element(name: &[u8]) -> Element {
    use BlockKind::{Caption, Heading, ListItem, Paragraph, Quote, Title};
    let make = |flow, kind, worth| Element { flow, kind, worth };
    let block = |kind| make(Flow::Block, kind, Worth::Text);
    match name {
        b"title" => block(Some(Title)),
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => block(Some(Heading)),
        b"p" | b"td" | b"th" => block(None),
        b"li" | b"dd" | b"dt" => block(Some(ListItem)),
        b"blockquote" => block(Some(Quote)),
        b"figcaption" | b"caption" => block(Some(Caption)),
        b"article" | b"main" | b"body" | b"html" => block(Some(Paragraph)),
        b"div" | b"section" | b"header" | b"hgroup" | b"ul" | b"ol" | b"dl" | b"table"
        | b"tbody" | b"thead" | b"tfoot" | b"tr" | b"figure" | b"fieldset" | b"details"
        | b"center" | b"pre" | b"address" | b"dir" | b"xmp" | b"plaintext" | b"optgroup"
        | b"listing" => block(None),
        b"nav" | b"footer" | b"aside" | b"menu" | b"legend" | b"search" | b"summary" => {
            make(Flow::Block, None, Worth::Furniture)
        }
        b"amp-ad"
        | b"amp-auto-ads"
        | b"amp-consent"
        | b"amp-embed"
        | b"amp-lightbox"
        | b"amp-sidebar"
        | b"amp-social-share"
        | b"amp-user-notification" => make(Flow::Block, None, Worth::Furniture),
        // Some sites wrap the whole page in one form.
        b"form" => make(Flow::Block, None, Worth::Doubtful),
        b"label" => make(Flow::Inline, None, Worth::Hidden),
        b"head" => make(Flow::Block, None, Worth::Hidden),
        b"script" | b"style" | b"template" | b"noscript" | b"svg" | b"math" | b"select"
        | b"option" | b"textarea" | b"iframe" | b"object" | b"canvas" | b"video" | b"audio"
        | b"map" | b"datalist" | b"button" | b"noframes" | b"noembed" | b"rp" | b"rt"
        | b"applet" | b"dialog" | b"progress" | b"meter" => make(Flow::Inline, None, Worth::Hidden),
        b"br" => make(Flow::Break, None, Worth::Text),
        b"hr" => make(Flow::Rule, None, Worth::Text),
        b"area" | b"base" | b"col" | b"embed" | b"img" | b"input" | b"link" | b"meta"
        | b"param" | b"source" | b"track" | b"wbr" | b"basefont" | b"bgsound" | b"frame"
        | b"keygen" => make(Flow::Void, None, Worth::Text),
        _ => make(Flow::Inline, None, Worth::Text),
    }
}

/// The attributes that say whether and how an element is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes {
    hidden: bool,
    /// What its roles and classes say: text, doubtful or likely furniture.
    worth: Option<Worth>,
    note: bool,
    caption: bool,
}

impl Attributes {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn set(&mut self, name: &[u8], value: &[u8]) {
        // Most attributes are addresses.
        if !matches!(
            name,
            b"hidden"
                | b"aria-hidden"
                | b"style"
                | b"role"
                | b"aria-modal"
                | b"aria-label"
                | b"class"
                | b"id"
        ) {
            return;
        }
        // Names that are no UTF-8 were cut within a character; they say nothing.
        let classes = std::str::from_utf8(value).unwrap_or_default();
        let value = classes.to_ascii_lowercase();
        match name {
            b"hidden" => self.hidden |= value != "until-found",
            b"aria-hidden" => self.hidden |= value == "true",
            b"style" => {
                let style: String = value.split_whitespace().collect();
                self.hidden |=
                    style.contains("display:none") || style.contains("visibility:hidden");
            }
            b"role" => {
                if ROLES.contains(&value.as_str()) {
                    self.worth = self.worth.max(Some(Worth::Doubtful));
                }
                self.note |= value == "doc-noteref";
            }
            b"aria-modal" if value == "true" => self.worth = Some(Worth::Likely),
            b"aria-label" if labels_furniture(&value) => self.worth = Some(Worth::Likely),
            b"class" | b"id" => {
                for class in classes.split_whitespace() {
                    self.worth = self.worth.max(class_worth(class));
                }
                for class in value.split_whitespace() {
                    self.hidden |= UNSEEN.contains(&class);
                    self.note |= class.contains("footnote")
                        || class == "reference"
                        || class.starts_with("noteref");
                    self.caption |= is_class_of(class, "caption") || class == "wp-caption-text";
                }
            }
            _ => {}
        }
    }

    pub(super) fn worth(&self, element: &Element) -> Worth {
        if self.hidden {
            Worth::Hidden
        } else if let Some(worth) = self.worth.filter(|_| element.flow == Flow::Block) {
            element.worth.max(worth)
        } else {
            element.worth
        }
    }

    /// Whether the element is a reference mark or the like.
    pub(super) fn is_note(&self) -> bool {
        self.note
    }

    pub(super) fn is_caption(&self) -> bool {
        self.caption
    }
}

const ROLES: &[&str] = &[
    "alert",
    "alertdialog",
    "banner",
    "complementary",
    "contentinfo",
    "dialog",
    "menu",
    "menubar",
    "navigation",
    "search",
    "tablist",
    "toolbar",
];

/// Classes of text for screen readers alone.
const UNSEEN: &[&str] = &[
    "assistive-text",
    "screen-reader-only",
    "screen-reader-text",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
];
