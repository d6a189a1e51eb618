//! What is known of files and models.

use std::fmt;
use std::fs::Metadata;
use std::str::FromStr;
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes; shown in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Checksum([u8; 32]);

impl Checksum {
    /// That of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// What is said of a text that is no [`Checksum`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoChecksum;

impl FromStr for Checksum {
    type Err = NoChecksum;

    fn from_str(text: &str) -> Result<Self, NoChecksum> {
        let mut bytes = [0; 32];
        let digits = text.as_bytes();
        if digits.len() != 2 * bytes.len() || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(NoChecksum);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| NoChecksum)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| NoChecksum)?;
        }
        Ok(Self(bytes))
    }
}

/// What a file system says of a file, by which a change is seen without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When it was last written, in nanoseconds since 1970; none where the file system does not say.
    pub modified: Option<i64>,
}

impl From<&Metadata> for Stamp {
    fn from(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| {
            let (since, sign) = match time.duration_since(UNIX_EPOCH) {
                Ok(after) => (after, 1),
                Err(before) => (before.duration(), -1),
            };
            i64::try_from(since.as_nanos())
                .ok()
                .map(|nanoseconds| sign * nanoseconds)
        });
        Self {
            size: metadata.len(),
            modified,
        }
    }
}

/// A file and what was in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it is; a store has one file of a path.
    pub path: String,
    /// What the file system said when it was read.
    pub stamp: Stamp,
    /// Of its bytes.
    pub checksum: Checksum,
}

/// Who labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// What it is called.
    pub name: String,
    /// Of what it is: two models of one checksum give every text the same probabilities.
    pub checksum: Checksum,
    /// The labels that it tells apart, in the order of [`stance_report::Statement::probabilities`].
    pub labels: Vec<String>,
}

/// A model that a store knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ModelId(pub(crate) i64);

/// A model and what it has labelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// By this it is asked for.
    pub id: ModelId,
    /// The model.
    pub model: Model,
    /// How many documents it has labelled, and nobody else since.
    pub documents: u64,
    /// How many statements are in them.
    pub statements: u64,
}

/// What became of a file that was handed to a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// Its path was not known; its documents are there now.
    New,
    /// Its path was known with other bytes, or was labelled otherwise; its documents are there in place of the former.
    Changed,
    /// Another file has the same bytes: it is noted as a copy, and its documents are not there twice.
    Copy,
    /// Nothing has changed but perhaps its time.
    Same,
}
