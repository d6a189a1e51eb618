//! Opening a store: to write, or to read only.

use std::path::Path;
use std::time::Duration;

use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::error::{Error, Result};
use crate::schema::{self, Kind};

/// How long is waited for another process that is at the file. A transaction takes milliseconds; a query that takes
/// longer than this keeps a writer out, who can try again.
const PATIENCE: Duration = Duration::from_secs(5);

/// A store that is written to.
///
/// Several processes may write to one at a time: each transaction looks at what is there, so no document is there
/// twice.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
}

/// A store that is read, and cannot be changed by whatever is asked.
#[derive(Debug)]
pub struct Reader {
    pub(crate) connection: Connection,
}

impl Store {
    /// Opens a store, or makes it where there is none.
    ///
    /// # Errors
    /// [`Error::NoFolder`] and the others of [`Store::open`], save that a missing file is none.
    pub fn create(path: &Path) -> Result<Self> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if !folder.is_dir() {
            return Err(Error::NoFolder {
                folder: folder.to_owned(),
            });
        }
        Self::opened(path, OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens a store that is there.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Folder`], [`Error::NotADatabase`], [`Error::Foreign`], [`Error::Newer`],
    /// [`Error::Locked`], [`Error::ReadOnly`].
    pub fn open(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(Error::Missing);
        }
        Self::opened(path, OpenFlags::empty())
    }

    fn opened(path: &Path, flags: OpenFlags) -> Result<Self> {
        let mut connection = connect(path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // Off, SQLite would leave the statements of a document that is replaced behind.
        connection.pragma_update(None, "foreign_keys", true)?;
        if schema::kind(&connection)? == Kind::Empty {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Another process may have been first.
            if schema::kind(&transaction)? == Kind::Empty {
                schema::make(&transaction)?;
            }
            transaction.commit()?;
        }
        if connection.is_readonly(rusqlite::MAIN_DB)? {
            return Err(Error::ReadOnly);
        }
        Ok(Self { connection })
    }

    /// How long another process that is at the file is waited for; 5 s unless told otherwise.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_patience(&mut self, patience: Duration) -> Result<()> {
        Ok(self.connection.busy_timeout(patience)?)
    }
}

impl Reader {
    /// Opens a store to be read.
    ///
    /// Where a writer was killed, what it had begun is undone first; that alone is ever written.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(Error::Missing);
        }
        let connection = match read_only(path) {
            Err(Error::ReadOnly) => {
                // What a killed writer left can be undone by one who may write.
                schema::kind(&connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?)?;
                read_only(path)?
            }
            opened => opened?,
        };
        if schema::kind(&connection)? == Kind::Empty {
            return Err(Error::Foreign);
        }
        connection.pragma_update(None, "query_only", true)?;
        connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        Ok(Self { connection })
    }
}

fn read_only(path: &Path) -> Result<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    // The file is not looked at before something is asked.
    schema::kind(&connection)?;
    Ok(connection)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    if path.is_dir() {
        return Err(Error::Folder);
    }
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|why| match why.sqlite_error_code() {
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => match why {
                // The file system says it better, where it says something.
                why if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) => {
                    let tried = std::fs::OpenOptions::new().append(true).open(path);
                    tried.map_or_else(Error::Io, |_| why.into())
                }
                why => std::fs::File::open(path).map_or_else(Error::Io, |_| why.into()),
            },
            _ => why.into(),
        })?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}
