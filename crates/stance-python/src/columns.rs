//! Answers as Arrow columns: those that `stance classify` writes to Parquet and Arrow.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Float64Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use stance_classifier::{Evidence, Labels};

use crate::model::Answer;

/// The columns: `label` (null where abstained), `abstained`, `p_<label>` for each label and, where it is
/// asked for, `evidence`. All but `abstained` are null where there was no text.
pub fn schema(labels: &Labels, explain: bool) -> SchemaRef {
    let mut fields = vec![
        Field::new("label", DataType::Utf8, true),
        Field::new("abstained", DataType::Boolean, false),
    ];
    let probability = |label| Field::new(format!("p_{label}"), DataType::Float64, true);
    fields.extend(labels.iter().map(probability));
    if explain {
        fields.push(Field::new("evidence", DataType::List(span()), true));
    }
    Arc::new(Schema::new(fields))
}

/// An element of the list of evidence.
fn span() -> Arc<Field> {
    Arc::new(Field::new("item", DataType::Struct(span_fields()), false))
}

fn span_fields() -> Fields {
    Fields::from(vec![
        Field::new("start", DataType::Int64, false),
        Field::new("end", DataType::Int64, false),
        Field::new("weight", DataType::Float64, false),
    ])
}

/// The columns of answers, an answer a row; `None` where there was no text.
///
/// # Errors
/// None that is known: the columns fit the schema.
pub fn columns(
    labels: &Labels,
    answers: &[Option<Answer>],
    abstain: f64,
    explain: bool,
) -> Result<RecordBatch, ArrowError> {
    let names: Vec<&str> = labels.iter().collect();
    let mut label = StringBuilder::with_capacity(answers.len(), answers.len() * 8);
    let mut abstained = BooleanBuilder::with_capacity(answers.len());
    for answer in answers {
        let unsure = |answer: &Answer| answer.abstains(abstain);
        abstained.append_value(answer.as_ref().is_some_and(unsure));
        let named = answer.as_ref().filter(|answer| !unsure(answer));
        label.append_option(named.map(|answer| names[answer.class]));
    }
    let mut columns: Vec<ArrayRef> = vec![Arc::new(label.finish()), Arc::new(abstained.finish())];
    for class in 0..names.len() {
        let mut column = Float64Builder::with_capacity(answers.len());
        for answer in answers {
            column.append_option(answer.as_ref().map(|answer| answer.probabilities[class]));
        }
        columns.push(Arc::new(column.finish()));
    }
    if explain {
        columns.push(evidence(answers));
    }
    RecordBatch::try_new(schema(labels, explain), columns)
}

fn evidence(answers: &[Option<Answer>]) -> ArrayRef {
    let spans = StructBuilder::from_fields(span_fields(), 0);
    let mut lists = ListBuilder::new(spans).with_field(span());
    for answer in answers {
        let spans = answer.as_ref().and_then(|answer| answer.evidence.as_ref());
        for span in spans.into_iter().flatten() {
            append(lists.values(), span);
        }
        lists.append(spans.is_some());
    }
    Arc::new(lists.finish())
}

fn append(spans: &mut StructBuilder, span: &Evidence) {
    let (start, end) = (span.range.start as i64, span.range.end as i64);
    for (column, offset) in [start, end].into_iter().enumerate() {
        if let Some(offsets) = spans.field_builder::<Int64Builder>(column) {
            offsets.append_value(offset);
        }
    }
    if let Some(weights) = spans.field_builder::<Float64Builder>(2) {
        weights.append_value(span.weight);
    }
    spans.append(true);
}
