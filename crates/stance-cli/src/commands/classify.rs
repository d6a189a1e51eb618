//! `stance classify`.

#[cfg(feature = "arrow")]
mod columns;
mod kind;
mod lines;
mod table;

use std::path::Path;

use anyhow::bail;
use rayon::prelude::*;
use stance_classifier::{Classify, Scratch};
use stance_text::{Statement, StatementOptions, Statements};

use crate::args::{ClassifyArgs, InputFormat, OutputFormat};
use crate::engine::Engine;
use crate::input::columnar::Kind;
use crate::input::{source, source::LONGEST};
use crate::output::rows::Rendered;
use crate::output::sink::{OutputFailed, Sink};
use crate::output::statements::{Fields, Labelled, Origin};
use crate::output::{self, Notes};
use kind::{input_format, page_format};

/// Pages that are read together.
const BATCH_OF_PAGES: usize = 64;
const EMPTY: &str = "the file is empty: it must hold a text or a table";
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

    /// Labels the records of a file, a batch at a time.
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
