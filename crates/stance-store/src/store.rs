//! What goes in: a file with all its documents, in one transaction.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use stance_report::{Collection, Document, Statement};

use crate::collection::{self, Filter};
use crate::connection::Store;
use crate::error::Result;
use crate::models::{checksum, label_ids};
use crate::record::{Added, Checksum, File, ModelId, Stamp};
use crate::write::{self, free_name};

impl Store {
    /// Notes a file whose bytes have been read and labelled by this model already, under whatever path; none where
    /// they have not, and then nothing is noted.
    ///
    /// # Errors
    /// [`Error::Locked`](crate::Error::Locked) and what else SQLite says.
    pub fn note(&mut self, model: ModelId, file: &File) -> Result<Option<Added>> {
        let transaction = self.begin()?;
        let Some((content, labelled_by)) = content_of(&transaction, file.checksum)? else {
            return Ok(None);
        };
        if labelled_by != model.0 {
            return Ok(None);
        }
        let before = place(&transaction, file, content)?;
        let added = match before {
            Some(before) if before == content => Added::Same,
            _ => Added::Copy,
        };
        if let Some(before) = before.filter(|before| *before != content) {
            forsake(&transaction, before, &file.path)?;
        }
        transaction.commit()?;
        Ok(Some(added))
    }

    /// Puts a file's documents and their statements in, all in one transaction; [`Statement::document`] is not looked
    /// at. What was known of the same path, or of the same bytes, is replaced.
    ///
    /// A document whose name another file's document bears gets the file's path behind its own name.
    ///
    /// # Errors
    /// [`Error::Record`](crate::Error::Record) where a document or statement is not as it must be; [`Error::Locked`](crate::Error::Locked) and what else SQLite
    /// says. Then nothing has changed.
    pub fn add(
        &mut self,
        model: ModelId,
        file: &File,
        documents: &[(Document, Vec<Statement>)],
    ) -> Result<Added> {
        let transaction = self.begin()?;
        let labels = label_ids(&transaction, model)?;
        let content = match content_of(&transaction, file.checksum)? {
            Some((content, _)) => {
                transaction.execute("DELETE FROM documents WHERE content_id = ?1", [content])?;
                transaction.execute(
                    "UPDATE contents SET model_id = ?2, path = ?3 WHERE id = ?1",
                    params![content, model.0, file.path],
                )?;
                content
            }
            None => {
                transaction.execute(
                    "INSERT INTO contents (checksum, path, model_id) VALUES (?1, ?2, ?3)",
                    params![file.checksum.to_string(), file.path, model.0],
                )?;
                transaction.last_insert_rowid()
            }
        };
        let before = place(&transaction, file, content)?;
        if let Some(before) = before.filter(|before| *before != content) {
            forsake(&transaction, before, &file.path)?;
        }
        for (position, (document, statements)) in documents.iter().enumerate() {
            let id = write::document(&transaction, content, position, document, &file.path)?;
            write::statements(&transaction, id, document, statements, &labels)?;
        }
        transaction.commit()?;
        Ok(match before {
            None => Added::New,
            Some(_) => Added::Changed,
        })
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

/// What has these bytes, and the model that labelled it.
fn content_of(connection: &Connection, checksum: Checksum) -> Result<Option<(i64, i64)>> {
    let found = connection.query_row(
        "SELECT id, model_id FROM contents WHERE checksum = ?1",
        [checksum.to_string()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    );
    Ok(found.optional()?)
}

/// Notes that a file has a content; gives the one it had.
fn place(transaction: &Transaction<'_>, file: &File, content: i64) -> Result<Option<i64>> {
    let before = transaction
        .query_row(
            "SELECT content_id FROM files WHERE path = ?1",
            [&file.path],
            |row| row.get(0),
        )
        .optional()?;
    let size = i64::try_from(file.stamp.size).unwrap_or(i64::MAX);
    transaction.execute(
        "INSERT INTO files (path, size, modified, content_id) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (path) DO UPDATE SET
             size = excluded.size, modified = excluded.modified, content_id = excluded.content_id",
        params![file.path, size, file.stamp.modified, content],
    )?;
    Ok(before)
}

/// Lets go of a content that the file of this path has no more: it goes with its documents, or another file that has
/// it gives its name to them.
fn forsake(transaction: &Transaction<'_>, content: i64, path: &str) -> Result<()> {
    let heir: Option<String> = transaction.query_row(
        "SELECT min(path) FROM files WHERE content_id = ?1",
        [content],
        |row| row.get(0),
    )?;
    let Some(heir) = heir else {
        transaction.execute("DELETE FROM contents WHERE id = ?1", [content])?;
        return Ok(());
    };
    let renamed = transaction.execute(
        "UPDATE contents SET path = ?3 WHERE id = ?1 AND path = ?2",
        params![content, path, heir],
    )?;
    if renamed == 0 {
        return Ok(());
    }
    let mut statement =
        transaction.prepare("SELECT id, name FROM documents WHERE content_id = ?1")?;
    let documents = statement.query_map([content], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let documents: Vec<(i64, String)> = documents.collect::<rusqlite::Result<_>>()?;
    for (id, name) in documents {
        let Some(rest) = name.strip_prefix(path) else {
            continue;
        };
        let name = free_name(transaction, &format!("{heir}{rest}"), &heir)?;
        transaction.execute(
            "UPDATE documents SET name = ?2 WHERE id = ?1",
            params![id, name],
        )?;
    }
    Ok(())
}
