//! Labelled statements as columns: Parquet and Arrow.

mod rows;
mod writer;

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use stance_classifier::Labels;

use super::destination::Destination;
use super::rows::Rendered;
use super::statements::{Fields, passed_through};
use crate::input::columnar::Kind;
use rows::Given;
pub use rows::{ColumnRows, Shape};
use writer::{Layout, Writer};

/// Writes statements as columns: those that the input has, their types untouched, and then ours.
pub struct Columns {
    labels: Vec<String>,
    layout: Layout,
    /// What is made of the rows of the present input.
    shape: Shape,
    /// All columns; the first input decides on them.
    schema: Option<SchemaRef>,
    state: State,
}

/// The writer begins with the schema, which the first input brings.
enum State {
    Opened(Destination),
    Begun(Box<Writer>),
    /// Between the two, or after a failure.
    Spent,
}

impl Columns {
    /// Opens the output.
    pub fn open(
        kind: Kind,
        path: Option<&Path>,
        labels: &Labels,
        explain: bool,
    ) -> anyhow::Result<Self> {
        let path = path.filter(|path| path.as_os_str() != "-");
        if path.is_none() && std::io::stdout().is_terminal() {
            bail!(
                "Parquet and Arrow are not for reading: name a file with --out, or use --format table"
            );
        }
        Ok(Self {
            labels: labels.iter().map(str::to_owned).collect(),
            layout: Layout::of(kind, path),
            shape: Shape {
                given: Given::Nothing,
                labels: labels.len(),
                explain,
            },
            schema: None,
            state: State::Opened(Destination::open_for_data(path)?),
        })
    }

    /// Begins with an input; an error where its columns are not those of the inputs before it.
    pub fn begin(&mut self, fields: Fields<'_>) -> anyhow::Result<()> {
        let given = match fields {
            Fields::Page => Given::Page,
            Fields::Records(header) => Given::Texts(header.len()),
            Fields::Objects => bail!(super::statements::NO_TABLE),
            Fields::Columns(_) => Given::Nothing,
        };
        let schema = self.schema_for(fields);
        for (index, field) in schema.fields().iter().enumerate() {
            if schema.index_of(field.name()).ok() != Some(index) {
                bail!("two columns are called `{}`: rename one", field.name());
            }
            self.layout.check(field)?;
        }
        match &self.schema {
            None => self.schema = Some(Arc::new(schema)),
            Some(first) if first.fields() == schema.fields() => {}
            Some(first) => bail!(
                "its columns ({}) are not those of the inputs before it ({}): \
                 write them apart, or use --format jsonl",
                told(&schema),
                told(first)
            ),
        }
        self.shape.given = given;
        Ok(())
    }

    fn schema_for(&self, fields: Fields<'_>) -> Schema {
        let ours = rows::ours(&self.labels, self.shape.explain);
        let names: Vec<&String> = ours.iter().map(Field::name).collect();
        let mut metadata = Default::default();
        let mut all: Vec<Field> = match fields {
            Fields::Records(header) => passed_through(header.iter(), &names)
                .into_iter()
                .map(|name| Field::new(name, DataType::Utf8, false))
                .collect(),
            Fields::Columns(schema) => {
                metadata = schema.metadata().clone();
                let given = schema.fields().iter();
                let free = passed_through(given.clone().map(|field| field.name().as_str()), &names);
                (given.zip(free))
                    .map(|(field, name)| field.as_ref().clone().with_name(name))
                    .collect()
            }
            Fields::Page | Fields::Objects => rows::places(),
        };
        all.extend(ours);
        Schema::new_with_metadata(all, metadata)
    }

    /// What is made of the rows of the present input.
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// Writes the columns that the rows bring along, and then those that were made.
    pub fn write(&mut self, given: &[ArrayRef], rendered: &[Rendered]) -> anyhow::Result<()> {
        let made = rendered.first().map_or(0, |piece| piece.columns.len());
        let mut columns = given.to_vec();
        for column in 0..made {
            let pieces: Vec<&dyn Array> = (rendered.iter())
                .map(|piece| piece.columns[column].as_ref())
                .collect();
            columns.push(arrow_select::concat::concat(&pieces)?);
        }
        let Some(schema) = self.schema.clone().filter(|_| made > 0) else {
            return Ok(());
        };
        let batch = RecordBatch::try_new(schema, columns)?;
        self.writer()?.write(&batch)
    }

    fn writer(&mut self) -> anyhow::Result<&mut Writer> {
        if let (State::Opened(_), Some(schema)) = (&self.state, &self.schema)
            && let State::Opened(out) = std::mem::replace(&mut self.state, State::Spent)
        {
            self.state = State::Begun(Box::new(Writer::new(self.layout, out, schema)?));
        }
        match &mut self.state {
            State::Begun(writer) => Ok(writer),
            State::Opened(_) | State::Spent => bail!("no columns to write"),
        }
    }

    /// Writes the end, and puts the output in its place.
    pub fn finish(mut self) -> anyhow::Result<()> {
        self.writer()?;
        match self.state {
            State::Begun(writer) => writer.finish()?.finish(),
            State::Opened(_) | State::Spent => Ok(()),
        }
    }
}

/// Columns and their types.
fn told(schema: &Schema) -> String {
    let fields: Vec<String> = (schema.fields().iter())
        .map(|field| format!("{} {}", field.name(), field.data_type()))
        .collect();
    fields.join(", ")
}
