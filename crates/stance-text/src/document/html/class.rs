//! What the names of classes and ids say of their elements.

use super::element::Worth;

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
pub(super) fn class_worth(class: &str) -> Option<Worth> {
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

pub(super) fn is_class_of(class: &str, word: &str) -> bool {
    let begins = class
        .strip_prefix(word)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']));
    begins
        || class
            .strip_suffix(word)
            .is_some_and(|rest| rest.ends_with(['-', '_']))
}

/// Whether a label of at most three words has one of furniture; a longer one may be a headline.
pub(super) fn labels_furniture(label: &str) -> bool {
    let mut words = label.split(|c: char| !c.is_alphanumeric());
    label.split_whitespace().count() <= 3 && words.any(|word| LIKELY.binary_search(&word).is_ok())
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
