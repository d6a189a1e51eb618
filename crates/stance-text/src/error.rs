//! What can be wrong with an input.

use std::fmt;

/// The result of reading an input.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an input could not be read as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(ErrorKind);

/// The kinds of [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input is a binary file; `offset` is the first byte that no text holds.
    Binary {
        /// Byte offset of that byte in the input.
        offset: usize,
    },
    /// The input is HTML and the crate was built without its feature `html`.
    HtmlUnsupported,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self(kind)
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            ErrorKind::Binary { offset } => write!(
                f,
                "binary file: byte {offset} belongs to no text (plain text or HTML is needed)"
            ),
            ErrorKind::HtmlUnsupported => f.write_str(
                "the input is HTML and this build reads plain text only (feature `html`)",
            ),
        }
    }
}

impl std::error::Error for Error {}
