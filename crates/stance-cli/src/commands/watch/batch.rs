//! Files that are read side by side, and stored by one transaction.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use anyhow::{anyhow, bail};
use rayon::prelude::*;
use stance_report::{Document, Statement};
use stance_store::{Added, Batch, Checksum, Error, File, ModelId, Seen, Store, Unreadable};

use crate::input::{pages, source};
use crate::pipeline::Pipeline;

/// The longest file that is read, in bytes, compressed or not: it is held in memory with its statements.
const LONGEST: u64 = 256 << 20;
/// Bytes of files that are held at once, if one file alone is not more.
const HELD: u64 = 64 << 20;
/// Files of one transaction at the most: what a transaction costs is little beside so many, and what is lost when
/// somebody pulls the plug is soon read again.
const FILES: usize = 64;
/// How long files are read for one transaction, if one alone does not take longer.
const READING: Duration = Duration::from_secs(1);

/// What became of a file.
pub enum Outcome {
    /// It is there.
    Stored(Stored),
    /// It went, or was written to, before it was read.
    Moved(Unreadable),
    /// The file system does not let it be read now.
    Unreadable(anyhow::Error),
    /// As it is, it is nothing that can be read.
    Refused(anyhow::Error),
}

/// What is there of a file.
pub struct Stored {
    pub added: Added,
    /// How many documents and statements; none of either for a copy.
    pub documents: usize,
    pub statements: usize,
    /// Why some of its records are not there.
    pub failed: Vec<stance_pages::Error>,
}

impl Stored {
    const fn copy(added: Added) -> Self {
        Self {
            added,
            documents: 0,
            statements: 0,
            failed: Vec::new(),
        }
    }
}

/// What is in a file.
struct Content {
    documents: Vec<(Document, Vec<Statement>)>,
    failed: Vec<stance_pages::Error>,
}

/// A file that was read, with nothing where the store knows its bytes; or what became of it.
type Read = Result<(Option<Content>, Checksum), Outcome>;

/// What is done with files.
pub struct Reading<'r> {
    pub pipeline: &'r Pipeline<'r>,
    pub model: ModelId,
    /// Whether bytes that the store knows are to be read again, unless `again` has them.
    pub reread: bool,
    /// Bytes that were read and stored by this run.
    pub again: HashSet<Checksum>,
}

impl Reading<'_> {
    /// Reads the first of `files` and stores them by one transaction; gives what became of each, in their order.
    ///
    /// # Errors
    /// Those of the store; then nothing of these files is stored.
    pub fn store(&mut self, files: &[Seen], store: &mut Store) -> Result<Vec<Outcome>, Error> {
        let begun = Instant::now();
        let most = files.len().min(FILES);
        let mut read = Vec::with_capacity(most);
        while read.len() < most && (read.is_empty() || begun.elapsed() < READING) {
            let rest = &files[read.len()..most];
            read.extend(self.read(&rest[..side_by_side(rest)], store)?);
        }
        let mut batch = store.batch()?;
        let mut fresh = HashSet::new();
        let mut outcomes = Vec::with_capacity(read.len());
        for (seen, read) in files.iter().zip(read) {
            outcomes.push(match read {
                Ok((content, checksum)) => {
                    let file = file(seen, checksum);
                    self.add(&file, content, &mut batch, &mut fresh)?
                }
                Err(outcome) => outcome,
            });
        }
        batch.commit()?;
        self.again.extend(fresh);
        Ok(outcomes)
    }

    /// What is in files, side by side.
    fn read(&self, files: &[Seen], store: &Store) -> Result<Vec<Read>, Error> {
        let read: Vec<_> = files
            .par_iter()
            .map(|seen| {
                let bytes = seen.read(LONGEST)?;
                let checksum = Checksum::of(&bytes);
                Ok::<_, Unreadable>((bytes, checksum))
            })
            .collect();
        let mut known = Vec::with_capacity(read.len());
        for read in &read {
            known.push(match read {
                Ok((_, checksum)) if self.heeds(checksum) => store.has(self.model, *checksum)?,
                _ => false,
            });
        }
        let contents = files.par_iter().zip(read).zip(known);
        Ok(contents
            .map(|((seen, read), known)| {
                let (bytes, checksum) = read.map_err(unread)?;
                if known {
                    return Ok((None, checksum));
                }
                let content = self.content(seen, bytes).map_err(Outcome::Refused)?;
                Ok((Some(content), checksum))
            })
            .collect())
    }

    fn content(&self, seen: &Seen, bytes: Vec<u8>) -> anyhow::Result<Content> {
        let bytes = source::expanded(bytes, LONGEST)?;
        if bytes.is_empty() {
            bail!("the file is empty");
        }
        let (mut documents, mut failed) = (Vec::new(), Vec::new());
        for page in pages::read(&seen.path, &bytes)? {
            match page {
                Ok(page) => documents.push(self.pipeline.page(page)),
                Err(why) => failed.push(why),
            }
        }
        if documents.is_empty() && !failed.is_empty() {
            let others = failed.len() - 1;
            let first = anyhow!(failed.swap_remove(0));
            return Err(match others {
                0 => first,
                _ => anyhow!(
                    "{first}; and so on: none of its {} records is a page",
                    others + 1
                ),
            });
        }
        if self.pipeline.explains_quickly() {
            for statement in documents.iter_mut().flat_map(|(_, statements)| statements) {
                statement.evidence = self.pipeline.evidence(&statement.text);
            }
        }
        Ok(Content { documents, failed })
    }

    fn add(
        &self,
        file: &File,
        content: Option<Content>,
        batch: &mut Batch<'_>,
        fresh: &mut HashSet<Checksum>,
    ) -> Result<Outcome, Error> {
        // Another file of the batch may have brought the same bytes.
        if (self.heeds(&file.checksum) || fresh.contains(&file.checksum))
            && let Some(added) = batch.note(self.model, file)?
        {
            return Ok(Outcome::Stored(Stored::copy(added)));
        }
        let Some(Content { documents, failed }) = content else {
            // Its bytes were known, and another process has let go of them since.
            return Ok(Outcome::Moved(Unreadable::Changed));
        };
        let added = match batch.add(self.model, file, &documents) {
            Err(why @ Error::Record { .. }) => return Ok(Outcome::Refused(why.into())),
            added => added?,
        };
        fresh.insert(file.checksum);
        let statements = documents.iter().map(|(_, statements)| statements.len());
        Ok(Outcome::Stored(Stored {
            added,
            statements: statements.sum(),
            documents: documents.len(),
            failed,
        }))
    }

    /// Whether what the store has of these bytes is as good as reading them.
    fn heeds(&self, checksum: &Checksum) -> bool {
        !self.reread || self.again.contains(checksum)
    }
}

/// How many of the files are read at once: enough for all threads, and not more than fit into memory.
fn side_by_side(files: &[Seen]) -> usize {
    let most = 4 * rayon::current_num_threads();
    let mut held = 0;
    let fit = files.iter().take(most).take_while(|seen| {
        held += seen.stamp.size;
        held <= HELD
    });
    fit.count().max(1)
}

fn file(seen: &Seen, checksum: Checksum) -> File {
    File {
        path: seen.path.clone(),
        stamp: seen.stamp,
        checksum,
    }
}

fn unread(why: Unreadable) -> Outcome {
    match why {
        Unreadable::Vanished | Unreadable::Changed => Outcome::Moved(why),
        Unreadable::Io(_) => Outcome::Unreadable(why.into()),
        _ => Outcome::Refused(why.into()),
    }
}
