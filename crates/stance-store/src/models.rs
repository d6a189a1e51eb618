//! Who labelled.

use rusqlite::{Connection, OptionalExtension, params};

use crate::connection::{Reader, Store};
use crate::error::{Error, Result};
use crate::record::{Checksum, Model, ModelId, Stored};
use crate::write::integer;

impl Store {
    /// Makes a model known, where none of its checksum is; it keeps the name that it had first.
    ///
    /// # Errors
    /// [`Error::Labels`] where there are none, or one is there twice, or where the same model was known with others;
    /// [`Error::Locked`] and what else SQLite says.
    pub fn model(&mut self, model: &Model) -> Result<ModelId> {
        let labels = &model.labels;
        if labels.is_empty() {
            return Err(Error::Labels {
                what: "there are none",
            });
        }
        if (1..labels.len()).any(|at| labels[..at].contains(&labels[at])) {
            return Err(Error::Labels {
                what: "one is there twice",
            });
        }
        let transaction = self.begin()?;
        let checksum = model.checksum.to_string();
        let known: Option<i64> = transaction
            .query_row(
                "SELECT id FROM models WHERE checksum = ?1",
                [&checksum],
                |row| row.get(0),
            )
            .optional()?;
        if let Some(id) = known {
            if labels_of(&transaction, id)? != *labels {
                return Err(Error::Labels {
                    what: "the store knows the same model with others",
                });
            }
            return Ok(ModelId(id));
        }
        transaction.execute(
            "INSERT INTO models (name, checksum) VALUES (?1, ?2)",
            params![model.name, checksum],
        )?;
        let id = transaction.last_insert_rowid();
        for (position, label) in labels.iter().enumerate() {
            transaction.execute(
                "INSERT INTO labels (model_id, position, label) VALUES (?1, ?2, ?3)",
                params![id, integer(position), label],
            )?;
        }
        transaction.commit()?;
        Ok(ModelId(id))
    }

    /// The models, and how much each has labelled, in the order in which they came.
    ///
    /// # Errors
    /// [`Error::Locked`] and what else SQLite says.
    pub fn models(&self) -> Result<Vec<Stored>> {
        models(&self.connection)
    }
}

impl Reader {
    /// The models, and how much each has labelled, in the order in which they came.
    ///
    /// # Errors
    /// [`Error::Locked`] and what else SQLite says.
    pub fn models(&self) -> Result<Vec<Stored>> {
        models(&self.connection)
    }
}

/// All models, and how much each has labelled.
pub fn models(connection: &Connection) -> Result<Vec<Stored>> {
    let mut statement = connection.prepare(
        "SELECT id, name, checksum,
            (SELECT count(*) FROM documents JOIN contents ON contents.id = content_id
             WHERE model_id = models.id),
            (SELECT count(*) FROM statements JOIN documents ON documents.id = document_id
             JOIN contents ON contents.id = content_id WHERE model_id = models.id)
         FROM models ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut models = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let digits: String = row.get(2)?;
        models.push(Stored {
            id: ModelId(id),
            model: Model {
                name: row.get(1)?,
                checksum: checksum(&digits)?,
                labels: labels_of(connection, id)?,
            },
            documents: row.get::<_, i64>(3)?.unsigned_abs(),
            statements: row.get::<_, i64>(4)?.unsigned_abs(),
        });
    }
    Ok(models)
}

fn labels_of(connection: &Connection, model: i64) -> Result<Vec<String>> {
    let mut statement =
        connection.prepare("SELECT label FROM labels WHERE model_id = ?1 ORDER BY position")?;
    let labels = statement.query_map([model], |row| row.get(0))?;
    Ok(labels.collect::<rusqlite::Result<_>>()?)
}

/// The rows of a model's labels, in their order.
pub fn label_ids(connection: &Connection, model: ModelId) -> Result<Vec<i64>> {
    let mut statement =
        connection.prepare("SELECT id FROM labels WHERE model_id = ?1 ORDER BY position")?;
    let ids = statement.query_map([model.0], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// A checksum as it is written in the file.
pub fn checksum(digits: &str) -> Result<Checksum> {
    digits.parse().map_err(|_| Error::Damaged {
        what: format!("{digits:?} is no SHA-256"),
    })
}
