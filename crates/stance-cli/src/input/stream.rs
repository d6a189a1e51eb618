//! Labelled texts read one behind the other, of files that need not fit into memory.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, anyhow, bail};
use csv::StringRecord;
use sha2::{Digest, Sha256};
use stance_classifier::Labels;
use stance_classifier::train::{RowSource, TextBlock};

use super::labelled::{LabelledFile, hexadecimal, short_name};
use super::members::Members;
use super::source::{self, LONGEST};
use super::table::{self, Table};
use crate::args::{ColumnArgs, RecordFormat};

/// Files of labelled texts, and how they are read.
#[derive(Debug, Clone, Copy)]
pub struct Files<'f> {
    pub paths: &'f [PathBuf],
    /// By the name of each where it is not given.
    pub format: Option<RecordFormat>,
    pub columns: &'f ColumnArgs,
}

/// The records of one file.
struct Records {
    name: String,
    kind: Kind,
    hash: Arc<Mutex<Sha256>>,
    rows: usize,
    /// Of the record read last.
    line: u64,
}

enum Kind {
    Csv {
        table: Box<Table<Hashed>>,
        text: usize,
        label: usize,
        record: StringRecord,
    },
    Jsonl {
        reader: BufReader<Hashed>,
        line: Vec<u8>,
        members: Box<Members>,
    },
}

/// An input that is hashed on its way.
struct Hashed {
    input: Box<dyn Read + Send>,
    hash: Arc<Mutex<Sha256>>,
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let mut hash = self.hash.lock().unwrap_or_else(PoisonError::into_inner);
        hash.update(&buffer[..read]);
        Ok(read)
    }
}

impl Files<'_> {
    fn open(&self, path: &Path) -> anyhow::Result<Records> {
        /// Bytes that are read, and hashed, at once.
        const BUFFER: usize = 64 << 10;
        let name = source::name(path);
        let hash = Arc::default();
        let input = Hashed {
            input: source::open(path)?,
            hash: Arc::clone(&hash),
        };
        let columns = self.columns;
        let kind = match self.format.unwrap_or_else(|| format_of(path)) {
            RecordFormat::Csv => {
                let table = Table::new(name.clone(), input)?;
                Kind::Csv {
                    text: table.column(&columns.text_column, "--text-column")?,
                    label: table.column(&columns.label_column, "--label-column")?,
                    table: Box::new(table),
                    record: StringRecord::new(),
                }
            }
            RecordFormat::Jsonl => Kind::Jsonl {
                reader: BufReader::with_capacity(BUFFER, input),
                line: Vec::new(),
                members: Box::new(Members::new(&columns.text_column, &columns.label_column)),
            },
        };
        Ok(Records {
            name,
            kind,
            hash,
            rows: 0,
            line: 0,
        })
    }

    /// The labels that occur, found by reading all files once.
    pub fn labels(&self) -> anyhow::Result<Labels> {
        let mut found: BTreeMap<String, (u64, String)> = BTreeMap::new();
        let mut rows = 0;
        for path in self.paths {
            let mut records = self.open(path)?;
            while records.next()? {
                rows += 1;
                let (_, label) = records.fields();
                if let Some((count, _)) = found.get_mut(label) {
                    *count += 1;
                    continue;
                }
                if found.len() == Labels::MOST {
                    bail!(
                        "{}: more than {} different labels: name the right column with --label-column",
                        records.place(),
                        Labels::MOST
                    );
                }
                found.insert(label.to_owned(), (1, records.place()));
            }
        }
        let single = found
            .iter()
            .find(|(_, (count, _))| *count == 1 && rows > found.len());
        if let Some((label, (_, place))) = single {
            bail!(
                "{place}: `{label}` is the label of this record alone: if it is meant, name all labels with --labels"
            );
        }
        let names: Vec<String> = self.paths.iter().map(|path| source::name(path)).collect();
        Labels::of(found.keys()).with_context(|| names.join(", "))
    }
}

/// JSON lines by the ending of the name, else a table.
fn format_of(path: &Path) -> RecordFormat {
    let name = source::uncompressed(path);
    let jsonl = name.extension().is_some_and(|extension| {
        ["jsonl", "ndjson"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    });
    match jsonl {
        true => RecordFormat::Jsonl,
        false => RecordFormat::Csv,
    }
}

impl Records {
    /// Goes to the next record, which has a text and a label; false at the end.
    fn next(&mut self) -> anyhow::Result<bool> {
        match &mut self.kind {
            Kind::Csv { table, record, .. } => {
                if !table.read(record)? {
                    return self.end();
                }
                self.line = table::line(record);
            }
            Kind::Jsonl {
                reader,
                line,
                members,
            } => loop {
                line.clear();
                self.line += 1;
                let place = || format!("{}:{}", self.name, self.line);
                let length = reader
                    .take(LONGEST as u64 + 1)
                    .read_until(b'\n', line)
                    .with_context(|| self.name.clone())?;
                if length > LONGEST {
                    bail!(
                        "{}: a line of more than {} MiB: not an object a line",
                        place(),
                        LONGEST >> 20
                    );
                }
                if length == 0 {
                    return self.end();
                }
                let mark = if self.line == 1 {
                    "\u{feff}".as_bytes()
                } else {
                    b""
                };
                let object = line.strip_prefix(mark).unwrap_or(line).trim_ascii();
                if !object.is_empty() {
                    members.read(object).with_context(place)?;
                    break;
                }
            },
        }
        self.rows += 1;
        let (text, label) = self.fields();
        if text.trim().is_empty() {
            bail!("{}: the text is empty: remove the record", self.place());
        }
        if label.is_empty() {
            bail!(
                "{}: the label is empty: give one, or remove the record",
                self.place()
            );
        }
        Ok(true)
    }

    fn end(&self) -> anyhow::Result<bool> {
        match (self.rows, &self.kind) {
            (0, Kind::Csv { .. }) => bail!("{}: no record behind the header", self.name),
            (0, Kind::Jsonl { .. }) => bail!("{}: no record in the file", self.name),
            _ => Ok(false),
        }
    }

    /// Text and label of the record read last.
    fn fields(&self) -> (&str, &str) {
        match &self.kind {
            Kind::Csv {
                text,
                label,
                record,
                ..
            } => (&record[*text], &record[*label]),
            Kind::Jsonl { members, .. } => members.fields(),
        }
    }

    /// `file:line` of the record read last.
    fn place(&self) -> String {
        format!("{}:{}", self.name, self.line)
    }
}

/// The rows of all files, for a learner.
pub struct Rows<'f> {
    files: Files<'f>,
    labels: &'f Labels,
    now: Option<Records>,
    /// Files read to their end.
    pub done: Vec<LabelledFile>,
}

impl<'f> Rows<'f> {
    pub const fn new(files: Files<'f>, labels: &'f Labels) -> Self {
        Self {
            files,
            labels,
            now: None,
            done: Vec::new(),
        }
    }

    /// Passes over the first rows, which a learner has had.
    pub fn skip(&mut self, rows: u64) -> anyhow::Result<()> {
        for row in 0..rows {
            if !self.next()? {
                bail!("the data have {row} rows, and {rows} were learned from already");
            }
        }
        Ok(())
    }

    /// Goes to the next row; false where there is none.
    fn next(&mut self) -> anyhow::Result<bool> {
        loop {
            let Some(records) = &mut self.now else {
                let Some(path) = self.files.paths.get(self.done.len()) else {
                    return Ok(false);
                };
                self.now = Some(self.files.open(path)?);
                continue;
            };
            if records.next()? {
                return Ok(true);
            }
            let hash = records.hash.lock().unwrap_or_else(PoisonError::into_inner);
            self.done.push(LabelledFile {
                name: short_name(&self.files.paths[self.done.len()]),
                sha256: hexadecimal(&hash.clone().finalize()),
                rows: records.rows,
            });
            drop(hash);
            self.now = None;
        }
    }
}

impl RowSource for Rows<'_> {
    type Error = anyhow::Error;

    fn fill(&mut self, block: &mut TextBlock) -> anyhow::Result<()> {
        while !block.is_full() && self.next()? {
            let Some(records) = &self.now else { break };
            let (text, label) = records.fields();
            let Some(class) = self.labels.index(label) else {
                let labels: Vec<&str> = self.labels.iter().collect();
                bail!(
                    "{}: unknown label `{label}`; there may be {}",
                    records.place(),
                    labels.join(", ")
                );
            };
            if text.len() > block.longest() {
                bail!(
                    "{}: a text of {} bytes, and there is memory for {}: raise --memory, or remove the record",
                    records.place(),
                    text.len(),
                    block.longest()
                );
            }
            let class = u16::try_from(class).map_err(|_| anyhow!("too many labels"))?;
            block.push(text, class);
        }
        Ok(())
    }
}
