//! What can be wrong with an input.

use std::fmt;

/// Why a file, or a record of it, could not be read.
#[derive(Debug)]
pub struct Error {
    name: String,
    kind: ErrorKind,
}

/// The kinds of [`Error`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes are no text.
    Text(stance_text::Error),
    /// A record is no JSON object.
    Json(String),
    /// A record has no field that holds a page; these fields are looked for.
    NoText(&'static [&'static str]),
    /// A record or message is longer than [`PageOptions::longest_record`](crate::PageOptions), in bytes.
    TooLong {
        /// The most that is read.
        limit: usize,
    },
    /// A message is not as mail is written.
    Mail(String),
    /// The input could not be read on.
    Io(std::io::Error),
}

impl Error {
    pub(crate) fn new(name: impl Into<String>, kind: ErrorKind) -> Self {
        Self {
            name: name.into(),
            kind,
        }
    }

    /// The file, with the line or the number of the message in it: `crawl.jsonl:17`, `inbox.mbox#2`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.name)?;
        match &self.kind {
            ErrorKind::Text(error) => error.fmt(f),
            ErrorKind::Json(error) => {
                write!(f, "not a JSON object: {error} (a line holds one page)")
            }
            ErrorKind::NoText(fields) => write!(
                f,
                "the record has no text: one of the fields {} must hold it",
                fields.join(", ")
            ),
            ErrorKind::TooLong { limit } => write!(
                f,
                "the record is longer than {limit} bytes and was passed over"
            ),
            ErrorKind::Mail(error) => write!(f, "not a message: {error}"),
            ErrorKind::Io(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

// It says what is behind it, so that it has no source that would say so again; `kind` has the error itself.
impl std::error::Error for Error {}
