//! Writing record batches.

use std::path::Path;

use anyhow::{anyhow, bail};
use arrow_array::RecordBatch;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::{ArrowSchemaConverter, ArrowWriter};
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::input::columnar::Kind;
use crate::output::destination::Destination;

/// A row group is held in memory until it is whole; so many rows or bytes are enough for a reader to skip by.
const ROWS_OF_A_GROUP: usize = 1 << 17;
const BYTES_OF_A_GROUP: usize = 64 << 20;

/// How batches lie in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    Parquet,
    /// With an index at the end, for reading in any order.
    ArrowFile,
    /// For reading from beginning to end.
    ArrowStream,
}

impl Layout {
    /// What fits the place; standard output where there is no path.
    pub fn of(kind: Kind, path: Option<&Path>) -> Self {
        let Some(path) = path.filter(|_| kind == Kind::Arrow) else {
            return match kind {
                Kind::Parquet => Self::Parquet,
                Kind::Arrow => Self::ArrowStream,
            };
        };
        match path.extension() {
            Some(extension) if extension.eq_ignore_ascii_case("arrows") => Self::ArrowStream,
            _ => Self::ArrowFile,
        }
    }

    /// Refuses a column that such a file cannot hold.
    pub fn check(self, field: &Field) -> anyhow::Result<()> {
        if self != Self::Parquet {
            return Ok(());
        }
        let refused = |why: &dyn std::fmt::Display| {
            anyhow!(
                "the column `{}` is of the type {}, which Parquet cannot hold ({why}): \
                 leave it out, or write Arrow",
                field.name(),
                field.data_type()
            )
        };
        // The converter panics at unions.
        if has_union(field.data_type()) {
            return Err(refused(&"a union"));
        }
        let converted = ArrowSchemaConverter::new().convert(&Schema::new(vec![field.clone()]));
        converted.map(drop).map_err(|why| refused(&why))
    }
}

fn has_union(kind: &DataType) -> bool {
    match kind {
        DataType::Union(..) => true,
        DataType::List(of)
        | DataType::LargeList(of)
        | DataType::ListView(of)
        | DataType::LargeListView(of)
        | DataType::FixedSizeList(of, _)
        | DataType::Map(of, _)
        | DataType::RunEndEncoded(_, of) => has_union(of.data_type()),
        DataType::Struct(fields) => fields.iter().any(|field| has_union(field.data_type())),
        DataType::Dictionary(_, of) => has_union(of),
        _ => false,
    }
}

/// A file or stream that is being written.
pub enum Writer {
    Parquet(ArrowWriter<Destination>),
    ArrowFile(FileWriter<Destination>),
    ArrowStream(StreamWriter<Destination>),
}

impl Writer {
    /// Writes what stands before the rows.
    pub fn new(layout: Layout, out: Destination, schema: &SchemaRef) -> anyhow::Result<Self> {
        Ok(match layout {
            Layout::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::SNAPPY)
                    .set_max_row_group_row_count(Some(ROWS_OF_A_GROUP))
                    .set_max_row_group_bytes(Some(BYTES_OF_A_GROUP))
                    .build();
                Self::Parquet(ArrowWriter::try_new(out, schema.clone(), Some(properties))?)
            }
            Layout::ArrowFile => Self::ArrowFile(FileWriter::try_new(out, schema)?),
            Layout::ArrowStream => Self::ArrowStream(StreamWriter::try_new(out, schema)?),
        })
    }

    /// Adds rows.
    pub fn write(&mut self, batch: &RecordBatch) -> anyhow::Result<()> {
        match self {
            Self::Parquet(writer) => Ok(writer.write(batch)?),
            Self::ArrowFile(writer) => match writer.write(batch) {
                Err(why) if why.to_string().contains("Dictionary replacement") => bail!(
                    "a dictionary changes from batch to batch, which an Arrow file cannot hold: \
                     write Parquet, or a stream (.arrows)"
                ),
                written => Ok(written?),
            },
            Self::ArrowStream(writer) => Ok(writer.write(batch)?),
        }
    }

    /// Writes what stands behind the rows, and gives the output back.
    pub fn finish(self) -> anyhow::Result<Destination> {
        match self {
            Self::Parquet(writer) => Ok(writer.into_inner()?),
            Self::ArrowFile(mut writer) => {
                writer.finish()?;
                Ok(writer.into_inner()?)
            }
            Self::ArrowStream(mut writer) => {
                writer.finish()?;
                Ok(writer.into_inner()?)
            }
        }
    }
}
