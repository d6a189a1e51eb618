//! What goes in: a file with all its documents, in one transaction.

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior};
use stance_report::{Collection, Document, Statement};

use crate::batch::{Batch, content_of};
use crate::collection::{self, Filter};
use crate::connection::Store;
use crate::error::Result;
use crate::models::checksum;
use crate::record::{Added, Checksum, File, ModelId, Stamp};

impl Store {
    /// Begins to put several files in by one transaction: until it is [committed](Batch::commit) nobody sees any of
    /// them, and whoever ends before leaves what was there.
    ///
    /// # Errors
    /// [`Error::Locked`](crate::Error::Locked) and what else SQLite says.
    pub fn batch(&mut self) -> Result<Batch<'_>> {
        Ok(Batch::new(self.begin()?))
    }

    /// [`Batch::note`] in a transaction of its own.
    ///
    /// # Errors
    /// [`Error::Locked`](crate::Error::Locked) and what else SQLite says.
    pub fn note(&mut self, model: ModelId, file: &File) -> Result<Option<Added>> {
        let mut batch = self.batch()?;
        let noted = batch.note(model, file)?;
        batch.commit()?;
        Ok(noted)
    }

    /// [`Batch::add`] in a transaction of its own.
    ///
    /// # Errors
    /// Those of [`Batch::add`]. Then nothing has changed.
    pub fn add(
        &mut self,
        model: ModelId,
        file: &File,
        documents: &[(Document, Vec<Statement>)],
    ) -> Result<Added> {
        let mut batch = self.batch()?;
        let added = batch.add(model, file, documents)?;
        batch.commit()?;
        Ok(added)
    }

    /// Whether this model has labelled these bytes, under whatever path.
    ///
    /// # Errors
    /// [`Error::Locked`](crate::Error::Locked) and what else SQLite says.
    pub fn has(&self, model: ModelId, checksum: Checksum) -> Result<bool> {
        let found = content_of(&self.connection, checksum)?;
        Ok(found.is_some_and(|(_, labelled_by)| labelled_by == model.0))
    }

    /// The files as they were when they were last read, by path.
    ///
    /// # Errors
    /// [`Error::Locked`](crate::Error::Locked) and what else SQLite says.
    pub fn files(&self) -> Result<Vec<(String, Stamp)>> {
        let mut statement = self
            .connection
            .prepare("SELECT path, size, modified FROM files ORDER BY path")?;
        let files = statement.query_map([], |row| {
            let size: i64 = row.get(1)?;
            let stamp = Stamp {
                size: size.unsigned_abs(),
                modified: row.get(2)?,
            };
            Ok((row.get(0)?, stamp))
        })?;
        Ok(files.collect::<rusqlite::Result<_>>()?)
    }

    /// What is known of a file; none where nothing is.
    ///
    /// # Errors
    /// [`Error::Locked`](crate::Error::Locked) and what else SQLite says.
    pub fn known(&self, path: &str) -> Result<Option<File>> {
        let found: Option<(i64, Option<i64>, String)> = self
            .connection
            .query_row(
                "SELECT size, modified, checksum FROM files
                 JOIN contents ON contents.id = files.content_id WHERE files.path = ?1",
                [path],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()?;
        let Some((size, modified, digits)) = found else {
            return Ok(None);
        };
        Ok(Some(File {
            path: path.to_owned(),
            stamp: Stamp {
                size: size.unsigned_abs(),
                modified,
            },
            checksum: checksum(&digits)?,
        }))
    }

    /// As [`Reader::collection`](crate::Reader::collection).
    ///
    /// # Errors
    /// The same.
    pub fn collection(&self, filter: &Filter) -> Result<Collection> {
        collection::read(&self.connection, filter)
    }

    /// Begins to write at once: a transaction that began with reading could find that another has written since.
    pub(crate) fn begin(&mut self) -> Result<Transaction<'_>> {
        let behavior = TransactionBehavior::Immediate;
        Ok(self.connection.transaction_with_behavior(behavior)?)
    }
}
