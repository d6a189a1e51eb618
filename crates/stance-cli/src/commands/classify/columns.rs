//! Labelling files of columns.

use std::path::Path;

use anyhow::{Context, bail};
use csv::StringRecord;
use serde_json::{Map, Value};

use super::Run;
use crate::args::OutputFormat;
use crate::input::columnar::{Batches, Kind, ROWS_AT_ONCE, plain, texts};
use crate::input::source::LONGEST;
use crate::output::statements::{Fields, Origin};

/// What a row brings along into a text.
enum Given {
    Nothing,
    Record(StringRecord),
    Object(Map<String, Value>),
}

impl Given {
    fn origin(&self) -> Origin<'_> {
        match self {
            Self::Nothing => Origin::Elsewhere,
            Self::Record(record) => Origin::Record(record),
            Self::Object(object) => Origin::Object(object),
        }
    }
}

impl Run<'_> {
    /// Labels the rows of a Parquet or Arrow file, a batch at a time.
    pub(super) fn columns(&mut self, path: &Path, kind: Kind) -> anyhow::Result<()> {
        let mut batches = Batches::open(path, kind)?;
        let name = batches.name().to_owned();
        let schema = batches.schema().clone();
        let column = batches.column(&self.args.text_column, "--text-column")?;
        batches.must_be_text(column, "--text-column")?;
        match self.format {
            OutputFormat::Table => self.out.begin(&name, Fields::Objects)?,
            OutputFormat::Csv => {
                plain::check_strings(&name, &schema)?;
                let names = schema.fields().iter().map(|field| field.name().as_str());
                self.out.begin(&name, Fields::Records(&names.collect()))?;
            }
            OutputFormat::Jsonl => {
                plain::check_objects(&name, &schema)?;
                self.out.begin(&name, Fields::Objects)?;
            }
            OutputFormat::Parquet | OutputFormat::Arrow => {
                self.out.begin(&name, Fields::Columns(&schema))?;
            }
        }
        let mut before = 0;
        while let Some(batch) = batches.next()? {
            for start in (0..batch.num_rows()).step_by(ROWS_AT_ONCE) {
                let rows = batch.slice(start, ROWS_AT_ONCE.min(batch.num_rows() - start));
                let texts = texts(rows.column(column)).with_context(|| name.clone())?;
                // Of nothing there is nothing to say: no text is like an empty one.
                let texts = texts.iter().map(Option::unwrap_or_default);
                if let Some(endless) = texts.clone().position(|text| text.len() > LONGEST) {
                    bail!(
                        "{name}: the text of row {} has more than {} MiB: not a statement",
                        before + endless + 1,
                        LONGEST >> 20
                    );
                }
                let given: Vec<Given> = match self.format {
                    OutputFormat::Csv => {
                        let records = plain::strings(&rows).with_context(|| name.clone())?;
                        records.into_iter().map(Given::Record).collect()
                    }
                    OutputFormat::Jsonl => {
                        let objects = plain::objects(&rows).with_context(|| name.clone())?;
                        objects.into_iter().map(Given::Object).collect()
                    }
                    _ => texts.clone().map(|_| Given::Nothing).collect(),
                };
                let items: Vec<(&str, Given)> = texts.zip(given).collect();
                let rendered = self.label(&items, |(text, given)| (*text, given.origin()))?;
                self.out.write_beside(&rows, &rendered)?;
                before += rows.num_rows();
            }
        }
        Ok(())
    }
}
