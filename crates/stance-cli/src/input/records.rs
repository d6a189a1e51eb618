//! Tables of text, whatever kind of file they are from.

use std::io::Read;
use std::path::Path;

use csv::StringRecord;

use super::columnar;
use super::source;
use super::table::{self, Table};

/// Records with named fields, read one after the other.
pub trait Records {
    /// Index of a column, if there is one of that name.
    fn find(&self, column: &str) -> Option<usize>;

    /// Index of a column that must be there.
    fn column(&self, column: &str, option: &str) -> anyhow::Result<usize>;

    /// Says before the first record which columns will be read, that of the text with its option. Others
    /// may be left empty.
    fn select(
        &mut self,
        text: Option<(usize, &str)>,
        others: &mut dyn Iterator<Item = usize>,
    ) -> anyhow::Result<()>;

    /// The next record; false at the end.
    fn read(&mut self, record: &mut StringRecord) -> anyhow::Result<bool>;

    /// Where the record that was read last stands, for messages.
    fn place(&self, record: &StringRecord) -> String;
}

/// Opens the table of that name, of which `input` has the bytes; a file of columns is read at its place, for
/// its index is at the end.
pub fn open<'i>(path: &Path, input: impl Read + 'i) -> anyhow::Result<Box<dyn Records + 'i>> {
    match columnar::Kind::of(path) {
        #[cfg(feature = "arrow")]
        Some(kind) => Ok(Box::new(columnar::ColumnTable::open(path, kind)?)),
        #[cfg(not(feature = "arrow"))]
        Some(_) => Err(columnar::not_built().context(source::name(path))),
        None => Ok(Box::new(Table::new(source::name(path), input)?)),
    }
}

impl<R: Read> Records for Table<R> {
    fn find(&self, column: &str) -> Option<usize> {
        self.find(column)
    }

    fn column(&self, column: &str, option: &str) -> anyhow::Result<usize> {
        self.column(column, option)
    }

    fn select(
        &mut self,
        _: Option<(usize, &str)>,
        _: &mut dyn Iterator<Item = usize>,
    ) -> anyhow::Result<()> {
        // A record of text is read whole.
        Ok(())
    }

    fn read(&mut self, record: &mut StringRecord) -> anyhow::Result<bool> {
        self.read(record)
    }

    fn place(&self, record: &StringRecord) -> String {
        format!("{}:{}", self.name(), table::line(record))
    }
}
