//! Where labelled statements go: as text or as columns, to a file or standard output.

use std::io::Write;
use std::path::Path;

use stance_classifier::Labels;

#[cfg(feature = "arrow")]
use super::columns::{ColumnRows, Columns, Shape};
use super::destination::Destination;
use super::rows::{Rendered, Rows};
use super::statements::{Fields, Format, TextFormat};
use crate::args::OutputFormat;
use crate::input::columnar::Kind;

/// An output of labelled statements.
pub enum Sink {
    Text(Format, Destination),
    #[cfg(feature = "arrow")]
    Columns(Box<Columns>),
}

/// How statements are rendered, which threads share, apart from where they go.
#[derive(Clone, Copy)]
pub enum Form<'s> {
    Text(&'s Format),
    #[cfg(feature = "arrow")]
    Columns(Shape),
}

impl<'s> Form<'s> {
    /// For the statements of a piece of work.
    pub fn rows(self) -> Rows<'s> {
        match self {
            Self::Text(format) => format.rows(),
            #[cfg(feature = "arrow")]
            Self::Columns(shape) => Rows::Columns(Box::new(ColumnRows::new(shape))),
        }
    }
}

/// A failure of the output, which ends the run, apart from one of an input, which does not.
#[derive(Debug)]
pub struct OutputFailed(pub anyhow::Error);

impl std::fmt::Display for OutputFailed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

impl std::error::Error for OutputFailed {}

impl Sink {
    /// Opens the output; standard output where no path is given.
    pub fn open(
        format: OutputFormat,
        path: Option<&Path>,
        labels: &Labels,
        explain: bool,
    ) -> anyhow::Result<Self> {
        let text = |format| Format::new(format, labels, explain);
        let to_columns = |kind| columns(kind, path, labels, explain);
        match format {
            OutputFormat::Table => Ok(Self::Text(
                text(TextFormat::Table),
                Destination::open(path)?,
            )),
            OutputFormat::Csv => {
                let out = Destination::open_for_data(path)?;
                Ok(Self::Text(text(TextFormat::Csv), out))
            }
            OutputFormat::Jsonl => {
                let out = Destination::open_for_data(path)?;
                Ok(Self::Text(text(TextFormat::Jsonl), out))
            }
            OutputFormat::Parquet => to_columns(Kind::Parquet),
            OutputFormat::Arrow => to_columns(Kind::Arrow),
        }
    }

    /// Begins with the statements of an input.
    pub fn begin(&mut self, input: &str, fields: Fields<'_>) -> anyhow::Result<()> {
        match self {
            Self::Text(format, out) => {
                let mut head = Vec::new();
                format.begin(input, fields, &mut head)?;
                settled(out.write_all(&head))
            }
            #[cfg(feature = "arrow")]
            Self::Columns(columns) => columns.begin(fields),
        }
    }

    /// How statements are rendered.
    pub fn form(&self) -> Form<'_> {
        match self {
            Self::Text(format, _) => Form::Text(format),
            #[cfg(feature = "arrow")]
            Self::Columns(columns) => Form::Columns(columns.shape()),
        }
    }

    /// Writes what was rendered.
    pub fn write(&mut self, rendered: &[Rendered]) -> anyhow::Result<()> {
        match self {
            Self::Text(_, out) => {
                let mut pieces = rendered.iter();
                settled(pieces.try_for_each(|piece| out.write_all(&piece.bytes)))
            }
            #[cfg(feature = "arrow")]
            Self::Columns(columns) => settled(columns.write(&[], rendered)),
        }
    }

    /// Writes what was rendered of rows whose own columns are `given`.
    #[cfg(feature = "arrow")]
    pub fn write_beside(
        &mut self,
        given: &arrow_array::RecordBatch,
        rendered: &[Rendered],
    ) -> anyhow::Result<()> {
        match self {
            Self::Text(..) => self.write(rendered),
            Self::Columns(columns) => settled(columns.write(given.columns(), rendered)),
        }
    }

    /// Passes on what was written so far, where the output is read while it is written.
    pub fn flush(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Text(_, out) => Ok(out.flush()?),
            // Columns without their end are of no use to a reader.
            #[cfg(feature = "arrow")]
            Self::Columns(_) => Ok(()),
        }
    }

    /// Puts the output in its place. Without this call a regular file is left as it was.
    pub fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Text(_, out) => out.finish(),
            #[cfg(feature = "arrow")]
            Self::Columns(columns) => columns.finish(),
        }
    }
}

fn settled<E: Into<anyhow::Error>>(written: Result<(), E>) -> anyhow::Result<()> {
    written.map_err(|why| OutputFailed(why.into()).into())
}

#[cfg(feature = "arrow")]
fn columns(
    kind: Kind,
    path: Option<&Path>,
    labels: &Labels,
    explain: bool,
) -> anyhow::Result<Sink> {
    Ok(Sink::Columns(Box::new(Columns::open(
        kind, path, labels, explain,
    )?)))
}

#[cfg(not(feature = "arrow"))]
fn columns(_: Kind, _: Option<&Path>, _: &Labels, _: bool) -> anyhow::Result<Sink> {
    Err(crate::input::columnar::not_built())
}
