//! Files that are read side by side, and then stored one after the other.

use anyhow::bail;
use rayon::prelude::*;
use stance_report::{Document, Statement};
use stance_store::{Added, Checksum, Error, File, ModelId, Seen, Store, Unreadable};

use crate::pipeline::Pipeline;

/// The longest file that is read, in bytes: it is held in memory with its statements.
const LONGEST: u64 = 256 << 20;
/// Bytes of files that are held at once, if one file alone is not more.
const HELD: u64 = 64 << 20;

/// What is in a file.
type Documents = Vec<(Document, Vec<Statement>)>;

/// What became of a file.
pub enum Outcome {
    /// It is there, with so many documents and statements; none of either for a copy.
    Stored(Added, usize, usize),
    /// It went, or was written to, before it was read.
    Moved(Unreadable),
    /// The file system does not let it be read now.
    Unreadable(anyhow::Error),
    /// As it is, it is nothing that can be read.
    Refused(anyhow::Error),
}

/// How many of the files are read at once: enough for all threads, and not more than fit into memory.
pub fn length(files: &[Seen]) -> usize {
    let most = 4 * rayon::current_num_threads();
    let mut held = 0;
    let fit = files.iter().take(most).take_while(|seen| {
        held += seen.stamp.size;
        held <= HELD
    });
    fit.count().max(1)
}

/// What is done with files.
pub struct Reading<'r> {
    pub pipeline: &'r Pipeline<'r>,
    pub model: ModelId,
    /// Whether bytes that the store knows are to be read again, unless `again` has them.
    pub reread: bool,
    /// Bytes that were read by this run.
    pub again: std::collections::HashSet<Checksum>,
}

impl Reading<'_> {
    /// Reads files and stores each; gives what became of it.
    ///
    /// # Errors
    /// Those of the store; what was stored before stays.
    pub fn store(&mut self, files: &[Seen], store: &mut Store) -> Result<Vec<Outcome>, Error> {
        let read: Vec<_> = files
            .par_iter()
            .map(|seen| {
                let bytes = seen.read(LONGEST)?;
                let checksum = Checksum::of(&bytes);
                Ok::<_, Unreadable>((bytes, checksum))
            })
            .collect();
        let mut known = Vec::with_capacity(files.len());
        for (seen, read) in files.iter().zip(&read) {
            known.push(match read {
                Ok((_, checksum)) => self.note(seen, *checksum, store)?,
                Err(_) => None,
            });
        }
        let read: Vec<Result<(Option<Documents>, Checksum), Outcome>> = files
            .par_iter()
            .zip(read)
            .zip(&known)
            .map(|((seen, read), known)| {
                let (bytes, checksum) = read.map_err(unread)?;
                if known.is_some() {
                    return Ok((None, checksum));
                }
                let documents = self.documents(seen, &bytes);
                Ok((Some(documents.map_err(Outcome::Refused)?), checksum))
            })
            .collect();
        let mut outcomes = Vec::with_capacity(files.len());
        for ((seen, read), known) in files.iter().zip(read).zip(known) {
            outcomes.push(match (read, known) {
                (Err(outcome), _) => outcome,
                (Ok(_), Some(added)) => Outcome::Stored(added, 0, 0),
                (Ok((documents, checksum)), None) => {
                    self.add(seen, checksum, &documents.unwrap_or_default(), store)?
                }
            });
        }
        Ok(outcomes)
    }

    fn documents(&self, seen: &Seen, bytes: &[u8]) -> anyhow::Result<Documents> {
        if bytes.is_empty() {
            bail!("the file is empty");
        }
        let mut documents = self.pipeline.read(&seen.path, bytes)?;
        if self.pipeline.explains_quickly() {
            for statement in documents.iter_mut().flat_map(|(_, statements)| statements) {
                statement.evidence = self.pipeline.evidence(&statement.text);
            }
        }
        Ok(documents)
    }

    fn add(
        &mut self,
        seen: &Seen,
        checksum: Checksum,
        documents: &[(Document, Vec<Statement>)],
        store: &mut Store,
    ) -> Result<Outcome, Error> {
        // Another file of the batch may have brought the same bytes.
        if let Some(added) = self.note(seen, checksum, store)? {
            return Ok(Outcome::Stored(added, 0, 0));
        }
        let added = match store.add(self.model, &file(seen, checksum), documents) {
            Err(why @ Error::Record { .. }) => return Ok(Outcome::Refused(why.into())),
            added => added?,
        };
        self.again.insert(checksum);
        let statements = documents.iter().map(|(_, statements)| statements.len());
        Ok(Outcome::Stored(added, documents.len(), statements.sum()))
    }

    fn note(
        &self,
        seen: &Seen,
        checksum: Checksum,
        store: &mut Store,
    ) -> Result<Option<Added>, Error> {
        if self.reread && !self.again.contains(&checksum) {
            return Ok(None);
        }
        store.note(self.model, &file(seen, checksum))
    }
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
