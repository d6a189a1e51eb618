//! The rows of a query: as a table for reading, as CSV, as JSONL.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use serde_json::{Map, Number, Value as Json};
use stance_store::{Rows, Value};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::destination::Destination;
use super::highlight;
use crate::args::RowFormat;

/// Rows of a table that are seen before the widths of its columns are settled.
const MEASURED: usize = 200;
/// The widest a column of a table gets, but for the last.
const WIDEST: usize = 40;
/// Bytes of records that are written at once.
const AT_ONCE: usize = 1 << 16;

/// An output of rows.
pub struct Queried {
    form: Form,
    out: Destination,
}

enum Form {
    Table(Table),
    Records(Box<csv::Writer<Vec<u8>>>),
    Objects(Vec<String>),
}

impl Queried {
    /// Opens the output; standard output where no path is given.
    pub fn open(format: RowFormat, path: Option<&Path>) -> anyhow::Result<Self> {
        let (form, out) = match format {
            RowFormat::Table => (Form::Table(Table::default()), Destination::open(path)?),
            RowFormat::Csv => {
                let records = Box::new(csv::Writer::from_writer(Vec::new()));
                (Form::Records(records), Destination::open_for_data(path)?)
            }
            RowFormat::Jsonl => (Form::Objects(Vec::new()), Destination::open_for_data(path)?),
        };
        Ok(Self { form, out })
    }

    /// Puts the output in its place. Without this call a regular file is left as it was.
    pub fn finish(mut self) -> anyhow::Result<()> {
        match self.form {
            Form::Table(mut table) => self.out.write_all(table.settle().as_bytes())?,
            Form::Records(records) => self.out.write_all(&records.into_inner()?)?,
            Form::Objects(_) => {}
        }
        self.out.finish()
    }
}

impl Rows for Queried {
    type Error = anyhow::Error;

    fn columns(&mut self, names: &[&str]) -> anyhow::Result<()> {
        match &mut self.form {
            Form::Table(table) => {
                table.header = names.iter().copied().map(highlight::one_line).collect()
            }
            Form::Records(records) => records.write_record(names)?,
            Form::Objects(keys) => *keys = told_apart(names),
        }
        Ok(())
    }

    fn row(&mut self, values: &[Value<'_>]) -> anyhow::Result<()> {
        match &mut self.form {
            Form::Table(table) => {
                let cells = values.iter().map(Cell::of).collect();
                self.out.write_all(table.take(cells).as_bytes())?;
            }
            Form::Records(records) => {
                records.write_record(values.iter().map(plain))?;
                if records.get_ref().len() >= AT_ONCE {
                    let full =
                        std::mem::replace(&mut **records, csv::Writer::from_writer(Vec::new()));
                    self.out.write_all(&full.into_inner()?)?;
                }
            }
            Form::Objects(keys) => {
                let object: Map<String, Json> =
                    keys.iter().cloned().zip(values.iter().map(json)).collect();
                serde_json::to_writer(&mut self.out, &object)?;
                self.out.write_all(b"\n")?;
            }
        }
        Ok(())
    }
}

/// Names of which each is there once, as an object's members must be: the second `a` is `a_2`.
fn told_apart(names: &[&str]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let mut candidates = std::iter::once((*name).to_owned()).chain(numbered);
        keys.extend(
            candidates
                .find(|key| !keys.contains(key) && (key == name || !names.contains(&key.as_str()))),
        );
    }
    keys
}

/// A value as text; of NULL there is none.
fn plain(value: &Value<'_>) -> String {
    match value {
        Value::Integer(integer) => integer.to_string(),
        // With a point, so that it is read as what it is.
        Value::Real(real) => format!("{real:?}"),
        Value::Text(text) => text.to_string(),
        Value::Blob(bytes) => hexadecimal(bytes),
        _ => String::new(),
    }
}

fn json(value: &Value<'_>) -> Json {
    match value {
        Value::Integer(integer) => (*integer).into(),
        Value::Real(real) => Number::from_f64(*real).map_or(Json::Null, Json::Number),
        Value::Text(text) => Json::String(text.to_string()),
        Value::Blob(bytes) => Json::String(hexadecimal(bytes)),
        _ => Json::Null,
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// A table for reading, whose columns are as wide as its first rows need.
#[derive(Default)]
struct Table {
    header: Vec<String>,
    /// Rows before the widths are settled.
    first: Vec<Vec<Cell>>,
    /// None before they are.
    widths: Option<Vec<usize>>,
}

struct Cell {
    text: String,
    is_number: bool,
}

impl Cell {
    fn of(value: &Value<'_>) -> Self {
        let is_number = matches!(value, Value::Integer(_) | Value::Real(_));
        let text = match value {
            Value::Real(real) if real.is_finite() => {
                // Six digits behind the point are more than is read, and none that are needless.
                let rounded = (real * 1e6).round() / 1e6;
                if rounded.is_finite() {
                    format!("{rounded:?}")
                } else {
                    plain(value)
                }
            }
            _ => highlight::one_line(&plain(value)),
        };
        Self { text, is_number }
    }
}

impl Table {
    /// Takes a row, and gives what can be written.
    fn take(&mut self, cells: Vec<Cell>) -> String {
        if let Some(widths) = &self.widths {
            return line(&cells, widths);
        }
        self.first.push(cells);
        match self.first.len() {
            MEASURED => self.settle(),
            _ => String::new(),
        }
    }

    /// Settles the widths, and gives the header and the rows that waited for it.
    fn settle(&mut self) -> String {
        if self.widths.is_some() {
            return String::new();
        }
        let mut widths: Vec<usize> = self.header.iter().map(|name| name.width()).collect();
        for cells in &self.first {
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = cell.text.width().max(*width);
            }
        }
        for width in widths.iter_mut().rev().skip(1) {
            *width = WIDEST.min(*width);
        }
        let bold: Style = AnsiColor::Cyan.on_default().bold();
        let names = self.header.drain(..).map(|text| Cell {
            text,
            is_number: false,
        });
        let header = line(&names.collect::<Vec<_>>(), &widths);
        let mut written = format!("{bold}{}{bold:#}\n", header.trim_end());
        let rules: Vec<String> = widths
            .iter()
            .map(|width| "─".repeat(WIDEST.min(*width)))
            .collect();
        written.push_str(&rules.join("  "));
        written.push('\n');
        for cells in self.first.drain(..) {
            written.push_str(&line(&cells, &widths));
        }
        self.widths = Some(widths);
        written
    }
}

fn line(cells: &[Cell], widths: &[usize]) -> String {
    let mut line = String::new();
    for (at, (cell, &width)) in cells.iter().zip(widths).enumerate() {
        if at > 0 {
            line.push_str("  ");
        }
        let is_last = at + 1 == cells.len();
        let text = if is_last {
            cell.text.clone()
        } else {
            cut(&cell.text, width)
        };
        let blank = " ".repeat(width.saturating_sub(text.width()));
        match cell.is_number {
            true => line.extend([blank, text]),
            false => line.extend([text, blank]),
        }
    }
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}

/// The text, or as much of it as there is room for with an ellipsis behind it.
fn cut(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut used = 0;
    let fits = |char: &char| {
        used += char.width().unwrap_or(0);
        used < room
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_there_twice_are_numbered() {
        assert_eq!(
            told_apart(&["a", "b", "a", "a_2", "a"]),
            ["a", "b", "a_3", "a_2", "a_4"]
        );
    }

    #[test]
    fn columns_are_as_wide_as_what_is_seen_in_them() {
        let mut table = Table {
            header: vec!["n".into(), "who".into(), "text".into()],
            ..Table::default()
        };
        let cells = |n: i64, who: &'static str| {
            vec![
                Cell::of(&Value::Integer(n)),
                Cell::of(&Value::Text(who.into())),
                Cell::of(&Value::Text("a\nb".into())),
            ]
        };
        assert_eq!(table.take(cells(7, "日本")), "");
        assert_eq!(table.take(cells(10, &"x".repeat(41).leak()[..])), "");
        let shown = anstream::adapter::strip_str(&table.settle()).to_string();
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[0].trim_end(), format!("n   {:<40}  text", "who"));
        assert_eq!(lines[2], format!(" 7  日本{}  a b", " ".repeat(36)));
        assert_eq!(lines[3], format!("10  {}…  a b", "x".repeat(39)));
    }
}
