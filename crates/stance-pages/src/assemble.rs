//! From a text, and what is known beside it, to a page.

use jiff::civil::Date;
use stance_text::{Format, StatementOptions, statements_with};

use crate::metadata::Metadata;
use crate::page::{DateSource, Page};
use crate::{outlet, published, title};

/// What is known of a page beside its text: the fields of its record, the headers of its message.
#[derive(Debug, Default)]
pub(crate) struct Known<'k> {
    pub(crate) format: Option<Format>,
    pub(crate) encoding: Option<&'k str>,
    /// Whether furniture is wanted too.
    pub(crate) furniture: bool,
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    /// Who is the outlet where nothing else says so: the sender of a message.
    pub(crate) sender: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) date: Option<(Date, DateSource)>,
}

/// Reads a page.
pub(crate) fn assemble(
    name: String,
    bytes: &[u8],
    known: Known<'_>,
) -> Result<Page, stance_text::Error> {
    let options = StatementOptions::default()
        .format(known.format)
        .encoding(known.encoding)
        .furniture(known.furniture)
        .declared(true);
    let read = statements_with(bytes, options)?;
    let metadata = read.declared.as_ref().map(Metadata::of).unwrap_or_default();
    let mut page = Page::of_statements(name, read.statements);

    let named = title::title(known.title, &metadata, &read.lines, &page);
    let url = known.url.or(metadata.url);
    let (date, date_from) = known
        .date
        .or_else(|| metadata.date.map(|date| (date, DateSource::Metadata)))
        .or_else(|| published::in_text(&read.lines, &page, url.as_deref()))
        .unzip();
    let outlet = known
        .outlet
        .or(metadata.site)
        .or(metadata.publisher)
        .or(named.site)
        .or_else(|| outlet::in_text(&read.lines, &page))
        .or(known.sender)
        .or_else(|| url.as_deref().and_then(outlet::host));
    page.title = named.title;
    page.outlet = outlet;
    page.url = url;
    page.date = date;
    page.date_from = date_from;
    Ok(page)
}
