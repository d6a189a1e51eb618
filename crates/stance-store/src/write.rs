//! Documents and statements as rows.

use rusqlite::{Connection, params};
use stance_report::{Document, Statement};

use crate::error::{Error, Result};

/// The name, or with the path behind it where another document bears it.
pub fn free_name(connection: &Connection, name: &str, path: &str) -> Result<String> {
    let is_taken = connection
        .prepare("SELECT 1 FROM documents WHERE name = ?1")?
        .exists([name])?;
    Ok(match is_taken {
        true => format!("{name} ({path})"),
        false => name.to_owned(),
    })
}

/// What is being written, for errors.
#[derive(Clone, Copy)]
struct Record<'r> {
    document: &'r Document,
    at: Option<usize>,
}

impl Record<'_> {
    fn wrong(&self, what: &'static str) -> Error {
        Error::Record {
            document: self.document.name.clone(),
            statement: self.at,
            what,
        }
    }
}

/// Writes what is known of a document; gives its row.
pub fn document(
    connection: &Connection,
    content: i64,
    position: usize,
    document: &Document,
    path: &str,
) -> Result<i64> {
    let name = free_name(connection, &document.name, path)?;
    let written = connection.execute(
        "INSERT INTO documents (content_id, position, name, title, outlet, url, date)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            content,
            integer(position),
            name,
            document.title,
            document.outlet,
            document.url,
            document.date.map(|date| date.to_string()),
        ],
    );
    match written {
        Err(why) if why.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
            let of = Record { document, at: None };
            return Err(of.wrong("two documents of the file have this name"));
        }
        written => written?,
    };
    let id = connection.last_insert_rowid();
    for (position, name) in document.copies.iter().enumerate() {
        connection.execute(
            "INSERT INTO copies (document_id, position, name) VALUES (?1, ?2, ?3)",
            params![id, integer(position), name],
        )?;
    }
    Ok(id)
}

/// Writes a document's statements with all that hangs on them.
pub fn statements(
    connection: &Connection,
    id: i64,
    document: &Document,
    statements: &[Statement],
    labels: &[i64],
) -> Result<()> {
    let mut insert = connection.prepare(
        "INSERT INTO statements (document_id, position, start_byte, end_byte, text, label_id, p,
             holder, party, alliance)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let mut insert_probability = connection
        .prepare("INSERT INTO probabilities (statement_id, label_id, p) VALUES (?1, ?2, ?3)")?;
    let mut insert_evidence = connection.prepare(
        "INSERT INTO evidence (statement_id, position, start_byte, end_byte, weight)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (at, statement) in statements.iter().enumerate() {
        let of = Record {
            document,
            at: Some(at),
        };
        let (label, p) = likeliest(&statement.probabilities, labels)
            .ok_or_else(|| of.wrong("it needs a probability from 0 to 1 for each label"))?;
        insert.execute(params![
            id,
            integer(at),
            integer(statement.span.start),
            integer(statement.span.end),
            statement.text,
            label,
            p,
            statement.holder,
            statement.party,
            statement.alliance,
        ])?;
        let statement_id = connection.last_insert_rowid();
        for (label, p) in labels.iter().zip(&statement.probabilities) {
            insert_probability.execute(params![statement_id, label, p])?;
        }
        for (position, evidence) in statement.evidence.iter().enumerate() {
            if !evidence.weight.is_finite() {
                return Err(of.wrong("the weight of its evidence must be finite"));
            }
            insert_evidence.execute(params![
                statement_id,
                integer(position),
                integer(evidence.start),
                integer(evidence.end),
                evidence.weight,
            ])?;
        }
    }
    Ok(())
}

/// The likeliest label, the first of several; none where the probabilities are not such.
fn likeliest(probabilities: &[f64], labels: &[i64]) -> Option<(i64, f64)> {
    let are_such = probabilities.iter().all(|p| (0.0..=1.0).contains(p));
    if probabilities.len() != labels.len() || !are_such {
        return None;
    }
    let pairs = labels.iter().copied().zip(probabilities.iter().copied());
    pairs.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// Whatever is in memory can be counted by SQLite.
pub fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
