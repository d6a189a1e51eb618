//! Reading tables, with errors that name the file and the line.

use std::io::{self, Read};

use anyhow::{anyhow, bail};
use csv::{ReaderBuilder, StringRecord};

use super::source::LONGEST;

/// A table with a header, read record by record.
pub struct Table<R> {
    name: String,
    reader: csv::Reader<Bounded<R>>,
    header: StringRecord,
}

/// An input of which no record may be endless, since a record is held in memory.
struct Bounded<R> {
    input: R,
    /// Read since the last record, what the reader reads ahead included.
    bytes: usize,
}

/// What the reader of tables reads ahead, in bytes.
const BUFFER: usize = 64 << 10;

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.bytes > LONGEST + BUFFER {
            let why = format!(
                "a record of more than {} MiB: a quote that is not closed?",
                LONGEST >> 20
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        let read = self.input.read(buffer)?;
        self.bytes += read;
        Ok(read)
    }
}

impl<R: Read> Table<R> {
    /// Reads the header; `name` is what the table is called in messages.
    pub fn new(name: String, reader: R) -> anyhow::Result<Self> {
        let mut reader = ReaderBuilder::new()
            .buffer_capacity(BUFFER)
            .from_reader(Bounded {
                input: reader,
                bytes: 0,
            });
        let header = reader
            .headers()
            .map_err(|why| explain(&name, &why))?
            .clone();
        if header.is_empty() {
            bail!("{name}: empty; the first line must name the columns");
        }
        if let Some(column) = header.iter().find(|column| column.contains('\0')) {
            bail!(
                "{name}:1: the column `{}` has a NUL byte: not a text file?",
                shown(column)
            );
        }
        Ok(Self {
            name,
            reader,
            header,
        })
    }

    /// The names of the columns.
    pub const fn header(&self) -> &StringRecord {
        &self.header
    }

    /// What the table is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Index of a column, if there is one of that name.
    pub fn find(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|name| name == column)
    }

    /// Index of a column that must be there.
    pub fn column(&self, column: &str, option: &str) -> anyhow::Result<usize> {
        self.find(column).ok_or_else(|| {
            // One line, whatever is in a file that is no table.
            let there: Vec<String> = self.header.iter().map(shown).collect();
            anyhow!(
                "{}:1: no column `{column}`; there are {}. Name the right one with {option}",
                self.name,
                there.join(", ")
            )
        })
    }

    /// The next record; false at the end.
    pub fn read(&mut self, record: &mut StringRecord) -> anyhow::Result<bool> {
        self.reader.get_mut().bytes = 0;
        let first_line = self.reader.position().line();
        let more = self.reader.read_record(record).map_err(|why| {
            // Of its place an endless record says nothing itself.
            match why.kind() {
                csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::InvalidData => {
                    anyhow!("{}:{first_line}: {io}", self.name)
                }
                _ => explain(&self.name, &why),
            }
        })?;
        if record.as_slice().len() > LONGEST {
            bail!(
                "{}:{}: a record of more than {} MiB: a quote that is not closed?",
                self.name,
                line(record),
                LONGEST >> 20
            );
        }
        if let Some(at) = record
            .iter()
            .position(|field| field.contains('\0'))
            .filter(|_| more)
        {
            bail!(
                "{}:{}: a NUL byte in column `{}`: not a text file, or not in UTF-8? Convert it to UTF-8",
                self.name,
                line(record),
                self.header.get(at).unwrap_or_default()
            );
        }
        Ok(more)
    }
}

/// A column's name as it can stand in a message.
fn shown(column: &str) -> String {
    const LONG: usize = 40;
    let mut shown: String = column
        .chars()
        .take(LONG)
        .flat_map(char::escape_debug)
        .collect();
    if column.chars().nth(LONG).is_some() {
        shown.push('…');
    }
    shown
}

/// The line that a record begins on.
pub fn line(record: &StringRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}

/// What is wrong with a table, and where.
fn explain(name: &str, error: &csv::Error) -> anyhow::Error {
    let line = error.position().map_or(1, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => anyhow!(
            "{name}:{line}: {len} fields where the header has {expected_len}: \
             quote fields that hold commas, quotes or line breaks"
        ),
        csv::ErrorKind::Utf8 { err, .. } => anyhow!(
            "{name}:{line}: field {} is not valid UTF-8: convert the file to UTF-8",
            err.field() + 1
        ),
        csv::ErrorKind::Io(why) => anyhow!("{name}: {why}"),
        _ => anyhow!("{name}:{line}: {error}"),
    }
}
