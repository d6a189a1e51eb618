//! All that is behind the page, as tables for other programs.
//!
//! As CSV, with a header; or as JSONL, an object a line, with the same names. Dates are `2024-11-05`, shares and
//! probabilities have six decimals, what is not known is empty or `null`.
//!
//! A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return)
//! gets an apostrophe before it in CSV, as OWASP advises against “CSV injection”. JSONL has every text as it is.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::report::Report;
use crate::{Estimate, Period, Series, Shares, link};

/// A table of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Every statement, those that take no position included; `id` is its number, from 0.
    Statements,
    /// Every document.
    Documents,
    /// Shares by period, and of `all` periods with what has no date: of each alliance, of each holder, of each holder
    /// toward each alliance, and of all, where both names are empty.
    Series,
    /// Days at which a mix of stances moved.
    Changes,
    /// The leading stance of each holder toward each alliance.
    Matrix,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 5] = [
        Self::Statements,
        Self::Documents,
        Self::Series,
        Self::Changes,
        Self::Matrix,
    ];

    /// Its name, as of a file: `statements`, `documents`, `series`, `changes`, `matrix`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Statements => "statements",
            Self::Documents => "documents",
            Self::Series => "series",
            Self::Changes => "changes",
            Self::Matrix => "matrix",
        }
    }
}

/// Writes a table as CSV (RFC 4180, lines end with a line feed).
///
/// # Errors
/// Those of the writer.
pub fn csv(report: &Report<'_>, table: Table, out: impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns(report, table))?;
    rows(report, table, |row| {
        writer
            .write_record(row.iter().map(cell))
            .map_err(io::Error::from)
    })?;
    writer.flush()
}

/// Writes a table as JSONL.
///
/// # Errors
/// Those of the writer.
pub fn jsonl(report: &Report<'_>, table: Table, mut out: impl Write) -> io::Result<()> {
    let columns = columns(report, table);
    rows(report, table, |row| {
        let object: Map<String, Value> = columns.iter().cloned().zip(row).collect();
        serde_json::to_writer(&mut out, &object)?;
        out.write_all(b"\n")
    })?;
    out.flush()
}

/// A value as a cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
            format!("'{text}")
        }
        Value::String(text) => text.clone(),
        // JSONL has them apart, where one holds a semicolon itself.
        Value::Array(values) => {
            let cells: Vec<String> = values.iter().map(cell).collect();
            cells.join("; ")
        }
        other => other.to_string(),
    }
}

fn columns(report: &Report<'_>, table: Table) -> Vec<String> {
    let fixed: &[&str] = match table {
        Table::Statements => &[
            "id",
            "document",
            "date",
            "start",
            "end",
            "text",
            "label",
            "probability",
            "holder",
            "party",
            "alliance",
            "link",
        ],
        Table::Documents => &[
            "document",
            "title",
            "outlet",
            "url",
            "date",
            "statements",
            "positions",
            "copies",
        ],
        Table::Series => &[
            "period",
            "from",
            "to",
            "alliance",
            "holder",
            "stance",
            "count",
            "n",
            "without_position",
            "raw_share",
            "share",
            "low",
            "high",
            "leads",
            "unclear",
        ],
        Table::Changes => &[
            "alliance",
            "holder",
            "until",
            "since",
            "p",
            "stance",
            "before_n",
            "before_share",
            "before_low",
            "before_high",
            "after_n",
            "after_share",
            "after_low",
            "after_high",
            "moved",
            "moved_low",
            "moved_high",
            "evidence_before",
            "evidence_after",
        ],
        Table::Matrix => &[
            "holder", "alliance", "stance", "count", "n", "share", "low", "high", "leads",
            "unclear",
        ],
    };
    let mut columns: Vec<String> = fixed.iter().map(|&name| name.to_owned()).collect();
    if table == Table::Statements {
        let labels = report.collection.labels.iter();
        columns.extend(labels.map(|label| format!("p_{label}")));
    }
    columns
}

fn rows(
    report: &Report<'_>,
    table: Table,
    write: impl FnMut(Vec<Value>) -> io::Result<()>,
) -> io::Result<()> {
    match table {
        Table::Statements => statements(report).try_for_each(write),
        Table::Documents => documents(report).into_iter().try_for_each(write),
        Table::Series => series(report).try_for_each(write),
        Table::Changes => changes(report).try_for_each(write),
        Table::Matrix => matrix(report).try_for_each(write),
    }
}

fn statements<'r>(report: &'r Report<'_>) -> impl Iterator<Item = Vec<Value>> + 'r {
    let statements = report.collection.statements.iter().enumerate();
    statements.map(|(id, statement)| {
        let document = &report.collection.documents[statement.document];
        let link = link::address(document).map(|url| link::to_text(url, statement.text));
        let mut row = vec![
            json!(id),
            json!(document.name),
            json!(document.date),
            json!(statement.span.start),
            json!(statement.span.end),
            json!(statement.text),
            json!(report.label(id)),
            six(report.probability(id)),
            json!(statement.holder),
            json!(statement.party),
            json!(statement.alliance),
            json!(link),
        ];
        row.extend(statement.probabilities.iter().copied().map(six));
        row
    })
}

fn documents(report: &Report<'_>) -> Vec<Vec<Value>> {
    let mut counts = vec![(0_u64, 0_u64); report.collection.documents.len()];
    for (index, statement) in report.collection.statements.iter().enumerate() {
        let (all, positions) = &mut counts[statement.document];
        *all += 1;
        *positions += u64::from(report.takes_position(index));
    }
    let documents = report.collection.documents.iter().zip(counts);
    let rows = documents.map(|(document, (all, positions))| {
        vec![
            json!(document.name),
            json!(document.title),
            json!(document.outlet),
            json!(document.url),
            json!(document.date),
            json!(all),
            json!(positions),
            json!(document.copies),
        ]
    });
    rows.collect()
}

fn all_series<'r>(report: &'r Report<'_>) -> impl Iterator<Item = &'r Series> {
    let named = report
        .alliances
        .iter()
        .chain(&report.holders)
        .chain(&report.pairs);
    std::iter::once(&report.overall).chain(named)
}

fn series<'r>(report: &'r Report<'_>) -> impl Iterator<Item = Vec<Value>> + 'r {
    all_series(report).flat_map(move |series| {
        let points = series
            .points
            .iter()
            .map(|point| (Some(point.period), &point.shares));
        let points = points.chain([(None, &series.total)]);
        points.flat_map(move |(period, shares)| {
            report
                .positions()
                .map(move |class| of_period(report, series, period, shares, class))
        })
    })
}

fn of_period(
    report: &Report<'_>,
    series: &Series,
    period: Option<Period>,
    shares: &Shares,
    class: usize,
) -> Vec<Value> {
    // A share of nothing is no share; there are only the bounds of what could be.
    let estimate = (shares.n > 0).then(|| shares.estimates[class]);
    let mut row = vec![
        json!(period.map_or_else(|| "all".to_owned(), Period::key)),
        json!(period.map(Period::start)),
        json!(period.map(Period::end)),
        json!(series.alliance),
        json!(series.holder),
        json!(report.collection.labels[class]),
        json!(shares.counts[class]),
        json!(shares.n),
        json!(shares.without),
        shares.raw(class).map_or(Value::Null, six),
    ];
    match estimate {
        Some(estimate) => {
            row.extend(three(&estimate));
            row.push(six(shares.leads[class]));
        }
        None => row.extend([Value::Null, Value::Null, Value::Null, Value::Null]),
    }
    row.push(json!(shares.unclear()));
    row
}

fn changes<'r>(report: &'r Report<'_>) -> impl Iterator<Item = Vec<Value>> + 'r {
    report.changes.iter().map(|change| {
        let mut row = vec![
            json!(change.alliance),
            json!(change.holder),
            json!(change.until),
            json!(change.since),
            six(change.p),
            json!(report.collection.labels[change.class]),
        ];
        for shares in [&change.before, &change.after] {
            row.push(json!(shares.n));
            row.extend(three(&shares.estimates[change.class]));
        }
        row.extend(three(&change.moved));
        row.push(json!(change.evidence_before));
        row.push(json!(change.evidence_after));
        row
    })
}

fn matrix<'r>(report: &'r Report<'_>) -> impl Iterator<Item = Vec<Value>> + 'r {
    report.pairs.iter().filter_map(|pair| {
        let shares = &pair.total;
        let class = shares.leading()?;
        let mut row = vec![
            json!(pair.holder),
            json!(pair.alliance),
            json!(report.collection.labels[class]),
            json!(shares.counts[class]),
            json!(shares.n),
        ];
        row.extend(three(&shares.estimates[class]));
        row.push(six(shares.leads[class]));
        row.push(json!(shares.unclear()));
        Some(row)
    })
}

fn three(estimate: &Estimate) -> [Value; 3] {
    [six(estimate.share), six(estimate.low), six(estimate.high)]
}

/// A number with six decimals.
fn six(value: f64) -> Value {
    json!((value * 1e6).round() / 1e6)
}
