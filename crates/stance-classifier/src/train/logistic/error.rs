//! Why nothing was learned.

use std::fmt;

/// Why nothing was learned.
#[derive(Debug)]
#[non_exhaustive]
pub enum LearnError {
    /// A setting is out of range.
    Setting(String),
    /// The data cannot be learned from.
    Data(String),
    /// From linfa.
    Linfa(linfa::Error),
}

impl fmt::Display for LearnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting(why) | Self::Data(why) => f.write_str(why),
            Self::Linfa(why) => why.fmt(f),
        }
    }
}

impl std::error::Error for LearnError {}

impl From<linfa::Error> for LearnError {
    fn from(why: linfa::Error) -> Self {
        Self::Linfa(why)
    }
}

impl From<LearnError> for crate::Error {
    fn from(why: LearnError) -> Self {
        match why {
            LearnError::Setting(why) => Self::Setting(why),
            other => Self::Data(other.to_string()),
        }
    }
}
