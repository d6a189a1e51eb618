use std::fmt;

use crate::List;

/// Why a list cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    pub(crate) list: List,
    pub(crate) line: u64,
    pub(crate) what: String,
}

/// What reading a list gives.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The list that is at fault.
    pub const fn list(&self) -> List {
        self.list
    }

    /// The line that is at fault, counted from 1; the header is line 1.
    pub const fn line(&self) -> u64 {
        self.line
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.list.file(), self.line, self.what)
    }
}

impl std::error::Error for Error {}
