//! From the fields of a crawled record to a page.

use jiff::civil::Date;
use serde_json::{Map, Value};
use stance_text::Format;

use crate::assemble::{Known, assemble};
use crate::date;
use crate::error::{Error, ErrorKind};
use crate::metadata::plain;
use crate::page::{DateSource, Page};

/// Fields that hold a page of HTML, in the order in which they are asked for.
const HTML: &[&str] = &[
    "html",
    "raw_html",
    "rawHtml",
    "page_html",
    "content_html",
    "body_html",
    "html_content",
];

/// Fields that hold text; one that looks like HTML is read as HTML.
const TEXT: &[&str] = &[
    "text",
    "content",
    "body",
    "article",
    "article_body",
    "articleBody",
    "maintext",
    "main_text",
    "full_text",
    "fullText",
    "plain_text",
    "raw_text",
    "markdown",
    "transcript",
];

/// All of them, for the message where there is none.
const BODIES: &[&str] = &[
    "html",
    "raw_html",
    "content_html",
    "text",
    "content",
    "body",
    "article",
    "maintext",
    "full_text",
];

const TITLE: &[&str] = &["title", "headline", "subject", "name"];
const URL: &[&str] = &[
    "url",
    "link",
    "canonical_url",
    "canonicalUrl",
    "uri",
    "source_url",
    "page_url",
    "address",
    "id",
];
const DATE: &[&str] = &[
    "date",
    "published",
    "published_at",
    "publishedAt",
    "date_published",
    "datePublished",
    "date_publish",
    "publish_date",
    "publishDate",
    "published_date",
    "publication_date",
    "published_time",
    "pubDate",
    "pub_date",
    "pubdate",
    "posted_at",
    "timestamp",
    "created_at",
];
const OUTLET: &[&str] = &[
    "outlet",
    "site_name",
    "siteName",
    "sitename",
    "publisher",
    "source",
    "site",
    "publication",
    "source_name",
    "domain",
    "source_domain",
];

/// The pages of a file of JSON: an array of them, or one.
pub(crate) fn json_pages(name: &str, bytes: &[u8]) -> Result<Vec<Result<Page, Error>>, Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value = serde_json::from_slice(bytes)
        .map_err(|error| Error::new(name, ErrorKind::Json(error.to_string())))?;
    match value {
        Value::Object(fields) => Ok(vec![Ok(page(name.to_owned(), &fields)?)]),
        Value::Array(values) => {
            let records = values.iter().enumerate().map(|(at, value)| {
                let name = format!("{name}#{}", at + 1);
                match value {
                    Value::Object(fields) => page(name, fields),
                    _ => Err(Error::new(
                        name,
                        ErrorKind::Json("another value".to_owned()),
                    )),
                }
            });
            Ok(records.collect())
        }
        _ => Err(Error::new(
            name,
            ErrorKind::Json("another value".to_owned()),
        )),
    }
}

/// The page of a record.
pub(crate) fn page(name: String, fields: &Map<String, Value>) -> Result<Page, Error> {
    let string = |names: &[&str]| {
        let values = names.iter().filter_map(|name| fields.get(*name));
        values
            .filter_map(Value::as_str)
            .find(|value| !value.trim().is_empty())
    };
    let (body, format) = match (string(HTML), string(TEXT)) {
        (Some(html), _) => (html, Some(Format::Html)),
        // The format is sniffed.
        (None, Some(text)) => (text, None),
        (None, None) => {
            // A page that was fetched and has nothing is no fault of the record.
            let empty = HTML.iter().chain(TEXT).any(|name| {
                fields
                    .get(*name)
                    .is_some_and(|value| value.is_string() || value.is_null())
            });
            if !empty {
                return Err(Error::new(name, ErrorKind::NoText(BODIES)));
            }
            ("", Some(Format::Plain))
        }
    };
    let known = Known {
        format,
        title: string(TITLE).map(plain),
        outlet: OUTLET
            .iter()
            .filter_map(|name| fields.get(*name))
            .find_map(named),
        url: string(URL)
            .filter(|url| url.contains("://"))
            .map(str::to_owned),
        date: DATE
            .iter()
            .filter_map(|name| fields.get(*name))
            .find_map(day)
            .map(|date| (date, DateSource::Metadata)),
        ..Known::default()
    };
    assemble(name.clone(), body.as_bytes(), known)
        .map_err(|error| Error::new(name, ErrorKind::Text(error)))
}

fn named(value: &Value) -> Option<String> {
    let name = value.as_str().or_else(|| value.get("name")?.as_str())?;
    let name = plain(name);
    (!name.is_empty() && !name.contains("://")).then_some(name)
}

fn day(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => date::stated(text),
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().map(|number| number as i64))
            .and_then(date::since_1970),
        _ => None,
    }
}
