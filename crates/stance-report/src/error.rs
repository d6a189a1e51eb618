//! What can be wrong with the records.

use std::fmt;

/// Why no report can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A label is there twice, or is empty.
    Labels {
        /// The label.
        label: String,
    },
    /// A statement belongs to a document that is not there.
    Document {
        /// Index of the statement.
        statement: usize,
        /// Index of the document.
        document: usize,
    },
    /// A statement does not have one probability in `[0, 1]` for each label.
    Probabilities {
        /// Index of the statement.
        statement: usize,
    },
    /// The classifier's error was counted on a label that the records do not know.
    ErrorModelLabel {
        /// The label.
        label: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Labels { label } if label.is_empty() => f.write_str("a label is empty"),
            Self::Labels { label } => write!(f, "the label “{label}” is there twice"),
            Self::Document {
                statement,
                document,
            } => write!(
                f,
                "statement {statement} belongs to document {document}, which is not there"
            ),
            Self::Probabilities { statement } => write!(
                f,
                "statement {statement} does not have one probability from 0 to 1 for each label"
            ),
            Self::ErrorModelLabel { label } => write!(
                f,
                "the classifier's error was counted on the label “{label}”, which the statements do not have: \
                 take the counts of the model that labelled them"
            ),
        }
    }
}

impl std::error::Error for Error {}

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;
