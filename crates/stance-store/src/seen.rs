//! Files as they are seen in a folder, and read as they were seen.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;

use crate::record::Stamp;

/// A file as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Where it is: the folder's path with the file's own behind it.
    pub path: String,
    /// What the file system says of it.
    pub stamp: Stamp,
}

/// A file or folder that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it is.
    pub path: PathBuf,
    /// Why it could not.
    pub why: String,
}

/// What was in a folder at one look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// The files in it and in its folders, by path.
    pub files: Vec<Seen>,
    /// What could not be looked at.
    pub unread: Vec<Unread>,
}

/// Why a file that was seen was not read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is no longer there.
    Vanished,
    /// It changed between being seen and being read to the end.
    Changed,
    /// It is longer than what is read.
    TooLong {
        /// The most that is read, in bytes.
        most: u64,
    },
    /// What the file system says.
    Io(io::Error),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vanished => write!(f, "gone before it was read"),
            Self::Changed => write!(f, "changed while it was read"),
            Self::TooLong { most } => write!(
                f,
                "longer than {} MiB: divide it into several files",
                most >> 20
            ),
            Self::Io(why) => why.fmt(f),
        }
    }
}

impl std::error::Error for Unreadable {}

impl From<io::Error> for Unreadable {
    fn from(why: io::Error) -> Self {
        match why.kind() {
            io::ErrorKind::NotFound => Self::Vanished,
            _ => Self::Io(why),
        }
    }
}

impl Seen {
    /// All bytes of the file, if it is still as it was seen and no longer than `most` bytes.
    ///
    /// # Errors
    /// [`Unreadable`]: whoever asked may ask again at the next look.
    pub fn read(&self, most: u64) -> Result<Vec<u8>, Unreadable> {
        if self.stamp.size > most {
            return Err(Unreadable::TooLong { most });
        }
        let mut file = fs::File::open(&self.path)?;
        let mut bytes = Vec::new();
        // Not by the size that was seen: the file may be growing.
        (&mut file).take(most + 1).read_to_end(&mut bytes)?;
        let is_as_seen = |metadata: &fs::Metadata| Stamp::from(metadata) == self.stamp;
        // By the path too: another file may have been put in its place.
        if bytes.len() as u64 != self.stamp.size
            || !is_as_seen(&file.metadata()?)
            || !is_as_seen(&fs::metadata(&self.path)?)
        {
            return Err(Unreadable::Changed);
        }
        Ok(bytes)
    }
}
