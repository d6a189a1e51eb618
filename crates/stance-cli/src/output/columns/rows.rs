//! The columns that we make.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
    StructBuilder,
};
use arrow_schema::{DataType, Field, Fields};

use crate::output::statements::{Labelled, Origin};

/// What rows have besides what the model says of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// Nothing, or columns that stay as they are.
    Nothing,
    /// A place in a page.
    Page,
    /// So many fields of text.
    Texts(usize),
}

/// Which columns are made.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub(super) given: Given,
    /// The number of labels.
    pub(super) labels: usize,
    pub(super) explain: bool,
}

/// The columns of statements of pages, in front of [`ours`]: where a statement is, and its text.
pub fn places() -> Vec<Field> {
    vec![
        Field::new("document", DataType::Utf8, false),
        Field::new("start", DataType::Int64, false),
        Field::new("end", DataType::Int64, false),
        Field::new("text", DataType::Utf8, false),
    ]
}

/// The columns that statements get.
pub fn ours(labels: &[String], explain: bool) -> Vec<Field> {
    let mut ours = vec![
        Field::new("label", DataType::Utf8, true),
        Field::new("abstained", DataType::Boolean, false),
    ];
    ours.extend(
        (labels.iter()).map(|label| Field::new(format!("p_{label}"), DataType::Float64, false)),
    );
    if explain {
        ours.push(Field::new("evidence", DataType::List(span()), false));
    }
    ours
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

/// Columns that grow by a statement at a time.
pub struct ColumnRows {
    given: Given,
    /// Of pages the document and the text, of records the fields.
    texts: Vec<StringBuilder>,
    start: Int64Builder,
    end: Int64Builder,
    label: StringBuilder,
    abstained: BooleanBuilder,
    probabilities: Vec<Float64Builder>,
    evidence: Option<ListBuilder<StructBuilder>>,
}

impl ColumnRows {
    /// No rows yet.
    pub fn new(shape: Shape) -> Self {
        let Shape {
            given,
            labels,
            explain,
        } = shape;
        let texts = match given {
            Given::Nothing => 0,
            Given::Page => 2,
            Given::Texts(fields) => fields,
        };
        let repeated = |number| std::iter::repeat_with(StringBuilder::new).take(number);
        Self {
            given,
            texts: repeated(texts).collect(),
            start: Int64Builder::new(),
            end: Int64Builder::new(),
            label: StringBuilder::new(),
            abstained: BooleanBuilder::new(),
            probabilities: (0..labels).map(|_| Float64Builder::new()).collect(),
            evidence: explain.then(|| {
                ListBuilder::new(StructBuilder::from_fields(span_fields(), 0)).with_field(span())
            }),
        }
    }

    /// Adds a statement.
    pub fn write(&mut self, statement: &Labelled<'_>) -> anyhow::Result<()> {
        match (&statement.origin, self.texts.as_mut_slice()) {
            (
                Origin::Page {
                    document, range, ..
                },
                [documents, texts],
            ) => {
                documents.append_value(document);
                self.start.append_value(range.start as i64);
                self.end.append_value(range.end as i64);
                texts.append_value(statement.text);
            }
            (Origin::Record(record), texts) => {
                for (texts, field) in texts.iter_mut().zip(*record) {
                    texts.append_value(field);
                }
            }
            _ => {}
        }
        let prediction = statement.prediction;
        (self.label).append_option((!statement.abstained).then(|| prediction.label()));
        self.abstained.append_value(statement.abstained);
        for (column, &p) in self
            .probabilities
            .iter_mut()
            .zip(prediction.probabilities())
        {
            column.append_value(p);
        }
        if let (Some(lists), Some(explanation)) = (&mut self.evidence, statement.explanation) {
            for evidence in explanation.evidence() {
                let range = statement.in_the_input(evidence.range.clone());
                append_span(lists.values(), range.start, range.end, evidence.weight);
            }
            lists.append(true);
        }
        Ok(())
    }

    /// The columns, in the order of [`places`] or of the fields, and then of [`ours`].
    pub fn finish(mut self) -> Vec<ArrayRef> {
        let mut columns: Vec<ArrayRef> = Vec::new();
        let mut texts = self.texts.iter_mut();
        if self.given == Given::Page {
            columns.extend(
                texts
                    .next()
                    .map(|documents| ArrayBuilder::finish(documents)),
            );
            columns.push(ArrayBuilder::finish(&mut self.start));
            columns.push(ArrayBuilder::finish(&mut self.end));
        }
        columns.extend(texts.map(ArrayBuilder::finish));
        columns.push(ArrayBuilder::finish(&mut self.label));
        columns.push(ArrayBuilder::finish(&mut self.abstained));
        columns.extend((self.probabilities.iter_mut()).map(|column| ArrayBuilder::finish(column)));
        columns.extend(
            self.evidence
                .as_mut()
                .map(|lists| ArrayBuilder::finish(lists)),
        );
        columns
    }
}

fn append_span(spans: &mut StructBuilder, start: usize, end: usize, weight: f64) {
    for (field, offset) in [start, end].into_iter().enumerate() {
        if let Some(column) = spans.field_builder::<Int64Builder>(field) {
            column.append_value(offset as i64);
        }
    }
    if let Some(column) = spans.field_builder::<Float64Builder>(2) {
        column.append_value(weight);
    }
    spans.append(true);
}
