//! What comes out, as the records that a report is drawn from.

use jiff::civil::Date;
use rusqlite::{Connection, Row, Statement as Prepared, params};
use stance_report::{Collection, Document, Evidence, Statement};

use crate::connection::Reader;
use crate::error::{Error, Result};
use crate::models::models;
use crate::record::{ModelId, Stored};

/// Which documents of a store are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those that this model labelled; none where there is one alone.
    pub model: Option<ModelId>,
    /// Those of this day and later; documents without a date are none of them.
    pub from: Option<Date>,
    /// Those of this day and before; documents without a date are none of them.
    pub to: Option<Date>,
}

impl Reader {
    /// The documents that pass the filter, by name, with their statements: the same records whatever the order in
    /// which they came. Files with the same bytes are among a document's copies.
    ///
    /// # Errors
    /// [`Error::SeveralModels`] where several have labelled and the filter names none; [`Error::Damaged`];
    /// [`Error::Locked`] and what else SQLite says.
    pub fn collection(&self, filter: &Filter) -> Result<Collection> {
        read(&self.connection, filter)
    }
}

pub fn read(connection: &Connection, filter: &Filter) -> Result<Collection> {
    // All that follows sees one state of the file.
    let transaction = connection.unchecked_transaction()?;
    let Some(model) = model(models(&transaction)?, filter)? else {
        return Ok(Collection::default());
    };
    let mut collection = Collection {
        labels: model.model.labels,
        ..Collection::default()
    };
    let mut tables = Tables::new(&transaction)?;
    let mut documents = transaction.prepare(
        "SELECT documents.id, name, title, outlet, url, date, content_id, contents.path
         FROM documents JOIN contents ON contents.id = content_id
         WHERE model_id = ?1 AND (?2 IS NULL OR date >= ?2) AND (?3 IS NULL OR date <= ?3)
         ORDER BY name",
    )?;
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    let mut rows = documents.query(params![model.id.0, day(filter.from), day(filter.to)])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let date: Option<String> = row.get(5)?;
        let date = date.map(|date| {
            date.parse().map_err(|_| Error::Damaged {
                what: format!("{date:?} is no date"),
            })
        });
        let document = Document {
            name: row.get(1)?,
            title: row.get(2)?,
            outlet: row.get(3)?,
            url: row.get(4)?,
            date: date.transpose()?,
            copies: tables.copies(id, row.get(6)?, &row.get::<_, String>(7)?)?,
        };
        tables.statements(id, &mut collection)?;
        collection.documents.push(document);
    }
    Ok(collection)
}

/// The model whose statements are asked for; none where there is nothing.
fn model(models: Vec<Stored>, filter: &Filter) -> Result<Option<Stored>> {
    if let Some(wanted) = filter.model {
        return Ok(models.into_iter().find(|model| model.id == wanted));
    }
    // One that labelled nothing, or nothing that is left, is in nobody's way.
    let is_alone = models.len() == 1;
    let mut at_work = models
        .into_iter()
        .filter(|model| is_alone || model.documents > 0);
    let first = at_work.next();
    let others: Vec<Stored> = at_work.collect();
    if others.is_empty() {
        return Ok(first);
    }
    let names = first.into_iter().chain(others);
    Err(Error::SeveralModels {
        names: names
            .map(|stored| {
                let checksum = stored.model.checksum.to_string();
                format!("{} {}", stored.model.name, &checksum[..8])
            })
            .collect(),
    })
}

/// The questions that are asked of each document.
struct Tables<'c> {
    copies: Prepared<'c>,
    statements: Prepared<'c>,
    probabilities: Prepared<'c>,
    evidence: Prepared<'c>,
}

impl<'c> Tables<'c> {
    fn new(connection: &'c Connection) -> Result<Self> {
        Ok(Self {
            copies: connection.prepare(
                "SELECT name FROM (
                     SELECT 0 AS kind, position, name FROM copies WHERE document_id = ?1
                     UNION ALL
                     SELECT 1, 0, path FROM files WHERE content_id = ?2 AND path <> ?3)
                 ORDER BY kind, position, name",
            )?,
            statements: connection.prepare(
                "SELECT id, start_byte, end_byte, text, holder, party, alliance
                 FROM statements WHERE document_id = ?1 ORDER BY position",
            )?,
            probabilities: connection.prepare(
                "SELECT p FROM probabilities JOIN labels ON labels.id = label_id
                 WHERE statement_id = ?1 ORDER BY labels.position",
            )?,
            evidence: connection.prepare(
                "SELECT start_byte, end_byte, weight FROM evidence
                 WHERE statement_id = ?1 ORDER BY position",
            )?,
        })
    }

    fn copies(&mut self, document: i64, content: i64, path: &str) -> Result<Vec<String>> {
        let names = self
            .copies
            .query_map(params![document, content, path], |row| row.get(0))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    fn statements(&mut self, document: i64, collection: &mut Collection) -> Result<()> {
        let mut rows = self.statements.query([document])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let probabilities = self.probabilities.query_map([id], |row| row.get(0))?;
            let probabilities: Vec<f64> = probabilities.collect::<rusqlite::Result<_>>()?;
            if probabilities.len() != collection.labels.len() {
                return Err(Error::Damaged {
                    what: format!("statement {id} has not a probability for each label"),
                });
            }
            let evidence = self.evidence.query_map([id], |row| {
                Ok(Evidence {
                    start: offset(row, 0)?,
                    end: offset(row, 1)?,
                    weight: row.get(2)?,
                })
            })?;
            collection.statements.push(&Statement {
                document: collection.documents.len(),
                span: offset(row, 1)?..offset(row, 2)?,
                text: row.get(3)?,
                probabilities,
                holder: row.get(4)?,
                party: row.get(5)?,
                alliance: row.get(6)?,
                evidence: evidence.collect::<rusqlite::Result<_>>()?,
            });
        }
        Ok(())
    }
}

/// A number of bytes.
fn offset(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    let number: i64 = row.get(column)?;
    usize::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, number))
}
