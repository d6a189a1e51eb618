//! `stance classify`.

use std::io::{BufRead, BufReader, Write};
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use csv::StringRecord;
use rayon::prelude::*;
use serde_json::{Map, Value};
use stance_classifier::{Classifier, Classify, Scratch};
use stance_text::{StatementOptions, Statements};

use crate::args::{ClassifyArgs, InputFormat};
use crate::input::table::Table;
use crate::input::{self, source};
use crate::output::destination::Destination;
use crate::output::statements::{Format, Labelled, Origin};
use crate::output::{self, Notes};

/// Records that are labelled together, and pages that are read together.
const BATCH_OF_RECORDS: usize = 8192;
const BATCH_OF_PAGES: usize = 64;
/// A piece of work for one thread.
const PIECE: usize = 256;

/// Labels the statements of all files; goes on past a bad file, and fails at the end if there was one.
pub fn run(args: &ClassifyArgs, notes: &Notes) -> anyhow::Result<()> {
    let classifier = input::model::open(&args.model.model)?;
    let format = Format::new(args.format, classifier.labels(), args.explain);
    let out = Destination::open(args.out.as_deref())?;
    let mut run = Run {
        args,
        classifier: &classifier,
        format,
        out,
        failed: 0,
    };
    let bar = notes.bar(args.files.len() as u64, "files");
    let mut rest = args.files.as_slice();
    while let Some(first) = rest.first() {
        let pages = rest
            .iter()
            .take(BATCH_OF_PAGES)
            .take_while(|path| run.page_format(path).is_some());
        let batch = match pages.count() {
            0 => {
                let labelled = run.records(first);
                run.settle(first, labelled)?;
                1
            }
            pages => {
                run.pages(&rest[..pages])?;
                pages
            }
        };
        bar.inc(batch as u64);
        rest = &rest[batch..];
    }
    bar.finish_and_clear();
    let failed = run.failed;
    run.out.finish()?;
    match failed {
        0 => Ok(()),
        _ if args.files.len() == 1 => bail!("no result is complete"),
        _ => bail!(
            "{failed} of {} files could not be labelled to the end",
            args.files.len()
        ),
    }
}

struct Run<'r> {
    args: &'r ClassifyArgs,
    classifier: &'r Classifier<'static>,
    format: Format,
    out: Destination,
    failed: usize,
}

/// A failure of the output, which ends the run, apart from one of an input, which does not.
#[derive(Debug)]
struct OutputFailed(anyhow::Error);

impl std::fmt::Display for OutputFailed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

impl std::error::Error for OutputFailed {}

impl Run<'_> {
    /// What a file is.
    fn input_format(&self, path: &Path) -> InputFormat {
        self.args.input_format.unwrap_or_else(|| {
            let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
            match extension.to_str() {
                Some("csv") => InputFormat::Csv,
                Some("jsonl" | "ndjson") => InputFormat::Jsonl,
                Some("html" | "htm" | "xhtml") => InputFormat::Html,
                _ => InputFormat::Text,
            }
        })
    }

    /// How a page is to be read; none where the file is not a page.
    fn page_format(&self, path: &Path) -> Option<Option<stance_text::Format>> {
        match self.input_format(path) {
            InputFormat::Html => Some(Some(stance_text::Format::Html)),
            // A name without an ending says nothing of what is inside.
            InputFormat::Text if self.args.input_format.is_none() => {
                Some(stance_text::Format::of_path(path))
            }
            InputFormat::Text => Some(Some(stance_text::Format::Plain)),
            InputFormat::Csv | InputFormat::Jsonl | InputFormat::Lines => None,
        }
    }

    /// Reports the failure of an input and goes on; passes on that of the output.
    fn settle(&mut self, path: &Path, result: anyhow::Result<()>) -> anyhow::Result<()> {
        let Err(why) = result else { return Ok(()) };
        match why.downcast::<OutputFailed>() {
            Ok(OutputFailed(why)) => Err(why),
            Err(why) => {
                self.failed += 1;
                let name = source::name(path);
                // Errors that know the line name the file themselves.
                let named = format!("{why:#}").starts_with(&name);
                output::error(&if named { why } else { why.context(name) });
                Ok(())
            }
        }
    }

    fn write(&mut self, rendered: &[u8]) -> anyhow::Result<()> {
        let written = self.out.write_all(rendered);
        written.map_err(|why| OutputFailed(self.cannot_write(why)).into())
    }

    fn cannot_write(&self, why: std::io::Error) -> anyhow::Error {
        match &self.args.out {
            Some(path) => anyhow::Error::from(why).context(path.display().to_string()),
            None => why.into(),
        }
    }

    /// Reads and splits pages side by side, labels their statements, and writes them in order.
    fn pages(&mut self, paths: &[std::path::PathBuf]) -> anyhow::Result<()> {
        let read: Vec<anyhow::Result<Statements>> = paths
            .par_iter()
            .map(|path| {
                let bytes = source::bytes(path)?;
                if bytes.is_empty() {
                    bail!("the file is empty");
                }
                let format = self.page_format(path).flatten();
                let options = StatementOptions::default()
                    .format(format)
                    .furniture(self.args.furniture);
                Ok(stance_text::statements_with(&bytes, options)?)
            })
            .collect();
        for (path, statements) in paths.iter().zip(read) {
            let written = statements.and_then(|statements| self.page(path, &statements));
            self.settle(path, written)?;
        }
        Ok(())
    }

    fn page(&mut self, path: &Path, statements: &Statements) -> anyhow::Result<()> {
        let document = source::name(path);
        let mut head = Vec::new();
        self.format.begin(&document, None, &mut head)?;
        self.write(&head)?;
        let rendered = self.label(&statements.statements, |statement| {
            let range = statement.source.clone();
            let origin = Origin::Page {
                document: &document,
                range,
                statement: Some(statement),
            };
            (&statement.text, origin)
        })?;
        self.write(&rendered)
    }

    /// Labels the records of a table, a batch at a time.
    fn records(&mut self, path: &Path) -> anyhow::Result<()> {
        match self.input_format(path) {
            InputFormat::Csv => self.csv(path),
            InputFormat::Jsonl => self.jsonl(path),
            _ => self.lines(path),
        }
    }

    fn csv(&mut self, path: &Path) -> anyhow::Result<()> {
        let mut table = Table::new(source::name(path), source::open(path)?)?;
        let column = table.column(&self.args.text_column, "--text-column")?;
        let header = table.header().clone();
        let mut head = Vec::new();
        self.format.begin(table.name(), Some(&header), &mut head)?;
        self.write(&head)?;
        let mut batch = Vec::with_capacity(BATCH_OF_RECORDS);
        let mut record = StringRecord::new();
        loop {
            // What was read before a bad record is labelled all the same.
            let more = table.read(&mut record);
            if matches!(more, Ok(true)) {
                batch.push(record.clone());
            }
            if batch.len() == BATCH_OF_RECORDS || !matches!(more, Ok(true)) {
                let rendered = self.label(&batch, |record| {
                    (
                        &record[column],
                        Origin::Record {
                            header: &header,
                            record,
                        },
                    )
                })?;
                self.write(&rendered)?;
                batch.clear();
            }
            if !more? {
                return Ok(());
            }
        }
    }

    fn jsonl(&mut self, path: &Path) -> anyhow::Result<()> {
        let name = source::name(path);
        if self.args.format == crate::args::OutputFormat::Csv {
            bail!("JSON records cannot be written as a table: use --format jsonl");
        }
        let mut head = Vec::new();
        self.format.begin(&name, None, &mut head)?;
        self.write(&head)?;
        let text_column = &self.args.text_column;
        self.each_line(path, |line, number| {
            if line.trim_ascii().is_empty() {
                return Ok(None);
            }
            let value: Value = serde_json::from_slice(line)
                .map_err(|why| anyhow!("{name}:{number}: not JSON: {why}"))?;
            let Value::Object(object) = value else {
                bail!("{name}:{number}: not an object: each line must be one, like {{\"text\": \"…\"}}");
            };
            match object.get(text_column) {
                Some(Value::String(_)) => Ok(Some(object)),
                Some(_) => bail!("{name}:{number}: `{text_column}` is not a string"),
                None => bail!("{name}:{number}: no member `{text_column}`: name it with --text-column"),
            }
        }, |object: &Map<String, Value>, _| {
            let text = object.get(text_column).and_then(Value::as_str).unwrap_or_default();
            (text, Origin::Object(object))
        })
    }

    fn lines(&mut self, path: &Path) -> anyhow::Result<()> {
        let name = source::name(path);
        let mut head = Vec::new();
        self.format.begin(&name, None, &mut head)?;
        self.write(&head)?;
        let mut start = 0;
        self.each_line(
            path,
            |line, number| {
                let offset = start;
                start += line.len();
                let text = std::str::from_utf8(line).map_err(|_| {
                    anyhow!("{name}:{number}: not valid UTF-8: convert the file to UTF-8")
                })?;
                let text = text.strip_suffix('\n').unwrap_or(text);
                let text = text.strip_suffix('\r').unwrap_or(text);
                Ok(Some((offset..offset + text.len(), text.to_owned())))
            },
            |(range, text): &(Range<usize>, String), document| {
                (
                    text,
                    Origin::Page {
                        document,
                        range: range.clone(),
                        statement: None,
                    },
                )
            },
        )
    }

    /// Reads a file line by line and labels the items that the lines hold, a batch at a time.
    fn each_line<T: Sync>(
        &mut self,
        path: &Path,
        mut read: impl FnMut(&[u8], u64) -> anyhow::Result<Option<T>>,
        item: impl for<'i> Fn(&'i T, &'i str) -> (&'i str, Origin<'i>) + Sync,
    ) -> anyhow::Result<()> {
        let name = source::name(path);
        let mut reader = BufReader::new(source::open(path)?);
        let (mut line, mut number) = (Vec::new(), 0);
        let mut batch = Vec::with_capacity(BATCH_OF_RECORDS);
        loop {
            line.clear();
            number += 1;
            let more = reader
                .read_until(b'\n', &mut line)
                .with_context(|| name.clone());
            let more = more.and_then(|length| match length {
                0 => Ok(false),
                _ => read(&line, number).map(|read| {
                    batch.extend(read);
                    true
                }),
            });
            if batch.len() == BATCH_OF_RECORDS || !matches!(more, Ok(true)) {
                let rendered = self.label(&batch, |read| item(read, &name))?;
                self.write(&rendered)?;
                batch.clear();
            }
            if !more? {
                return Ok(());
            }
        }
    }

    /// Labels items side by side and renders them in their order.
    fn label<'i, T: Sync>(
        &self,
        items: &'i [T],
        item: impl Fn(&'i T) -> (&'i str, Origin<'i>) + Sync,
    ) -> anyhow::Result<Vec<u8>> {
        let pieces: Vec<Vec<u8>> = items
            .par_chunks(PIECE)
            .map_init(Scratch::new, |scratch, piece| {
                let mut out = Vec::new();
                for (text, origin) in piece.iter().map(&item) {
                    let explanation = self
                        .args
                        .explain
                        .then(|| self.classifier.explain_with(text, scratch));
                    let prediction = match &explanation {
                        Some(explanation) => explanation.prediction().clone(),
                        None => self.classifier.classify_with(text, scratch),
                    };
                    let abstained = prediction
                        .label_at_least(self.args.abstain.abstain)
                        .is_none();
                    let statement = Labelled {
                        origin,
                        text,
                        prediction: &prediction,
                        explanation: explanation.as_ref(),
                        abstained,
                    };
                    self.format.write(&statement, &mut out)?;
                }
                Ok(out)
            })
            .collect::<anyhow::Result<_>>()?;
        Ok(pieces.concat())
    }
}
