//! Labelling tables.

use std::path::Path;

use csv::StringRecord;

use super::Run;
use crate::input::source::{self, LONGEST};
use crate::input::table::Table;
use crate::output::statements::{Fields, Origin};

impl Run<'_> {
    /// Labels the records of a table, a batch at a time.
    pub(super) fn csv(&mut self, path: &Path) -> anyhow::Result<()> {
        let mut table = Table::new(source::name(path), source::open(path)?)?;
        let column = table.column(&self.args.text_column, "--text-column")?;
        let header = table.header().clone();
        self.out.begin(table.name(), Fields::Records(&header))?;
        let most = self.engine.batch();
        let (mut batch, mut held) = (Vec::with_capacity(most), 0);
        let mut record = StringRecord::new();
        loop {
            // What was read before a bad record is labelled all the same.
            let more = table.read(&mut record);
            if matches!(more, Ok(true)) {
                held += record.as_slice().len();
                batch.push(record.clone());
            }
            if batch.len() == most || held >= LONGEST || !matches!(more, Ok(true)) {
                let rendered =
                    self.label(&batch, |record| (&record[column], Origin::Record(record)))?;
                self.out.write(&rendered)?;
                batch.clear();
                held = 0;
            }
            if !more? {
                return Ok(());
            }
        }
    }
}
