//! `stance classify`.

#[cfg(feature = "arrow")]
mod columns;

use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use csv::StringRecord;
use rayon::prelude::*;
use serde_json::{Map, Value};
use stance_classifier::{Classify, Scratch};
use stance_text::{Statement, StatementOptions, Statements};

use crate::args::{ClassifyArgs, InputFormat, OutputFormat};
use crate::engine::Engine;
use crate::input::columnar::Kind;
use crate::input::table::Table;
use crate::input::{source, source::LONGEST};
use crate::output::rows::Rendered;
use crate::output::sink::{OutputFailed, Sink};
use crate::output::statements::{Fields, Labelled, Origin};
use crate::output::{self, Notes};

/// Pages that are read together.
const BATCH_OF_PAGES: usize = 64;
/// Bytes of a file of lines that are asked for at once.
const READ_AT_ONCE: usize = 1 << 18;

const EMPTY: &str = "the file is empty: it must hold a text or a table";
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Labels the statements of all files; goes on past a bad file, and fails at the end if there was one.
pub fn run(args: &ClassifyArgs, notes: &Notes) -> anyhow::Result<()> {
    let engine = args.model.open()?;
    let path = args.out.as_deref();
    let by_name = path.and_then(OutputFormat::of);
    let format = args.format.or(by_name).unwrap_or(OutputFormat::Table);
    let mut run = Run {
        args,
        engine: &engine,
        #[cfg(feature = "arrow")]
        format,
        out: Sink::open(format, path, engine.labels(), args.explain)?,
        failed: 0,
    };
    let bar = notes.bar(args.files.len() as u64, "files");
    let mut rest = args.files.as_slice();
    while let Some(first) = rest.first() {
        let pages = rest
            .iter()
            .take(BATCH_OF_PAGES)
            .take_while(|path| page_format(args, path).is_some());
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
    let (failed, files) = (run.failed, args.files.len());
    if failed == files {
        // Standard output has what was read before the fault; a file is left as it was.
        run.out.flush()?;
        bail!("none of the {files} files could be labelled to the end");
    }
    run.out.finish()?;
    match failed {
        0 => Ok(()),
        _ => bail!("{failed} of {files} files could not be labelled to the end"),
    }
}

struct Run<'r> {
    args: &'r ClassifyArgs,
    engine: &'r Engine,
    #[cfg(feature = "arrow")]
    format: OutputFormat,
    out: Sink,
    failed: usize,
}

impl Run<'_> {
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
                let why = if named { why } else { why.context(name) };
                if self.args.files.len() == 1 {
                    self.out.flush()?;
                    return Err(why);
                }
                output::error(&why);
                Ok(())
            }
        }
    }

    /// Reads and splits pages side by side, labels their statements, and writes them in order.
    fn pages(&mut self, paths: &[std::path::PathBuf]) -> anyhow::Result<()> {
        let args = self.args;
        let read: Vec<anyhow::Result<Statements>> = paths
            .par_iter()
            .map(|path| {
                let bytes = source::bytes(path)?;
                if bytes.is_empty() {
                    bail!(EMPTY);
                }
                let format = page_format(args, path).flatten();
                let options = StatementOptions::default()
                    .format(format)
                    .furniture(args.furniture);
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
        let statements = &statements.statements;
        let too_long = |statement: &&Statement| statement.text.len() > LONGEST;
        if let Some(endless) = statements.iter().find(too_long) {
            bail!(
                "the sentence at byte {} goes on for more than {} MiB: not a text of sentences",
                endless.source.start,
                LONGEST >> 20
            );
        }
        self.out.begin(&document, Fields::Page)?;
        let rendered = self.label(statements, |statement| {
            let range = statement.source.clone();
            let origin = Origin::Page {
                document: &document,
                range,
                statement: Some(statement),
            };
            (&statement.text, origin)
        })?;
        self.out.write(&rendered)
    }

    /// Labels the records of a table, a batch at a time.
    fn records(&mut self, path: &Path) -> anyhow::Result<()> {
        match input_format(self.args, path) {
            InputFormat::Csv => self.csv(path),
            InputFormat::Jsonl => self.jsonl(path),
            InputFormat::Parquet => self.columns(path, Kind::Parquet),
            InputFormat::Arrow => self.columns(path, Kind::Arrow),
            _ => self.lines(path),
        }
    }

    #[cfg(not(feature = "arrow"))]
    fn columns(&mut self, _: &Path, _: Kind) -> anyhow::Result<()> {
        Err(crate::input::columnar::not_built())
    }

    fn csv(&mut self, path: &Path) -> anyhow::Result<()> {
        let mut table = Table::new(source::name(path), source::open(path)?)?;
        let column = table.column(&self.args.text_column, "--text-column")?;
        let header = table.header().clone();
        self.out.begin(table.name(), Fields::Records(&header))?;
        let most = self.engine.batch();
        let (mut batch, mut held) = (Vec::with_capacity(most), 0);
        let mut record = StringRecord::new();
        loop {
            // What was read before a bad record is labelled all the same.
            let more = table.read(&mut record);
            if matches!(more, Ok(true)) {
                held += record.as_slice().len();
                batch.push(record.clone());
            }
            if batch.len() == most || held >= LONGEST || !matches!(more, Ok(true)) {
                let rendered =
                    self.label(&batch, |record| (&record[column], Origin::Record(record)))?;
                self.out.write(&rendered)?;
                batch.clear();
                held = 0;
            }
            if !more? {
                return Ok(());
            }
        }
    }

    fn jsonl(&mut self, path: &Path) -> anyhow::Result<()> {
        let name = source::name(path);
        self.out.begin(&name, Fields::Objects)?;
        let text_column = &self.args.text_column;
        self.each_line(path, |_, line, number| {
            let value: Value = serde_json::from_slice(line)
                .map_err(|why| anyhow!("{name}:{number}: not JSON: {}", within_line(&why)))?;
            let Value::Object(object) = value else {
                bail!("{name}:{number}: not an object: each line must be one, like {{\"text\": \"…\"}}");
            };
            match object.get(text_column) {
                Some(Value::String(_)) => Ok(object),
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
        self.out.begin(&name, Fields::Page)?;
        self.each_line(
            path,
            |offset, line, number| {
                let text = std::str::from_utf8(line).map_err(|_| {
                    anyhow!("{name}:{number}: not valid UTF-8: convert the file to UTF-8")
                })?;
                let text = text.strip_suffix('\n').unwrap_or(text);
                let text = text.strip_suffix('\r').unwrap_or(text);
                Ok((offset..offset + text.len(), text.to_owned()))
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

    /// Reads a file line by line and labels the items that the lines hold, a batch at a time; `read` gets
    /// the offset, the bytes and the number of each line that is not blank.
    fn each_line<T: Sync>(
        &mut self,
        path: &Path,
        read: impl Fn(usize, &[u8], u64) -> anyhow::Result<T>,
        item: impl for<'i> Fn(&'i T, &'i str) -> (&'i str, Origin<'i>) + Sync,
    ) -> anyhow::Result<()> {
        let name = source::name(path);
        let mut reader = BufReader::with_capacity(READ_AT_ONCE, source::open(path)?);
        let (mut line, mut offset, mut number) = (Vec::new(), 0, 0);
        let most = self.engine.batch();
        let (mut batch, mut held) = (Vec::with_capacity(most), 0);
        loop {
            line.clear();
            number += 1;
            let more = (&mut reader)
                .take(LONGEST as u64 + 1)
                .read_until(b'\n', &mut line)
                .with_context(|| name.clone());
            let more = more.and_then(|length| {
                if number == 1 && length == 0 {
                    bail!(EMPTY);
                }
                if length > LONGEST {
                    bail!(
                        "{name}:{number}: a line of more than {} MiB: not a statement a line",
                        LONGEST >> 20
                    );
                }
                let mark = if number == 1 { BYTE_ORDER_MARK } else { b"" };
                let text = line.strip_prefix(mark).unwrap_or(&line);
                if !text.trim_ascii().is_empty() {
                    batch.push(read(offset + length - text.len(), text, number)?);
                    held += text.len();
                }
                offset += length;
                Ok(length > 0)
            });
            // Lines may be long, and as many of them as are labelled together need not fit into memory.
            if batch.len() == most || held >= LONGEST || !matches!(more, Ok(true)) {
                let rendered = self.label(&batch, |read| item(read, &name))?;
                self.out.write(&rendered)?;
                batch.clear();
                held = 0;
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
    ) -> anyhow::Result<Vec<Rendered>> {
        let form = self.out.form();
        items
            .par_chunks(self.engine.piece(items.len()))
            .map_init(Scratch::new, |scratch, piece| {
                let mut rows = form.rows();
                let texts: Vec<&str> = piece.iter().map(|given| item(given).0).collect();
                let explain = self.args.explain;
                (self.engine).answer(&texts, explain, scratch, |at, prediction, explanation| {
                    let (text, origin) = item(&piece[at]);
                    // Of nothing there is nothing to say, however likely.
                    let abstained = text.trim().is_empty()
                        || prediction
                            .label_at_least(self.args.abstain.abstain)
                            .is_none();
                    let statement = Labelled {
                        origin,
                        text,
                        prediction,
                        explanation,
                        abstained,
                    };
                    rows.write(&statement)
                })?;
                rows.finish()
            })
            .collect()
    }
}

/// What a file is.
fn input_format(args: &ClassifyArgs, path: &Path) -> InputFormat {
    args.input_format.unwrap_or_else(|| {
        match Kind::of(path) {
            Some(Kind::Parquet) => return InputFormat::Parquet,
            Some(Kind::Arrow) => return InputFormat::Arrow,
            None => {}
        }
        let extension = source::uncompressed(path)
            .extension()
            .unwrap_or_default()
            .to_ascii_lowercase();
        match extension.to_str() {
            Some("csv") => InputFormat::Csv,
            Some("jsonl" | "ndjson") => InputFormat::Jsonl,
            Some("html" | "htm" | "xhtml") => InputFormat::Html,
            _ => InputFormat::Text,
        }
    })
}

/// How a page is to be read; none where the file is not a page.
fn page_format(args: &ClassifyArgs, path: &Path) -> Option<Option<stance_text::Format>> {
    match input_format(args, path) {
        InputFormat::Html => Some(Some(stance_text::Format::Html)),
        // A name without an ending says nothing of what is inside.
        InputFormat::Text if args.input_format.is_none() => {
            Some(stance_text::Format::of_path(source::uncompressed(path)))
        }
        InputFormat::Text => Some(Some(stance_text::Format::Plain)),
        InputFormat::Csv
        | InputFormat::Jsonl
        | InputFormat::Lines
        | InputFormat::Parquet
        | InputFormat::Arrow => None,
    }
}

/// What the parser says of a line, which to it is the first of a text.
fn within_line(why: &serde_json::Error) -> String {
    why.to_string().replace("at line 1 column", "at column")
}
