//! Dates of documents, given beside them.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use jiff::civil::Date;

use super::source;

/// Dates by the path or the name of a document.
#[derive(Debug, Default)]
pub struct Dates(HashMap<String, Date>);

const DOCUMENT: &str = "document";
const DATE: &str = "date";

impl Dates {
    /// Reads a table with the columns `document` and `date`.
    ///
    /// A document may be there several times, as it is in a table of its sentences, with one and the same date. One
    /// without a date has none.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let name = source::name(path);
        let mut table = csv::Reader::from_reader(source::open(path)?);
        let header = table.headers().with_context(|| name.clone())?.clone();
        let column = |wanted: &str| {
            let found = header.iter().position(|column| column == wanted);
            found.ok_or_else(|| {
                let there: Vec<&str> = header.iter().collect();
                anyhow!(
                    "{name}: no column `{wanted}`: there are {}",
                    there.join(", ")
                )
            })
        };
        let (document, date) = (column(DOCUMENT)?, column(DATE)?);
        let mut dates = HashMap::new();
        for record in table.records() {
            let record = record.with_context(|| name.clone())?;
            let line = record.position().map_or(0, csv::Position::line);
            let (document, date) = (record[document].trim(), record[date].trim());
            if date.is_empty() {
                continue;
            }
            let date: Date = date.parse().map_err(|_| {
                anyhow!("{name}:{line}: `{date}` is not a date: write it as 2024-11-06")
            })?;
            let before = dates.insert(document.to_owned(), date);
            if let Some(before) = before.filter(|&before| before != date) {
                bail!("{name}:{line}: `{document}` has the date {before} on a line before");
            }
        }
        Ok(Self(dates))
    }

    /// The date of a document, by its path or else by its name alone.
    pub fn of(&self, document: &str) -> Option<Date> {
        let name = || Path::new(document).file_name()?.to_str();
        let by_path = self.0.get(document);
        by_path
            .or_else(|| name().and_then(|name| self.0.get(name)))
            .copied()
    }
}
