//! What a page of HTML declares of itself.

use jiff::civil::Date;
use stance_text::{Declared, Document};

use crate::{date, json_ld};

/// Declarations of a page, each from the most trusted place that makes it.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    /// Its headline, written for readers elsewhere.
    pub(crate) headline: Option<String>,
    /// The text of `<title>`, which may end in the name of the site.
    pub(crate) title: Option<String>,
    /// The first heading that is shown.
    pub(crate) heading: Option<String>,
    /// The name of the site.
    pub(crate) site: Option<String>,
    /// The name of the publisher.
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) date: Option<Date>,
}

/// Names of `<meta>` that hold the day of publication, most trusted first. Days of change are not among them.
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date_published",
    "publish_date",
    "publish-date",
    "publishdate",
    "published_date",
    "published",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "dc.date",
    "dc:date",
    "pubdate",
    "date",
    "article.published",
    "datecreated",
];

impl Metadata {
    pub(crate) fn of(declared: &Declared) -> Self {
        let meta = |names: &[&str]| {
            names.iter().find_map(|name| {
                let mut metas = declared.metas.iter();
                let (_, content) = metas.find(|(key, _)| key == name)?;
                Some(content.as_str())
            })
        };
        let linked = json_ld::article(&declared.json_ld);
        let dated = || {
            DATES.iter().find_map(|name| {
                let metas = declared.metas.iter().filter(|(key, _)| key == name);
                metas
                    .filter_map(|(_, content)| date::stated(content))
                    .next()
            })
        };
        let timed = || declared.times.iter().find_map(|time| date::stated(time));
        Self {
            headline: linked.headline.or_else(|| {
                meta(&[
                    "og:title",
                    "twitter:title",
                    "headline",
                    "dc.title",
                    "dcterms.title",
                ])
                .map(plain)
            }),
            title: declared.title.clone(),
            heading: declared.headline.clone(),
            site: meta(&["og:site_name", "application-name"]).map(plain),
            publisher: linked
                .publisher
                .or_else(|| meta(&["publisher", "dc.publisher", "dcterms.publisher"]).map(plain)),
            url: declared
                .canonical
                .as_deref()
                .filter(|url| is_whole(url))
                .or_else(|| meta(&["og:url", "twitter:url"]).filter(|url| is_whole(url)))
                .map(str::to_owned)
                .or(linked.url),
            date: linked
                .date
                .filter(|_| linked.is_article)
                .or_else(dated)
                .or(linked.date)
                .or_else(timed),
        }
    }
}

/// Whether an address names its host.
fn is_whole(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// The text of what may hold character references a second time, white space made even.
pub(crate) fn plain(text: &str) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains('&') {
        let document = Document::html(text);
        let blocks: Vec<&str> = document.blocks().iter().map(|block| block.text()).collect();
        return words(&blocks.join(" "));
    }
    words(text)
}
