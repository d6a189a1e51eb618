//! What is in a folder.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::record::Stamp;

/// A file as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The folder's path with the file's own behind it.
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
    /// Its files, by path.
    pub files: Vec<Seen>,
    /// What could not be looked at.
    pub unread: Vec<Unread>,
}

/// Looks into a folder and those in it for files whose name has one of the endings (`html`, in lower case; the name's
/// own case does not matter).
///
/// Links are followed, and a link to a folder that it lies in is left out. So is what is hidden (a name that begins
/// with a point) or the copy that an editor keeps beside an open file (one that begins with `~` or `#`).
///
/// # Errors
/// What the file system says of the folder itself; [`io::ErrorKind::NotADirectory`] where it is none.
pub fn scan(folder: &Path, endings: &[&str]) -> io::Result<Scan> {
    if !fs::metadata(folder)?.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::NotADirectory,
            "not a folder: name the one that the files are in",
        ));
    }
    // A folder that may not be listed is no empty one.
    fs::read_dir(folder)?;
    let mut found = Scan::default();
    let entries = WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_set_aside(entry));
    for entry in entries {
        match entry {
            Ok(entry) => look_at(&entry, endings, &mut found),
            Err(why) if why.loop_ancestor().is_some() => {}
            Err(why) => {
                let path = why.path().unwrap_or(folder).to_owned();
                let why = why.into_io_error();
                // Gone between being listed and being looked at, or a link to nothing.
                if !matches!(&why, Some(why) if why.kind() == io::ErrorKind::NotFound) {
                    let why = why.map_or_else(String::new, |why| why.to_string());
                    found.unread.push(Unread { path, why });
                }
            }
        }
    }
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn look_at(entry: &DirEntry, endings: &[&str], found: &mut Scan) {
    let path = entry.path();
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    if !entry.file_type().is_file() || !endings.iter().any(|wanted| ending == *wanted) {
        return;
    }
    let unread = |why| Unread {
        path: path.to_owned(),
        why,
    };
    let Some(name) = path.to_str() else {
        let why = "its name is not UTF-8: give it another";
        found.unread.push(unread(why.to_owned()));
        return;
    };
    match entry.metadata().map_err(io::Error::from) {
        Ok(metadata) => found.files.push(Seen {
            path: name.to_owned(),
            stamp: Stamp::from(&metadata),
        }),
        Err(why) if why.kind() == io::ErrorKind::NotFound => {}
        Err(why) => found.unread.push(unread(why.to_string())),
    }
}

fn is_set_aside(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    matches!(name.first(), Some(b'.' | b'~' | b'#'))
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
