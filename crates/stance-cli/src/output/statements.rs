//! Labelled statements in each of the output formats.

use std::ops::Range;

use anyhow::bail;
use csv::StringRecord;
use serde_json::{Map, Value, json};
use stance_classifier::{Evidence, Explanation, Labels, Prediction};
use stance_text::Statement;

use super::highlight;
use super::rows::Rows;

/// The members that a statement gets in JSON.
pub(super) const MEMBERS: [&str; 4] = ["label", "abstained", "probabilities", "evidence"];

/// A statement, what is known of it beforehand, and what the model says.
pub struct Labelled<'r> {
    pub origin: Origin<'r>,
    pub text: &'r str,
    pub prediction: &'r Prediction<'r>,
    pub explanation: Option<&'r Explanation<'r>>,
    /// Whether the probability is too low for a label.
    pub abstained: bool,
}

/// Where a statement is from.
pub enum Origin<'r> {
    /// A place in a page.
    Page {
        document: &'r str,
        range: Range<usize>,
        /// The statement as the page has it; where there is none, the range is the text byte for byte.
        statement: Option<&'r Statement>,
    },
    /// A record of a table, whose fields are passed through.
    Record(&'r StringRecord),
    /// A JSON object, whose members are passed through.
    Object(&'r Map<String, Value>),
    /// A row whose fields go to the output by another way, or not at all.
    #[cfg_attr(not(feature = "arrow"), expect(dead_code))]
    Elsewhere,
}

impl Labelled<'_> {
    /// Where a part of the text stands in the input: in its page, or in its field.
    pub(super) fn in_the_input(&self, inner: Range<usize>) -> Range<usize> {
        match &self.origin {
            Origin::Page {
                statement: Some(statement),
                ..
            } => statement.source_range(inner),
            Origin::Page { range, .. } => range.start + inner.start..range.start + inner.end,
            Origin::Record(_) | Origin::Object(_) | Origin::Elsewhere => inner,
        }
    }
}

/// How statements are written as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFormat {
    /// For reading.
    Table,
    Csv,
    Jsonl,
}

/// What the statements of an input bring along.
#[derive(Debug, Clone, Copy)]
pub enum Fields<'f> {
    /// Their places in a page.
    Page,
    /// The fields of records, under these names.
    Records(&'f StringRecord),
    /// Members, each statement its own.
    Objects,
    /// Values that are written as columns or not at all.
    #[cfg(feature = "arrow")]
    Columns(&'f arrow_schema::SchemaRef),
}

/// Why JSON objects go to no table.
pub(super) const NO_TABLE: &str = "JSON records cannot be written as a table: use --format jsonl";

/// Writes statements as text.
pub struct Format {
    pub(super) format: TextFormat,
    pub(super) labels: Vec<String>,
    explain: bool,
    /// The names that the fields of the present table have in the output.
    pub(super) fields: Vec<String>,
    /// Header of what was written last; the first statement of a CSV file decides on its columns.
    header: Option<Vec<String>>,
}

impl Format {
    pub fn new(format: TextFormat, labels: &Labels, explain: bool) -> Self {
        Self {
            format,
            labels: labels.iter().map(str::to_owned).collect(),
            explain,
            fields: Vec::new(),
            header: None,
        }
    }

    /// What stands before the statements of an input: a table's header, a page's name.
    pub fn begin(
        &mut self,
        input: &str,
        fields: Fields<'_>,
        out: &mut Vec<u8>,
    ) -> anyhow::Result<()> {
        let fields = match fields {
            Fields::Records(header) => Some(header),
            Fields::Objects if self.format == TextFormat::Csv => bail!(NO_TABLE),
            _ => None,
        };
        match self.format {
            TextFormat::Jsonl => {
                let fields = fields.map(|fields| passed_through(fields.iter(), &MEMBERS));
                self.fields = fields.unwrap_or_default();
            }
            TextFormat::Table => {
                let bold = anstyle::Style::new().bold();
                let gap = if self.header.replace(Vec::new()).is_some() {
                    "\n"
                } else {
                    ""
                };
                out.extend_from_slice(
                    format!("{gap}{bold}{}{bold:#}\n", highlight::one_line(input)).as_bytes(),
                );
            }
            TextFormat::Csv => {
                let header = self.csv_header(fields);
                match &self.header {
                    None => {
                        let mut writer = csv::Writer::from_writer(out);
                        writer.write_record(&header)?;
                        writer.flush()?;
                        self.header = Some(header);
                    }
                    Some(first) if *first == header => {}
                    Some(first) => bail!(
                        "its columns ({}) are not those of the inputs before it ({}): \
                         write them apart, or use --format jsonl",
                        header.join(", "),
                        first.join(", ")
                    ),
                }
            }
        }
        Ok(())
    }

    fn csv_header(&self, fields: Option<&StringRecord>) -> Vec<String> {
        let mut ours = vec!["label".to_owned(), "abstained".to_owned()];
        ours.extend(self.labels.iter().map(|label| format!("p_{label}")));
        if self.explain {
            ours.push("evidence".to_owned());
        }
        let mut header: Vec<String> = match fields {
            None => ["document", "start", "end", "text"]
                .map(str::to_owned)
                .into(),
            Some(fields) => passed_through(fields.iter(), &ours),
        };
        header.extend(ours);
        header
    }

    /// Where statements are rendered, a piece of work at a time.
    pub fn rows(&self) -> Rows<'_> {
        Rows::new(self)
    }
}

/// The names of an input's fields in the output: their own, or free ones where theirs are ours.
pub(super) fn passed_through<'f>(
    fields: impl Iterator<Item = &'f str> + Clone,
    ours: &[impl AsRef<str>],
) -> Vec<String> {
    let is_ours = |name: &str| ours.iter().any(|of_ours| of_ours.as_ref() == name);
    let mut names: Vec<String> = Vec::new();
    for field in fields.clone() {
        let mut name = field.to_owned();
        let mut number = 1;
        while is_ours(&name)
            || name != field && (names.contains(&name) || fields.clone().any(|other| other == name))
        {
            name = match number {
                1 => format!("input_{field}"),
                _ => format!("input_{field}_{number}"),
            };
            number += 1;
        }
        names.push(name);
    }
    names
}

/// Probabilities by label, rounded to six digits.
pub fn probabilities(prediction: &Prediction<'_>) -> Value {
    let by_label = prediction.labels().iter().zip(prediction.probabilities());
    Value::Object(
        by_label
            .map(|(label, &p)| (label.to_owned(), json!(rounded(p))))
            .collect(),
    )
}

/// Spans that speak for or against the label, in the order of the text.
pub fn evidence(spans: &[Evidence], source: impl Fn(Range<usize>) -> Range<usize>) -> Value {
    let spans = spans.iter().map(|span| {
        let range = source(span.range.clone());
        json!({ "start": range.start, "end": range.end, "weight": rounded(span.weight) })
    });
    Value::Array(spans.collect())
}

pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
