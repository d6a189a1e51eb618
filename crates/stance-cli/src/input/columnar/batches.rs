//! Reading record batches, with errors that name the file.

use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch, StringViewArray};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::Kind;
use crate::input::source;

/// The most rows that are read and labelled together.
pub const ROWS_AT_ONCE: usize = 8192;

/// What an Arrow file begins with; a stream begins with the length of its first message.
const ARROW_MAGIC: &[u8; 6] = b"ARROW1";
/// What Feather files began with before they were Arrow files.
const FEATHER_1_MAGIC: &[u8; 4] = b"FEA1";

/// The record batches of a file, read one at a time.
pub struct Batches {
    name: String,
    schema: SchemaRef,
    source: Source,
    /// Rows of the batches that were read.
    rows: usize,
}

/// A file whose columns are known and whose rows are not read yet, or one that is being read.
enum Source {
    Parquet(ParquetRecordBatchReaderBuilder<File>),
    Reader(Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>>),
    /// Between the two.
    Spent,
}

impl Batches {
    /// Opens a file and reads what columns it has.
    pub fn open(path: &Path, kind: Kind) -> anyhow::Result<Self> {
        let name = source::name(path);
        let opened = caught(|| match kind {
            Kind::Parquet => parquet(path),
            Kind::Arrow => arrow(path),
        });
        let (schema, source) = opened.map_err(|why| anyhow!("{name}: damaged: {why}"))??;
        Ok(Self {
            name,
            schema,
            source,
            rows: 0,
        })
    }

    /// The columns.
    pub const fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// What the file is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Index of a column that must be there.
    pub fn column(&self, column: &str, option: &str) -> anyhow::Result<usize> {
        self.schema.index_of(column).map_err(|_| {
            let names: Vec<&str> = (self.schema.fields().iter())
                .map(|field| field.name().as_str())
                .collect();
            let there = match names.as_slice() {
                [] => "none".to_owned(),
                names => names.join(", "),
            };
            anyhow!(
                "{}: no column `{column}`; there are {there}. Name the right one with {option}",
                self.name,
            )
        })
    }

    /// Refuses a column that is not of text.
    pub fn must_be_text(&self, column: usize, option: &str) -> anyhow::Result<()> {
        let field = self.schema.field(column);
        if is_text(field.data_type()) {
            return Ok(());
        }
        bail!(
            "{}: the column `{}` is of the type {}, not text: name the right one with {option}",
            self.name,
            field.name(),
            field.data_type()
        )
    }

    /// Reads these columns alone; `columns` are sorted and in the file.
    pub fn only(&mut self, columns: &[usize]) -> anyhow::Result<()> {
        let wanted = columns.to_vec();
        self.schema = Arc::new(self.schema.project(&wanted)?);
        self.source = match std::mem::replace(&mut self.source, Source::Spent) {
            Source::Parquet(builder) => {
                let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
                Source::Parquet(builder.with_projection(mask))
            }
            Source::Reader(reader) => Source::Reader(Box::new(
                reader.map(move |batch| batch.and_then(|batch| batch.project(&wanted))),
            )),
            Source::Spent => Source::Spent,
        };
        Ok(())
    }

    /// The next rows; none at the end.
    pub fn next(&mut self) -> anyhow::Result<Option<RecordBatch>> {
        let damaged = |why: &dyn std::fmt::Display, rows: usize| {
            anyhow!("{}: damaged behind row {rows}: {why}", self.name)
        };
        self.source = match std::mem::replace(&mut self.source, Source::Spent) {
            Source::Parquet(builder) => {
                let reader = caught(|| builder.with_batch_size(ROWS_AT_ONCE).build());
                let reader = reader.map_err(|why| damaged(&why, 0))?;
                Source::Reader(Box::new(reader.map_err(|why| damaged(&why, 0))?))
            }
            source => source,
        };
        let Source::Reader(reader) = &mut self.source else {
            return Ok(None);
        };
        let batch = caught(|| reader.next().transpose());
        let batch = batch.map_err(|why| damaged(&why, self.rows))?;
        let batch = batch.map_err(|why| damaged(&why, self.rows))?;
        self.rows += batch.as_ref().map_or(0, RecordBatch::num_rows);
        Ok(batch)
    }
}

/// What reading gives, or the message with which it panics: the readers of `arrow-rs` take offsets of a
/// damaged file at their word. Nothing else runs meanwhile, so nobody misses the hook.
fn caught<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(AssertUnwindSafe(read));
    panic::set_hook(hook);
    outcome.map_err(|payload| match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => {
            let message = payload.downcast_ref::<&str>();
            message.copied().unwrap_or("unreadable").to_owned()
        }
    })
}

fn parquet(path: &Path) -> anyhow::Result<(SchemaRef, Source)> {
    let name = source::name(path);
    if source::is_stdin(path) {
        bail!(
            "{name}: Parquet cannot be read from standard input, for its index is at the end: name a file"
        );
    }
    let file = file(path)?;
    let metadata = file.metadata().with_context(|| name.clone())?;
    if !metadata.is_file() {
        bail!(
            "{name}: Parquet cannot be read from a pipe, for its index is at the end: name a file"
        );
    }
    if metadata.len() == 0 {
        bail!("{name}: the file is empty: not a Parquet file");
    }
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)
        .map_err(|why| anyhow!("{name}: not a Parquet file, or a damaged one: {why}"))?;
    Ok((builder.schema().clone(), Source::Parquet(builder)))
}

fn arrow(path: &Path) -> anyhow::Result<(SchemaRef, Source)> {
    let name = source::name(path);
    let failed = |why: ArrowError| anyhow!("{name}: not an Arrow file, or a damaged one: {why}");
    let mut input: Box<dyn Read + Send> = source::open(path)?;
    let mut start = Vec::new();
    (&mut input)
        .take(ARROW_MAGIC.len() as u64)
        .read_to_end(&mut start)
        .with_context(|| name.clone())?;
    if start.is_empty() {
        bail!("{name}: the file is empty: not an Arrow file");
    }
    if start.starts_with(FEATHER_1_MAGIC) {
        bail!("{name}: Feather version 1: write it again as version 2");
    }
    if start != ARROW_MAGIC {
        let input = BufReader::new(Cursor::new(start).chain(input));
        let reader = StreamReader::try_new(input, None).map_err(failed)?;
        return Ok((reader.schema(), Source::Reader(Box::new(reader))));
    }
    if source::is_stdin(path) || !path.is_file() {
        bail!(
            "{name}: an Arrow file cannot be read from a pipe, for its index is at the end: name the file, or send a stream"
        );
    }
    let reader = FileReader::try_new_buffered(file(path)?, None).map_err(failed)?;
    Ok((reader.schema(), Source::Reader(Box::new(reader))))
}

fn file(path: &Path) -> anyhow::Result<File> {
    let file = File::open(path).with_context(|| source::name(path))?;
    if file
        .metadata()
        .with_context(|| source::name(path))?
        .is_dir()
    {
        bail!("{}: a folder; give the files in it", path.display());
    }
    Ok(file)
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, of) => is_text(of),
        _ => false,
    }
}

/// A column of text, whichever way it is stored.
pub fn texts(column: &dyn Array) -> anyhow::Result<StringViewArray> {
    let column = arrow_cast::cast(column, &DataType::Utf8View)?;
    Ok(column.as_string_view().clone())
}
