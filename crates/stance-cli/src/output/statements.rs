//! Labelled statements in each of the output formats.

use std::ops::Range;

use anyhow::bail;
use csv::StringRecord;
use serde_json::{Map, Value, json};
use stance_classifier::{Evidence, Explanation, Labels, Prediction};
use stance_text::Statement;

use super::highlight;
use crate::args::OutputFormat;

/// The members that a statement gets in JSON.
const MEMBERS: [&str; 4] = ["label", "abstained", "probabilities", "evidence"];

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
    Record {
        header: &'r StringRecord,
        record: &'r StringRecord,
    },
    /// A JSON object, whose members are passed through.
    Object(&'r Map<String, Value>),
}

/// Writes statements in one format.
pub struct Format {
    format: OutputFormat,
    labels: Vec<String>,
    explain: bool,
    /// Header of what was written last; the first statement of a CSV file decides on its columns.
    header: Option<Vec<String>>,
}

impl Format {
    pub fn new(format: OutputFormat, labels: &Labels, explain: bool) -> Self {
        Self {
            format,
            labels: labels.iter().map(str::to_owned).collect(),
            explain,
            header: None,
        }
    }

    /// What stands before the statements of an input: a table's header, a page's name.
    pub fn begin(
        &mut self,
        input: &str,
        fields: Option<&StringRecord>,
        out: &mut Vec<u8>,
    ) -> anyhow::Result<()> {
        match self.format {
            OutputFormat::Jsonl => {}
            OutputFormat::Table => {
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
            OutputFormat::Csv => {
                let header = self.csv_header(fields);
                match &self.header {
                    None => {
                        write_csv(&header, out)?;
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

    /// Adds a statement to `out`.
    pub fn write(&self, statement: &Labelled<'_>, out: &mut Vec<u8>) -> anyhow::Result<()> {
        match self.format {
            OutputFormat::Table => write_row(statement, out),
            OutputFormat::Csv => write_record(statement, out)?,
            OutputFormat::Jsonl => {
                serde_json::to_writer(&mut *out, &object(statement))?;
                out.push(b'\n');
            }
        }
        Ok(())
    }
}

/// The names of an input's fields in the output: their own, or free ones where theirs are ours.
fn passed_through<'f>(
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

fn write_row(statement: &Labelled<'_>, out: &mut Vec<u8>) {
    let prediction = statement.prediction;
    let label = if statement.abstained {
        "?"
    } else {
        prediction.label()
    };
    let style = highlight::style(prediction.label(), prediction.class());
    let text = match statement.explanation {
        Some(explanation) => highlight::text(statement.text, explanation),
        None => highlight::one_line(statement.text),
    };
    let row = format!(
        "  {style}{label:<12}{style:#} {:.2}  {text}\n",
        prediction.confidence()
    );
    out.extend_from_slice(row.as_bytes());
}

fn write_record(statement: &Labelled<'_>, out: &mut Vec<u8>) -> anyhow::Result<()> {
    let prediction = statement.prediction;
    let mut fields: Vec<String> = match &statement.origin {
        Origin::Page {
            document, range, ..
        } => vec![
            (*document).to_owned(),
            range.start.to_string(),
            range.end.to_string(),
            statement.text.to_owned(),
        ],
        Origin::Record { record, .. } => record.iter().map(str::to_owned).collect(),
        Origin::Object(_) => bail!("JSON records cannot be written as a table: use --format jsonl"),
    };
    fields.push(if statement.abstained {
        String::new()
    } else {
        prediction.label().to_owned()
    });
    fields.push(statement.abstained.to_string());
    fields.extend(prediction.probabilities().iter().map(|p| format!("{p:.6}")));
    if let Some(explanation) = statement.explanation {
        fields.push(evidence_of(statement, explanation).to_string());
    }
    write_csv(&fields, out)
}

fn write_csv(fields: &[String], out: &mut Vec<u8>) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(fields)?;
    Ok(writer.flush()?)
}

fn object(statement: &Labelled<'_>) -> Value {
    let prediction = statement.prediction;
    let mut ours = Map::new();
    let label = if statement.abstained {
        Value::Null
    } else {
        prediction.label().into()
    };
    ours.insert("label".to_owned(), label);
    if statement.abstained {
        ours.insert("abstained".to_owned(), true.into());
    }
    ours.insert("probabilities".to_owned(), probabilities(prediction));
    if let Some(explanation) = statement.explanation {
        ours.insert("evidence".to_owned(), evidence_of(statement, explanation));
    }
    let mut object = match &statement.origin {
        Origin::Page {
            document, range, ..
        } => {
            let mut object = Map::new();
            object.insert("document".to_owned(), (*document).into());
            object.insert("start".to_owned(), range.start.into());
            object.insert("end".to_owned(), range.end.into());
            object.insert("text".to_owned(), statement.text.into());
            object
        }
        Origin::Record { header, record } => passed_through(header.iter(), &MEMBERS)
            .into_iter()
            .zip(record.iter().map(Value::from))
            .collect(),
        Origin::Object(members) => passed_through(members.keys().map(String::as_str), &MEMBERS)
            .into_iter()
            .zip(members.values().cloned())
            .collect(),
    };
    object.append(&mut ours);
    object.into()
}

fn evidence_of(statement: &Labelled<'_>, explanation: &Explanation<'_>) -> Value {
    evidence(&explanation.evidence(), |inner| match &statement.origin {
        Origin::Page {
            statement: Some(statement),
            ..
        } => statement.source_range(inner),
        Origin::Page { range, .. } => range.start + inner.start..range.start + inner.end,
        Origin::Record { .. } | Origin::Object(_) => inner,
    })
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

fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
