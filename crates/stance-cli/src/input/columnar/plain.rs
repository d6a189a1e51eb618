//! Columns as plain text, and as JSON.

use anyhow::{Context, bail};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, GenericListArray, OffsetSizeTrait, RecordBatch};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{DataType, Schema, TimeUnit};
use csv::StringRecord;
use serde_json::{Map, Value};

/// Refuses columns that a field of a table of text cannot hold.
pub fn check_strings(name: &str, schema: &Schema) -> anyhow::Result<()> {
    for field in schema.fields() {
        if !is_plain(field.data_type()) {
            bail!(
                "{name}: the column `{}` is of the type {}, which has no plain text form: \
                 leave it out, or write Parquet or Arrow",
                field.name(),
                field.data_type()
            );
        }
    }
    Ok(())
}

/// Refuses columns that a member of a JSON object cannot hold, and two of one name.
pub fn check_objects(name: &str, schema: &Schema) -> anyhow::Result<()> {
    for (index, field) in schema.fields().iter().enumerate() {
        if !is_json(field.data_type()) {
            bail!(
                "{name}: the column `{}` is of the type {}, which has no form in JSON: \
                 leave it out, or write Parquet or Arrow",
                field.name(),
                field.data_type()
            );
        }
        if schema.index_of(field.name()).ok() != Some(index) {
            bail!(
                "{name}: two columns are called `{}`: rename one",
                field.name()
            );
        }
    }
    Ok(())
}

/// Whether a value is a line of text, and not made of others.
pub fn is_plain(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, of) => is_plain(of),
        DataType::RunEndEncoded(_, of) => is_plain(of.data_type()),
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_)
        | DataType::Union(..) => false,
        kind => !kind.is_nested(),
    }
}

fn is_json(kind: &DataType) -> bool {
    match kind {
        DataType::List(of) | DataType::LargeList(of) => is_json(of.data_type()),
        DataType::Struct(fields) => fields.iter().all(|field| is_json(field.data_type())),
        kind => is_plain(kind),
    }
}

/// The rows as records of text; nothing where there is no value.
pub fn strings(batch: &RecordBatch) -> anyhow::Result<Vec<StringRecord>> {
    let columns: Vec<Vec<Option<String>>> = (batch.columns().iter())
        .map(column_of_strings)
        .collect::<anyhow::Result<_>>()?;
    let rows = 0..batch.num_rows();
    Ok(rows
        .map(|row| {
            (columns.iter())
                .map(|column| column[row].as_deref().unwrap_or_default())
                .collect()
        })
        .collect())
}

/// The text of each value of a column that has a plain text form.
pub fn column_of_strings(column: &ArrayRef) -> anyhow::Result<Vec<Option<String>>> {
    let column = in_utc(column)?;
    let nulls = column.logical_nulls();
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(&column, &options)?;
    (0..column.len())
        .map(|row| match &nulls {
            Some(nulls) if nulls.is_null(row) => Ok(None),
            _ => Ok(Some(formatter.value(row).try_to_string()?)),
        })
        .collect()
}

/// The rows as objects.
pub fn objects(batch: &RecordBatch) -> anyhow::Result<Vec<Map<String, Value>>> {
    let mut objects = vec![Map::new(); batch.num_rows()];
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        for (object, value) in objects.iter_mut().zip(values(column)?) {
            object.insert(field.name().clone(), value);
        }
    }
    Ok(objects)
}

fn values(column: &ArrayRef) -> anyhow::Result<Vec<Value>> {
    let number = |text: String| match text.parse() {
        Ok(number) => Value::Number(number),
        // NaN and the infinities are no numbers to JSON.
        Err(_) => Value::Null,
    };
    match column.data_type() {
        DataType::List(_) => lists(column.as_list::<i32>()),
        DataType::LargeList(_) => lists(column.as_list::<i64>()),
        DataType::Struct(fields) => {
            let column = column.as_struct();
            let mut objects = vec![Map::new(); column.len()];
            for (field, column) in fields.iter().zip(column.columns()) {
                for (object, value) in objects.iter_mut().zip(values(column)?) {
                    object.insert(field.name().clone(), value);
                }
            }
            let objects = objects.into_iter().enumerate();
            Ok(objects
                .map(|(row, object)| match column.is_null(row) {
                    true => Value::Null,
                    false => Value::Object(object),
                })
                .collect())
        }
        kind => {
            let kind = innermost(kind);
            let value = |text: String| match kind {
                DataType::Boolean => Value::Bool(text == "true"),
                kind if kind.is_integer() || kind.is_floating() => number(text),
                _ => Value::String(text),
            };
            let texts = column_of_strings(column)?.into_iter();
            Ok(texts.map(|text| text.map_or(Value::Null, value)).collect())
        }
    }
}

fn lists<O: OffsetSizeTrait>(column: &GenericListArray<O>) -> anyhow::Result<Vec<Value>> {
    let offsets = column.value_offsets();
    let (first, last) = match offsets {
        [first, .., last] => (first.as_usize(), last.as_usize()),
        _ => (0, 0),
    };
    let mut inside = values(&column.values().slice(first, last - first))?.into_iter();
    let mut lists = Vec::with_capacity(column.len());
    for (row, ends) in offsets.windows(2).enumerate() {
        let length = ends[1].as_usize() - ends[0].as_usize();
        let list: Vec<Value> = inside.by_ref().take(length).collect();
        lists.push(match column.is_null(row) {
            true => Value::Null,
            false => Value::Array(list),
        });
    }
    Ok(lists)
}

/// The type of the values behind an encoding.
fn innermost(kind: &DataType) -> &DataType {
    match kind {
        DataType::Dictionary(_, of) => innermost(of),
        DataType::RunEndEncoded(_, of) => innermost(of.data_type()),
        kind => kind,
    }
}

/// Times with a zone are written in UTC: the same instant, and no table of zones is needed.
fn in_utc(column: &ArrayRef) -> anyhow::Result<ArrayRef> {
    let utc = |unit: &TimeUnit| DataType::Timestamp(*unit, Some("+00:00".into()));
    match innermost(column.data_type()) {
        DataType::Timestamp(unit, Some(_)) => arrow_cast::cast(column, &utc(unit))
            .context("a time with a zone cannot be written in UTC"),
        _ => Ok(column.clone()),
    }
}
