//! A page, and its statements.

use std::ops::Range;

use jiff::civil::Date;
use stance_text::{BlockKind, Statement};

/// Where the date of a page was found, most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DateSource {
    /// Declared in the page's markup, or a field of its record.
    Metadata,
    /// The `Date:` of a message.
    Header,
    /// The dateline of its text: `SEOUL, Nov. 9, 2016 —`, `Released on June 23, 2022`.
    Dateline,
    /// Its address: `/2024/11/06/`.
    Url,
    /// A line of its own near the top of the text: `Sep 06 2024`.
    Text,
}

/// A page, readout, message or transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// The file; `file:line` for a record of a crawl, `file#n` for a message of a mailbox.
    pub name: String,
    /// What it is called.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The day it was published, by its own clock; never guessed.
    pub date: Option<Date>,
    /// Where [`date`](Self::date) was found; there where the date is.
    pub date_from: Option<DateSource>,
    /// The clean text: the statements in order, a blank line between blocks and a space within one.
    pub text: String,
    /// The sentences, headlines and captions of [`text`](Self::text), in order.
    pub statements: Vec<PageStatement>,
}

/// A statement of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageStatement {
    /// The kind of block it stands in.
    pub kind: BlockKind,
    /// Its bytes in [`Page::text`].
    pub range: Range<usize>,
    /// Its bytes in the input. In a file that holds one page of HTML or plain text these are bytes of the file; in a
    /// record bytes of the field that holds the page, in UTF-8; in a message bytes of its body as it was decoded.
    pub source: Range<usize>,
    statement: Statement,
}

impl PageStatement {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.statement.text
    }

    /// The bytes of the input, as in [`source`](Self::source), that a range of [`text`](Self::text) was made from.
    #[must_use]
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.statement.source_range(range)
    }
}

impl Page {
    /// A page with this text and nothing known beside it.
    pub(crate) fn of_statements(name: String, statements: Vec<Statement>) -> Self {
        let mut text = String::new();
        let mut block = None;
        let statements = statements
            .into_iter()
            .map(|statement| {
                if block.is_some() {
                    text.push_str(if block == Some(statement.block) {
                        " "
                    } else {
                        "\n\n"
                    });
                }
                block = Some(statement.block);
                let start = text.len();
                text.push_str(&statement.text);
                PageStatement {
                    kind: statement.kind,
                    range: start..text.len(),
                    source: statement.source.clone(),
                    statement,
                }
            })
            .collect();
        Self {
            name,
            title: None,
            outlet: None,
            url: None,
            date: None,
            date_from: None,
            text,
            statements,
        }
    }

    /// The statement that holds byte `at` of [`text`](Self::text), or the one before it where `at` lies between two.
    #[must_use]
    pub fn statement_at(&self, at: usize) -> Option<&PageStatement> {
        let after = self
            .statements
            .partition_point(|statement| statement.range.start <= at);
        self.statements.get(after.checked_sub(1)?)
    }

    /// The bytes of the input, as in [`PageStatement::source`], that a range of [`text`](Self::text) was made from,
    /// across statements where it crosses them; an empty range at zero where the page has no statement.
    #[must_use]
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            self.statement_at(at).map(|statement| {
                (
                    statement,
                    (at - statement.range.start).min(statement.range.len()),
                )
            })
        };
        let Some((first, start)) = place(range.start) else {
            return 0..0;
        };
        let start = first.source_range(start..start).start;
        if range.end <= range.start {
            return start..start;
        }
        // The end belongs to the statement of the byte before it.
        let Some((last, end)) = place(range.end - 1) else {
            return start..start;
        };
        let end = (end + 1).min(last.range.len());
        start..last.source_range(0..end).end.max(start)
    }
}
