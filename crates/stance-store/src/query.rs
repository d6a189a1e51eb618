//! SQL, and nothing that writes.

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection, fallible_iterator::FallibleIterator as _};

use crate::connection::Reader;
use crate::error::{Error, Result};

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Value<'r> {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number; infinite perhaps, but never not a number.
    Real(f64),
    /// Text; what is not UTF-8 in it was replaced by U+FFFD.
    Text(std::borrow::Cow<'r, str>),
    /// Bytes.
    Blob(&'r [u8]),
}

/// Takes what a query gives, row by row.
pub trait Rows {
    /// Why it could take no more.
    type Error: From<Error>;

    /// The names of the columns, before any row; names may be there twice.
    ///
    /// # Errors
    /// Whatever ends the query.
    fn columns(&mut self, names: &[&str]) -> Result<(), Self::Error>;

    /// A row, with a value for each column.
    ///
    /// # Errors
    /// Whatever ends the query.
    fn row(&mut self, values: &[Value<'_>]) -> Result<(), Self::Error>;
}

impl Reader {
    /// Hands the rows that one SQL statement gives to `rows`, as they come.
    ///
    /// Other processes can read meanwhile; one that would write waits until the last row is taken.
    ///
    /// # Errors
    /// [`Error::Sql`] with the place where the SQL is wrong; [`Error::NotAQuery`] where it would do anything but read;
    /// [`Error::SeveralStatements`], [`Error::NoStatement`], [`Error::Locked`]; and whatever `rows` says.
    pub fn query<R: Rows>(&self, sql: &str, rows: &mut R) -> Result<(), R::Error> {
        let connection = &self.connection;
        connection
            .authorizer(Some(only_reading))
            .map_err(Error::from)?;
        let mut batch = Batch::new(connection, sql);
        let wrong = |why| R::Error::from(in_sql(why, sql));
        let mut statement = batch
            .next()
            .map_err(wrong)?
            .ok_or_else(|| R::Error::from(Error::NoStatement))?;
        // What stands behind may be wrong or forbidden: it is too much in any case.
        if !matches!(batch.next(), Ok(None)) {
            return Err(Error::SeveralStatements.into());
        }
        if !statement.readonly() || statement.column_count() == 0 {
            return Err(Error::NotAQuery.into());
        }
        rows.columns(&statement.column_names())?;
        let count = statement.column_count();
        let mut found = statement.query([]).map_err(wrong)?;
        while let Some(row) = found.next().map_err(wrong)? {
            let mut values = Vec::with_capacity(count);
            for column in 0..count {
                values.push(match row.get_ref(column).map_err(wrong)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(integer) => Value::Integer(integer),
                    ValueRef::Real(real) => Value::Real(real),
                    ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text)),
                    ValueRef::Blob(bytes) => Value::Blob(bytes),
                });
            }
            rows.row(&values)?;
        }
        Ok(())
    }

    /// The SQL that made the tables and views of the file, with what it says about them.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn schema(&self) -> Result<String> {
        schema_of(&self.connection)
    }
}

fn schema_of(connection: &Connection) -> Result<String> {
    let mut statement =
        connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")?;
    let mut schema = String::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        schema.push_str(&row.get::<_, String>(0)?);
        schema.push_str(";\n\n");
    }
    schema.truncate(schema.trim_end().len());
    schema.push('\n');
    Ok(schema)
}

/// Allows what a SELECT is made of. The connection could not write anyway; but `VACUUM INTO` and `ATTACH` make files
/// elsewhere, and a pragma could take the lock away.
fn only_reading(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Recursive
        | AuthAction::Function { .. } => Authorization::Allow,
        AuthAction::Pragma {
            pragma_name,
            pragma_value,
        } if tells(pragma_name, pragma_value.is_some()) => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

/// Whether a pragma tells something and changes nothing.
fn tells(pragma: &str, has_value: bool) -> bool {
    const WITH_A_VALUE: [&str; 6] = [
        "foreign_key_check",
        "foreign_key_list",
        "index_info",
        "index_list",
        "table_info",
        "table_xinfo",
    ];
    const WITHOUT: [&str; 8] = [
        "application_id",
        "foreign_key_check",
        "integrity_check",
        "page_count",
        "page_size",
        "quick_check",
        "table_list",
        "user_version",
    ];
    let known: &[&str] = if has_value { &WITH_A_VALUE } else { &WITHOUT };
    known.iter().any(|known| pragma.eq_ignore_ascii_case(known))
}

/// The place in the SQL that an error is about.
fn in_sql(why: rusqlite::Error, whole: &str) -> Error {
    match why {
        rusqlite::Error::SqlInputError {
            ref msg,
            ref sql,
            offset,
            ..
        } if why.sqlite_error_code()
            != Some(rusqlite::ErrorCode::AuthorizationForStatementDenied) =>
        {
            // Of several statements, SQLite counts from the beginning of the one.
            let begin = whole.len().saturating_sub(sql.len());
            let at = begin + usize::try_from(offset).unwrap_or_default();
            let before = whole.get(..at).unwrap_or(whole);
            let line = before.rsplit('\n').next().unwrap_or_default();
            Error::Sql {
                message: msg.clone(),
                line: before.matches('\n').count() + 1,
                column: line.chars().count() + 1,
            }
        }
        why => why.into(),
    }
}
