//! Reading many pages into one collection.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use indicatif::ProgressBar;
use rayon::prelude::*;
use stance_pages::{Duplicates, Fingerprint, Input, Page, PageOptions, Record, Records};
use stance_report::{Collection, Document, Options, Statement};

use crate::input::{pages, source};
use crate::output::{self, Notes, counted};
use crate::pipeline::Pipeline;

/// Files and records that are read together, and the bytes behind which no more are added to them.
const TOGETHER: usize = 256;
const BYTES_TOGETHER: usize = 32 << 20;
/// The longest file that is read as one page, in bytes.
const LONGEST_PAGE: usize = 64 << 20;

/// What was read.
pub struct Gathered {
    pub collection: Collection,
    /// Files and records that could not be read.
    pub failed: usize,
    /// Pages left out since an earlier one says the same.
    copies: usize,
}

impl Gathered {
    /// Says what was read.
    pub fn say(&self, notes: &Notes) {
        let documents = &self.collection.documents;
        let undated = documents.iter().filter(|document| document.date.is_none());
        let mut said = format!(
            "{}, {}",
            counted(documents.len(), "document"),
            counted(self.collection.statements.len(), "statement")
        );
        for (number, what) in [
            (self.copies, "near-identical left out"),
            (undated.count(), "without a date"),
            (self.failed, "could not be read"),
        ] {
            if number > 0 {
                said.push_str(&format!("; {number} {what}"));
            }
        }
        notes.say(said);
    }
}

/// Reads all files in their order, and those in folders; goes on past what cannot be read. Where it is to be `thrifty`, the
/// words of statements that take no position are not kept.
pub fn gather(
    paths: &[PathBuf],
    pipeline: &Pipeline<'_>,
    thrifty: bool,
    notes: &Notes,
) -> anyhow::Result<Gathered> {
    let (files, unread) = pages::files(paths)?;
    let size = |path: &PathBuf| fs::metadata(path).map_or(0, |metadata| metadata.len());
    let bar = notes.bytes(files.iter().map(size).sum(), "reading");
    let mut gathering = Gathering {
        thrifty,
        ..Gathering::new(pipeline, bar)
    };
    for why in &unread {
        gathering.fail(why);
    }
    for path in files {
        let many = pages::input(&source::name(&path), &[]);
        if matches!(many, Input::JsonLines | Input::Mailbox) {
            gathering.records(&path);
        } else {
            let bytes = size(&path) as usize;
            gathering.wait(Source::File(path), bytes);
        }
    }
    gathering.read();
    gathering.bar.finish_and_clear();
    Ok(gathering.gathered)
}

/// Labels pages that have been read, in their order.
#[cfg(feature = "serve")]
pub fn of_pages(pages: Vec<Page>, pipeline: &Pipeline<'_>) -> Collection {
    let mut gathering = Gathering::new(pipeline, ProgressBar::hidden());
    for page in pages {
        gathering.wait(Source::Page(Box::new(page)), 0);
    }
    gathering.read();
    gathering.gathered.collection
}

/// What gives pages.
enum Source {
    File(PathBuf),
    Record(Record),
    #[cfg(feature = "serve")]
    Page(Box<Page>),
}

impl Source {
    /// The pages; a record that is none has its error in its place.
    fn pages(self) -> anyhow::Result<Vec<Result<Page, stance_pages::Error>>> {
        match self {
            Self::File(path) => Ok(pages::read(&source::name(&path), &whole(&path)?)?),
            Self::Record(record) => Ok(vec![record.page()]),
            #[cfg(feature = "serve")]
            Self::Page(page) => Ok(vec![Ok(*page)]),
        }
    }
}

/// The bytes of a file that holds a page.
fn whole(path: &Path) -> anyhow::Result<Vec<u8>> {
    let name = || source::name(path);
    let uncompressed = source::uncompressed(path);
    let extension = uncompressed.extension().and_then(OsStr::to_str);
    if let Some("csv" | "tsv" | "parquet" | "arrow" | "feather") = extension {
        bail!(
            "{}: a table and no page: `stance classify` labels its records",
            name()
        );
    }
    let mut bytes = Vec::new();
    let mut reader = source::open(path)?.take(LONGEST_PAGE as u64 + 1);
    reader.read_to_end(&mut bytes).with_context(name)?;
    if bytes.len() > LONGEST_PAGE {
        bail!(
            "{}: more than {} MiB: no page is as long as that; a crawl of many is read as .jsonl",
            name(),
            LONGEST_PAGE >> 20
        );
    }
    if bytes.is_empty() {
        bail!("{}: the file is empty", name());
    }
    Ok(bytes)
}

struct Gathering<'g> {
    pipeline: &'g Pipeline<'g>,
    bar: ProgressBar,
    duplicates: Duplicates,
    /// For each page that was asked of, the document that it became; the last one's where it is a copy.
    kept: Vec<usize>,
    /// What is read together soon, and its bytes.
    waiting: Vec<Source>,
    waiting_bytes: usize,
    /// The class that takes no position, and whether the words of its statements need not be kept.
    neutral: Option<usize>,
    thrifty: bool,
    gathered: Gathered,
}

impl<'g> Gathering<'g> {
    fn new(pipeline: &'g Pipeline<'g>, bar: ProgressBar) -> Self {
        let labels = pipeline.labels();
        let neutral = Options::default().neutral;
        Self {
            pipeline,
            bar,
            duplicates: Duplicates::default(),
            kept: Vec::new(),
            waiting: Vec::new(),
            waiting_bytes: 0,
            neutral: labels
                .iter()
                .position(|label| Some(label) == neutral.as_ref()),
            thrifty: false,
            gathered: Gathered {
                collection: Collection {
                    labels,
                    ..Collection::default()
                },
                failed: 0,
                copies: 0,
            },
        }
    }

    /// Takes the records of a file of many pages.
    fn records(&mut self, path: &Path) {
        let reader = match source::open(path) {
            Ok(reader) => BufReader::new(reader),
            Err(why) => return self.fail(&why),
        };
        let name = source::name(path);
        let options = PageOptions::default().input(Some(pages::input(&name, &[])));
        for record in Records::new(&name, reader, &options) {
            match record {
                Ok(record) => {
                    let bytes = record.size();
                    self.wait(Source::Record(record), bytes);
                }
                Err(why) => self.fail(&anyhow!(why)),
            }
        }
    }

    /// Adds to what is read together.
    fn wait(&mut self, source: Source, bytes: usize) {
        self.waiting.push(source);
        self.waiting_bytes += bytes;
        if self.waiting.len() >= TOGETHER || self.waiting_bytes >= BYTES_TOGETHER {
            self.read();
        }
    }

    /// Reads and labels what waits, side by side, and keeps it in its order.
    fn read(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let fingerprinted = |page: Result<Page, _>| page.map(|page| (Fingerprint::of(&page), page));
        let read: Vec<anyhow::Result<Vec<_>>> = waiting
            .into_par_iter()
            .map(|source| Ok(source.pages()?.into_iter().map(fingerprinted).collect()))
            .collect();
        let mut new = Vec::new();
        for pages in read {
            let pages = pages.unwrap_or_else(|why| {
                self.fail(&why);
                Vec::new()
            });
            for page in pages {
                match page {
                    Ok((fingerprint, page)) => self.take(fingerprint, page, &mut new),
                    Err(why) => self.fail(&anyhow!(why)),
                }
            }
        }
        let read: Vec<(Document, Vec<Statement>)> = new
            .into_par_iter()
            .map(|page| self.pipeline.page(page))
            .collect();
        let Collection {
            documents,
            statements,
            ..
        } = &mut self.gathered.collection;
        let first = documents.len() - read.len();
        for (at, (document, of_document)) in read.into_iter().enumerate() {
            let place = &mut documents[first + at];
            let copies = std::mem::take(&mut place.copies);
            *place = Document { copies, ..document };
            for mut statement in of_document {
                if self.thrifty && self.neutral == Some(statement.class()) {
                    statement.text.clear();
                }
                statement.document = first + at;
                statements.push(&statement);
            }
        }
        self.bar.inc(self.waiting_bytes as u64);
        self.waiting_bytes = 0;
    }

    /// Gives a page its place among the documents, unless an earlier one says the same.
    fn take(&mut self, fingerprint: Fingerprint, page: Page, new: &mut Vec<Page>) {
        let documents = &mut self.gathered.collection.documents;
        if let Some(earlier) = self.duplicates.add_fingerprint(fingerprint) {
            let document = self.kept[earlier];
            documents[document].copies.push(page.name);
            self.kept.push(document);
            self.gathered.copies += 1;
            return;
        }
        self.kept.push(documents.len());
        // What is known of it follows when it has been labelled.
        documents.push(Document::default());
        new.push(page);
    }

    fn fail(&mut self, why: &anyhow::Error) {
        self.gathered.failed += 1;
        self.bar.suspend(|| output::error(why));
    }
}
