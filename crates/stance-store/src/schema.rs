//! The tables, and how a file that has them is known.

use rusqlite::{Connection, Transaction};

use crate::error::{Error, Result};

/// The tables.
pub const SCHEMA: &str = include_str!("schema.sql");
/// Written as a database's `application_id`: `Stnc`.
pub const APPLICATION: i32 = i32::from_be_bytes(*b"Stnc");
/// Written as its `user_version`; raised with every change of the tables.
pub const VERSION: i32 = 1;

/// What a database is.
#[derive(Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of stances, of this version.
    Ours,
    /// One without any table.
    Empty,
}

/// Says what a database is.
///
/// # Errors
/// [`Error::Foreign`] and [`Error::Newer`]; [`Error::NotADatabase`] where it is none.
pub fn kind(connection: &Connection) -> Result<Kind> {
    let number = |pragma: &str| -> rusqlite::Result<i32> {
        connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
    };
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application == APPLICATION {
        return match version {
            VERSION => Ok(Kind::Ours),
            found if found > VERSION => Err(Error::Newer {
                found,
                known: VERSION,
            }),
            found => Err(Error::Damaged {
                what: format!("tables of version {found}, which never was"),
            }),
        };
    }
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version, tables) {
        (0, 0, 0) => Ok(Kind::Empty),
        _ => Err(Error::Foreign),
    }
}

/// Makes the tables.
pub fn make(transaction: &Transaction<'_>) -> Result<()> {
    transaction.execute_batch(SCHEMA)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}
