//! What can be wrong with a store, or with what it is asked.

use std::fmt;
use std::path::PathBuf;

use rusqlite::ErrorCode;

/// A result whose error is this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a store cannot do what it is asked. It does not say which file: whoever opened it knows.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no such file.
    Missing,
    /// The folder that it is to be in does not exist.
    NoFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// It is a folder.
    Folder,
    /// The file is not a database.
    NotADatabase,
    /// The file is a database, but not one of stances.
    Foreign,
    /// The file was written by a later version.
    Newer {
        /// The version of its tables.
        found: i32,
        /// The latest version that is known here.
        known: i32,
    },
    /// Another process is at it, and did not let go in time.
    Locked,
    /// The file, or its folder, may not be written to.
    ReadOnly,
    /// The file holds what cannot be.
    Damaged {
        /// What it is.
        what: String,
    },
    /// A document that is to be added is not as it must be.
    Record {
        /// Its name.
        document: String,
        /// The statement that is at fault, counted from 0; none where it is the document itself.
        statement: Option<usize>,
        /// What is the matter.
        what: &'static str,
    },
    /// A model's labels are not as they must be.
    Labels {
        /// What is the matter.
        what: &'static str,
    },
    /// Statements of several models are there, and it was not said which to take: their probabilities are not of one
    /// kind.
    SeveralModels {
        /// The names of the models.
        names: Vec<String>,
    },
    /// The SQL is empty.
    NoStatement,
    /// The SQL is more than one statement.
    SeveralStatements,
    /// The SQL would do something else than read.
    NotAQuery,
    /// The SQL is wrong.
    Sql {
        /// What SQLite says.
        message: String,
        /// The line where it is wrong, counted from 1.
        line: usize,
        /// The character in that line, counted from 1.
        column: usize,
    },
    /// What else SQLite says.
    Sqlite(Box<dyn std::error::Error + Send + Sync>),
    /// What the file system says.
    Io(std::io::Error),
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => write!(f, "no such file; `stance watch` makes one"),
            Self::NoFolder { folder } => {
                write!(f, "there is no folder {}: make it first", folder.display())
            }
            Self::Folder => write!(f, "a folder; name a file in it"),
            Self::NotADatabase => write!(f, "not a SQLite database; name another file"),
            Self::Foreign => write!(
                f,
                "a SQLite database, but not one of stances; name another file"
            ),
            Self::Newer { found, known } => write!(
                f,
                "written by a later version of stance (tables of version {found}; this program knows {known}): use that one"
            ),
            Self::Locked => write!(
                f,
                "another process is at this database and does not let go of it: end it, or try again later"
            ),
            Self::ReadOnly => write!(
                f,
                "may not be written to: change the permissions of the file and its folder, or name another"
            ),
            Self::Damaged { what } => write!(
                f,
                "the database is damaged ({what}): take a copy that is whole, or begin a new one"
            ),
            Self::Record {
                document,
                statement: Some(statement),
                what,
            } => write!(f, "{document}: statement {statement}: {what}"),
            Self::Record {
                document,
                statement: None,
                what,
            } => write!(f, "{document}: {what}"),
            Self::Labels { what } => write!(f, "the model's labels: {what}"),
            Self::SeveralModels { names } => write!(
                f,
                "statements of several models ({}) are there: say which to take, or read all files again with one",
                names.join(", ")
            ),
            Self::NoStatement => write!(f, "the SQL is empty: give a SELECT"),
            Self::SeveralStatements => {
                write!(f, "more than one SQL statement: give one at a time")
            }
            Self::NotAQuery => write!(
                f,
                "not a query: only what reads (SELECT, WITH, VALUES, EXPLAIN) is answered"
            ),
            Self::Sql {
                message,
                line,
                column,
            } => write!(f, "SQL, line {line}, column {column}: {message}"),
            Self::Sqlite(why) => why.fmt(f),
            Self::Io(why) => why.fmt(f),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(why: std::io::Error) -> Self {
        Self::Io(why)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(why: rusqlite::Error) -> Self {
        match why.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotADatabase,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::AuthorizationForStatementDenied) => Self::NotAQuery,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged {
                what: why.to_string(),
            },
            _ => Self::Sqlite(Box::new(why)),
        }
    }
}
