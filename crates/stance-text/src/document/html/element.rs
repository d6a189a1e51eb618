//! What each element is worth to a reader.

use super::super::BlockKind;

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
            // A longer label may be a headline.
            b"aria-label" if value.split_whitespace().count() <= 3 => {
                let mut words = value.split(|c: char| !c.is_alphanumeric());
                if words.any(|word| LIKELY.binary_search(&word).is_ok()) {
                    self.worth = Some(Worth::Likely);
                }
            }
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

/// Words at the beginning or the end of class names and ids under which sites keep their furniture, and which may
/// stand for other things too.
const DOUBTFUL: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "author",
    "authors",
    "banner",
    "bio",
    "byline",
    "comment",
    "contact",
    "contacts",
    "credit",
    "credits",
    "dateline",
    "dialog",
    "footer",
    "login",
    "masthead",
    "menu",
    "metadata",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "overlay",
    "popular",
    "popup",
    "promo",
    "reply",
    "sidebar",
    "siteheader",
    "tags",
    "teaser",
    "teasers",
    "timestamp",
    "topbar",
    "trending",
    "widget",
    "widgets",
];

/// Words anywhere in a class name or id that are used for furniture alone.
const LIKELY: &[&str] = &[
    "addtoany",
    "adsense",
    "advertisement",
    "advertisements",
    "breadcrumb",
    "breadcrumbs",
    "commentlist",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "disqus",
    "gdpr",
    "mostread",
    "newsletter",
    "newsletters",
    "onetrust",
    "outbrain",
    "pagination",
    "paywall",
    "recirc",
    "recirculation",
    "recommendations",
    "recommended",
    "related",
    "relatedposts",
    "respond",
    "share",
    "sharedaddy",
    "sharing",
    "signup",
    "social",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "toolbar",
];

/// Words after one of these that say that the rest of the page has it, not that this is it.
const STATES: &[&str] = &[
    "closed", "count", "disabled", "enabled", "off", "on", "open",
];

/// What a class says of its element. `has-sidebar` and `no-ads` speak of the rest of the page, `tag-cookies` and
/// `category-social` of its subject.
fn class_worth(class: &str) -> Option<Worth> {
    const ELSEWHERE: [&str; 10] = [
        "has-",
        "with-",
        "no-",
        "without-",
        "is-",
        "not-",
        "category-",
        "tag-",
        "topic-",
        "type-",
    ];
    if ELSEWHERE.iter().any(|prefix| class.starts_with(prefix)) {
        return None;
    }
    let mut worth = None;
    let mut last = String::new();
    for (at, part) in parts(class).enumerate() {
        // `page-with-comments`, `comments-closed`.
        if matches!(last.as_str(), "with" | "no" | "has") || STATES.contains(&part.as_str()) {
            return None;
        }
        if LIKELY.binary_search(&part.as_str()).is_ok() {
            worth = Some(Worth::Likely);
        } else if at == 0 && DOUBTFUL.binary_search(&part.as_str()).is_ok() {
            worth = Some(Worth::Doubtful);
        }
        last = part;
    }
    let ends = DOUBTFUL.binary_search(&last.as_str()).is_ok();
    worth.max(ends.then_some(Worth::Doubtful))
}

/// The words of a class in small letters: `relatedPosts` and `c-related__posts` have two and three.
fn parts(class: &str) -> impl Iterator<Item = String> + '_ {
    let bytes = class.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while bytes
            .get(at)
            .is_some_and(|byte| !byte.is_ascii_alphanumeric())
        {
            at += 1;
        }
        let start = at;
        while let Some(byte) = bytes.get(at).filter(|byte| byte.is_ascii_alphanumeric()) {
            let camel =
                at > start && byte.is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase();
            if camel {
                break;
            }
            at += 1;
        }
        let part = bytes.get(start..at).filter(|part| !part.is_empty())?;
        Some(String::from_utf8_lossy(part).to_ascii_lowercase())
    })
}

fn is_class_of(class: &str, word: &str) -> bool {
    let begins = class
        .strip_prefix(word)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']));
    begins
        || class
            .strip_suffix(word)
            .is_some_and(|rest| rest.ends_with(['-', '_']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_known_by_whole_words_of_its_class() {
        for (class, worth) in [
            ("sidebar", Worth::Doubtful),
            ("left-sidebar", Worth::Doubtful),
            ("ad", Worth::Doubtful),
            ("site-footer", Worth::Doubtful),
            ("share-bar", Worth::Likely),
            ("related_posts", Worth::Likely),
            ("c-related__item", Worth::Likely),
            ("cookieConsent", Worth::Likely),
            ("Comments_list__x1", Worth::Likely),
        ] {
            assert_eq!(class_worth(class), Some(worth), "{class}");
        }
        for class in [
            "has-sidebar",
            "no-ads",
            "address",
            "shared",
            "article-body",
            "headline",
            "advance",
            "comments-closed",
            "page-with-sidebar",
            "tag-cookies",
        ] {
            assert_eq!(class_worth(class), None, "{class}");
        }
    }

    #[test]
    fn lists_of_words_are_sorted() {
        assert!(DOUBTFUL.is_sorted());
        assert!(LIKELY.is_sorted());
    }
}
