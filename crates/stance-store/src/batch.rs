//! Files that go in together, by one transaction.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use stance_report::{Document, Statement};

use crate::error::Result;
use crate::models::label_ids;
use crate::record::{Added, Checksum, File, ModelId};
use crate::write::{self, free_name};

/// Files that go into a [`Store`](crate::Store) by one transaction; one that is dropped before it is
/// [committed](Self::commit) leaves the store as it was.
#[derive(Debug)]
pub struct Batch<'s> {
    transaction: Transaction<'s>,
}

impl<'s> Batch<'s> {
    pub(crate) const fn new(transaction: Transaction<'s>) -> Self {
        Self { transaction }
    }

    /// Notes a file whose bytes have been read and labelled by this model already, under whatever path; none where
    /// they have not, and then nothing is noted.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn note(&mut self, model: ModelId, file: &File) -> Result<Option<Added>> {
        let Some((content, labelled_by)) = content_of(&self.transaction, file.checksum)? else {
            return Ok(None);
        };
        if labelled_by != model.0 {
            return Ok(None);
        }
        // What fails half-way is undone alone.
        let part = self.transaction.savepoint()?;
        let before = place(&part, file, content)?;
        let added = match before {
            Some(before) if before == content => Added::Same,
            _ => Added::Copy,
        };
        if let Some(before) = before.filter(|before| *before != content) {
            forsake(&part, before, &file.path)?;
        }
        part.commit()?;
        Ok(Some(added))
    }

    /// Puts a file's documents and their statements in; [`Statement::document`] is not looked at. What was known of
    /// the same path, or of the same bytes, is replaced.
    ///
    /// A document whose name another file's document bears gets the file's path behind its own name.
    ///
    /// # Errors
    /// [`Error::Record`](crate::Error::Record) where a document or statement is not as it must be: then nothing of
    /// this file is in the batch, which may go on with others. What else SQLite says.
    pub fn add(
        &mut self,
        model: ModelId,
        file: &File,
        documents: &[(Document, Vec<Statement>)],
    ) -> Result<Added> {
        let part = self.transaction.savepoint()?;
        let labels = label_ids(&part, model)?;
        let content = match content_of(&part, file.checksum)? {
            Some((content, _)) => {
                part.execute("DELETE FROM documents WHERE content_id = ?1", [content])?;
                part.execute(
                    "UPDATE contents SET model_id = ?2, path = ?3 WHERE id = ?1",
                    params![content, model.0, file.path],
                )?;
                content
            }
            None => {
                part.execute(
                    "INSERT INTO contents (checksum, path, model_id) VALUES (?1, ?2, ?3)",
                    params![file.checksum.to_string(), file.path, model.0],
                )?;
                part.last_insert_rowid()
            }
        };
        let before = place(&part, file, content)?;
        if let Some(before) = before.filter(|before| *before != content) {
            forsake(&part, before, &file.path)?;
        }
        for (position, (document, statements)) in documents.iter().enumerate() {
            let id = write::document(&part, content, position, document, &file.path)?;
            write::statements(&part, id, document, statements, &labels)?;
        }
        part.commit()?;
        Ok(match before {
            None => Added::New,
            Some(_) => Added::Changed,
        })
    }

    /// Lets all that was put in be seen, and kept, at once.
    ///
    /// # Errors
    /// [`Error::Locked`](crate::Error::Locked) where somebody reads for long, and what else SQLite says. Then nothing
    /// has changed.
    pub fn commit(self) -> Result<()> {
        Ok(self.transaction.commit()?)
    }
}

/// What has these bytes, and the model that labelled it.
pub fn content_of(connection: &Connection, checksum: Checksum) -> Result<Option<(i64, i64)>> {
    let found = connection.query_row(
        "SELECT id, model_id FROM contents WHERE checksum = ?1",
        [checksum.to_string()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    );
    Ok(found.optional()?)
}

/// Notes that a file has a content; gives the one it had.
fn place(connection: &Connection, file: &File, content: i64) -> Result<Option<i64>> {
    let before = connection
        .query_row(
            "SELECT content_id FROM files WHERE path = ?1",
            [&file.path],
            |row| row.get(0),
        )
        .optional()?;
    let size = i64::try_from(file.stamp.size).unwrap_or(i64::MAX);
    connection.execute(
        "INSERT INTO files (path, size, modified, content_id) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (path) DO UPDATE SET
             size = excluded.size, modified = excluded.modified, content_id = excluded.content_id",
        params![file.path, size, file.stamp.modified, content],
    )?;
    Ok(before)
}

/// Lets go of a content that the file of this path has no more: it goes with its documents, or another file that has
/// it gives its name to them.
fn forsake(connection: &Connection, content: i64, path: &str) -> Result<()> {
    let heir: Option<String> = connection.query_row(
        "SELECT min(path) FROM files WHERE content_id = ?1",
        [content],
        |row| row.get(0),
    )?;
    let Some(heir) = heir else {
        connection.execute("DELETE FROM contents WHERE id = ?1", [content])?;
        return Ok(());
    };
    let renamed = connection.execute(
        "UPDATE contents SET path = ?3 WHERE id = ?1 AND path = ?2",
        params![content, path, heir],
    )?;
    if renamed == 0 {
        return Ok(());
    }
    let mut statement =
        connection.prepare("SELECT id, name FROM documents WHERE content_id = ?1")?;
    let documents = statement.query_map([content], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let documents: Vec<(i64, String)> = documents.collect::<rusqlite::Result<_>>()?;
    for (id, name) in documents {
        let Some(rest) = name.strip_prefix(path) else {
            continue;
        };
        let name = free_name(connection, &format!("{heir}{rest}"), &heir)?;
        connection.execute(
            "UPDATE documents SET name = ?2 WHERE id = ?1",
            params![id, name],
        )?;
    }
    Ok(())
}
