//! Files of columns as tables of text.

use std::path::Path;

use anyhow::Context;
use csv::StringRecord;

use super::batches::Batches;
use super::{Kind, plain};
use crate::input::records::Records;

/// The columns that were asked for, row by row, as text.
pub struct ColumnTable {
    batches: Batches,
    /// Where each column of the file stands among those that are read.
    places: Vec<Option<usize>>,
    /// Those that are read, for a batch of rows.
    columns: Vec<Vec<Option<String>>>,
    /// The next row of the batch, and how many it has.
    next: usize,
    length: usize,
    /// Rows that were given.
    rows: usize,
}

impl ColumnTable {
    /// Opens a file and reads what columns it has.
    pub fn open(path: &Path, kind: Kind) -> anyhow::Result<Self> {
        let batches = Batches::open(path, kind)?;
        Ok(Self {
            places: vec![None; batches.schema().fields().len()],
            batches,
            columns: Vec::new(),
            next: 0,
            length: 0,
            rows: 0,
        })
    }
}

impl Records for ColumnTable {
    fn find(&self, column: &str) -> Option<usize> {
        self.batches.schema().index_of(column).ok()
    }

    fn column(&self, column: &str, option: &str) -> anyhow::Result<usize> {
        self.batches.column(column, option)
    }

    fn select(
        &mut self,
        text: Option<(usize, &str)>,
        others: &mut dyn Iterator<Item = usize>,
    ) -> anyhow::Result<()> {
        if let Some((column, option)) = text {
            self.batches.must_be_text(column, option)?;
        }
        let mut columns: Vec<usize> = others.chain(text.map(|(column, _)| column)).collect();
        columns.sort_unstable();
        columns.dedup();
        self.batches.only(&columns)?;
        plain::check_strings(self.batches.name(), self.batches.schema())?;
        for (place, column) in columns.into_iter().enumerate() {
            self.places[column] = Some(place);
        }
        Ok(())
    }

    fn read(&mut self, record: &mut StringRecord) -> anyhow::Result<bool> {
        while self.next == self.length {
            let Some(batch) = self.batches.next()? else {
                return Ok(false);
            };
            let columns = batch.columns().iter().map(plain::column_of_strings);
            let columns: anyhow::Result<_> = columns.collect();
            self.columns = columns.with_context(|| self.batches.name().to_owned())?;
            (self.next, self.length) = (0, batch.num_rows());
        }
        record.clear();
        for place in &self.places {
            let value = place.and_then(|place| self.columns[place][self.next].as_deref());
            record.push_field(value.unwrap_or_default());
        }
        self.next += 1;
        self.rows += 1;
        Ok(true)
    }

    fn place(&self, _: &StringRecord) -> String {
        format!("{}: row {}", self.batches.name(), self.rows)
    }
}
