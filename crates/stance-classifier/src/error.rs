//! What can go wrong.

use std::fmt;

use stance_text::ConfigError;

/// The result of what can fail here.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a model cannot be made, read or used. Each message says what to do.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The set of labels cannot be a model's classes.
    Labels(String),
    /// The feature configuration is out of range.
    Config(ConfigError),
    /// The bytes are not a model file.
    NotAModel,
    /// The model file is of a format that this version does not read.
    FormatVersion {
        /// The file's.
        found: u32,
        /// The newest that is read here.
        known: u32,
    },
    /// The model file is one of the encoder engine, which the crate `stance-encoder` reads.
    EncoderModel,
    /// The model file ends early or goes on too long.
    Length {
        /// Length that the file states, in bytes.
        stated: u64,
        /// Length that it has.
        found: u64,
    },
    /// The model file's checksum is not that of its contents.
    Checksum,
    /// A part of the model file contradicts another.
    Malformed(&'static str),
    /// A setting is out of range.
    Setting(String),
    /// The training data cannot be learned from.
    Data(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Labels(why) => write!(f, "labels: {why}"),
            Self::Config(why) => write!(f, "features: {why}"),
            Self::NotAModel => {
                f.write_str("not a stance model file (make one with `stance train`)")
            }
            Self::EncoderModel => f.write_str(
                "a model file of the encoder engine, and what reads it here reads linear models alone: \
                 use one made without `--engine encoder`, or a program with the encoder",
            ),
            Self::FormatVersion { found, known } if found > known => write!(
                f,
                "a model file of format {found}, made by a newer version (this one reads up to {known}): \
                 update the program or train the model again"
            ),
            Self::FormatVersion { found, known } => {
                write!(
                    f,
                    "a model file of unknown format {found} (this version reads {known}): train it again"
                )
            }
            Self::Length { stated, found } if found < stated => write!(
                f,
                "a truncated model file: {found} of {stated} bytes are there; copy or train it again"
            ),
            Self::Length { stated, found } => write!(
                f,
                "a model file with {} bytes too many ({found} for {stated}); copy or train it again",
                found.saturating_sub(*stated)
            ),
            Self::Checksum => f.write_str(
                "a damaged model file (its checksum does not fit): copy or train it again",
            ),
            Self::Malformed(part) => write!(f, "a malformed model file: {part}; train it again"),
            Self::Setting(why) | Self::Data(why) => f.write_str(why),
        }
    }
}

// Each message has its cause in it, so none is named as a source: a chain would say it twice.
impl std::error::Error for Error {}

impl From<ConfigError> for Error {
    fn from(why: ConfigError) -> Self {
        Self::Config(why)
    }
}
