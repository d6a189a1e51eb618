//! Statements as lines of a file: rendered at the rate at which they are labelled.

use std::io::Write;

use anyhow::bail;
use serde_json::Value;
use stance_classifier::Explanation;

#[cfg(feature = "arrow")]
use super::columns::ColumnRows;
use super::highlight;
use super::statements::{
    Format, Labelled, MEMBERS, NO_TABLE, Origin, TextFormat, evidence, passed_through, rounded,
};

/// Statements of one piece of work, rendered one after the other.
///
/// A writer of records has a buffer of its own, which is made once a piece.
pub enum Rows<'f> {
    Records(Box<csv::Writer<Vec<u8>>>),
    Objects(&'f Format, Vec<u8>),
    Reading(Vec<u8>),
    #[cfg(feature = "arrow")]
    Columns(Box<ColumnRows>),
}

/// A piece of work when it is done.
#[derive(Debug, Default)]
pub struct Rendered {
    /// Text as it goes to the output.
    pub bytes: Vec<u8>,
    /// Columns of one length.
    #[cfg(feature = "arrow")]
    pub columns: Vec<arrow_array::ArrayRef>,
}

impl<'f> Rows<'f> {
    pub(super) fn new(format: &'f Format) -> Self {
        match format.format {
            TextFormat::Csv => Self::Records(Box::new(csv::Writer::from_writer(Vec::new()))),
            TextFormat::Jsonl => Self::Objects(format, Vec::new()),
            TextFormat::Table => Self::Reading(Vec::new()),
        }
    }

    /// Adds a statement.
    pub fn write(&mut self, statement: &Labelled<'_>) -> anyhow::Result<()> {
        match self {
            Self::Records(table) => write_record(statement, table),
            Self::Objects(format, out) => write_object(statement, format, out),
            Self::Reading(out) => write_row(statement, out),
            #[cfg(feature = "arrow")]
            Self::Columns(columns) => columns.write(statement),
        }
    }

    /// What was rendered.
    pub fn finish(self) -> anyhow::Result<Rendered> {
        let mut rendered = Rendered::default();
        match self {
            Self::Records(table) => rendered.bytes = table.into_inner()?,
            Self::Objects(_, out) | Self::Reading(out) => rendered.bytes = out,
            #[cfg(feature = "arrow")]
            Self::Columns(columns) => rendered.columns = columns.finish(),
        }
        Ok(rendered)
    }
}

fn write_row(statement: &Labelled<'_>, out: &mut Vec<u8>) -> anyhow::Result<()> {
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
    let confidence = prediction.confidence();
    Ok(writeln!(
        out,
        "  {style}{label:<12}{style:#} {confidence:.2}  {text}"
    )?)
}

fn write_record(statement: &Labelled<'_>, table: &mut csv::Writer<Vec<u8>>) -> anyhow::Result<()> {
    let prediction = statement.prediction;
    match &statement.origin {
        Origin::Page {
            document, range, ..
        } => {
            table.write_field(document)?;
            table.write_field(range.start.to_string())?;
            table.write_field(range.end.to_string())?;
            table.write_field(statement.text)?;
        }
        Origin::Record(record) => {
            for field in *record {
                table.write_field(field)?;
            }
        }
        Origin::Object(_) => bail!(NO_TABLE),
        Origin::Elsewhere => {}
    }
    let label = if statement.abstained {
        ""
    } else {
        prediction.label()
    };
    table.write_field(label)?;
    table.write_field(if statement.abstained { "true" } else { "false" })?;
    for &probability in prediction.probabilities() {
        table.write_field(Millionths::of(probability).padded())?;
    }
    if let Some(explanation) = statement.explanation {
        table.write_field(evidence_of(statement, explanation).to_string())?;
    }
    Ok(table.write_record(None::<&[u8]>)?)
}

fn write_object(
    statement: &Labelled<'_>,
    format: &Format,
    out: &mut Vec<u8>,
) -> anyhow::Result<()> {
    let prediction = statement.prediction;
    let mut object = Object::open(out);
    match &statement.origin {
        Origin::Page {
            document, range, ..
        } => {
            object.member("document", document)?;
            object.member("start", &range.start)?;
            object.member("end", &range.end)?;
            object.member("text", statement.text)?;
        }
        Origin::Record(record) => {
            for (name, field) in format.fields.iter().zip(*record) {
                object.member(name, field)?;
            }
        }
        Origin::Object(members) => {
            let names = passed_through(members.keys().map(String::as_str), &MEMBERS);
            for (name, value) in names.iter().zip(members.values()) {
                object.member(name, value)?;
            }
        }
        Origin::Elsewhere => {}
    }
    let label = (!statement.abstained).then(|| prediction.label());
    object.member("label", &label)?;
    if statement.abstained {
        object.member("abstained", &true)?;
    }
    let mut probabilities = object.object("probabilities")?;
    for (label, &probability) in format.labels.iter().zip(prediction.probabilities()) {
        probabilities.name(label)?;
        let digits = Millionths::of(probability);
        probabilities
            .out
            .extend_from_slice(digits.short().as_bytes());
    }
    probabilities.close();
    if let Some(explanation) = statement.explanation {
        object.member("evidence", &evidence_of(statement, explanation))?;
    }
    object.close();
    out.push(b'\n');
    Ok(())
}

/// A JSON object that is being written.
struct Object<'o> {
    out: &'o mut Vec<u8>,
    is_empty: bool,
}

impl<'o> Object<'o> {
    fn open(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self {
            out,
            is_empty: true,
        }
    }

    fn name(&mut self, name: &str) -> serde_json::Result<()> {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(b',');
        }
        serde_json::to_writer(&mut *self.out, name)?;
        self.out.push(b':');
        Ok(())
    }

    fn member(
        &mut self,
        name: &str,
        value: &(impl serde::Serialize + ?Sized),
    ) -> serde_json::Result<()> {
        self.name(name)?;
        serde_json::to_writer(&mut *self.out, value)
    }

    fn object(&mut self, name: &str) -> serde_json::Result<Object<'_>> {
        self.name(name)?;
        Ok(Object::open(self.out))
    }

    fn close(self) {
        self.out.push(b'}');
    }
}

/// A probability rounded to six digits: all of them are printed for every statement, so they are made
/// by whole numbers.
struct Millionths {
    /// `0.`, then the digits; one more in front of the point for a probability of 1.
    digits: [u8; 8],
}

impl Millionths {
    /// `probability` is from 0 to 1.
    fn of(probability: f64) -> Self {
        let mut rest = (rounded(probability) * 1e6).round() as u32;
        let mut digits = *b"0.000000";
        for digit in digits[2..].iter_mut().rev() {
            *digit += (rest % 10) as u8;
            rest /= 10;
        }
        digits[0] += rest as u8;
        Self { digits }
    }

    /// All six digits.
    fn padded(&self) -> &str {
        std::str::from_utf8(&self.digits).unwrap_or_default()
    }

    /// Without zeros at the end, save for one behind the point.
    fn short(&self) -> &str {
        let short = self.padded().trim_end_matches('0');
        match short.strip_suffix('.') {
            Some(_) => &self.padded()[..3],
            None => short,
        }
    }
}

fn evidence_of(statement: &Labelled<'_>, explanation: &Explanation<'_>) -> Value {
    evidence(&explanation.evidence(), |inner| {
        statement.in_the_input(inner)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_printed_to_six_digits() {
        for (probability, padded, short) in [
            (0.0, "0.000000", "0.0"),
            (1.0, "1.000000", "1.0"),
            (0.5, "0.500000", "0.5"),
            (0.9999999, "1.000000", "1.0"),
            (0.0000123, "0.000012", "0.000012"),
            (0.123_456_7, "0.123457", "0.123457"),
            (0.1, "0.100000", "0.1"),
        ] {
            let digits = Millionths::of(probability);
            assert_eq!((digits.padded(), digits.short()), (padded, short));
        }
    }
}
