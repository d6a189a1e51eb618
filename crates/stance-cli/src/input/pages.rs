//! Files that hold pages: which they are, and what is in them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use stance_pages::{Error, Input, Page, PageOptions};

pub use super::folder::in_folder;
use super::source;

/// Endings of files that hold pages, in small letters, `.gz` or `.zst` behind them or not; of a folder, others are
/// passed over.
const ENDINGS: [&str; 11] = [
    "html", "htm", "xhtml", "shtml", "txt", "eml", "mbox", "mbx", "jsonl", "ndjson", "json",
];

/// Whether a file's name says that it holds pages, compressed or not.
pub fn holds_pages(path: &Path) -> bool {
    let name = source::uncompressed(path);
    name.extension().is_some_and(|extension| {
        let mut known = ENDINGS.iter();
        known.any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// What a file holds, by its name without that of the compression, or else by its first bytes.
pub fn input(name: &str, bytes: &[u8]) -> Input {
    let uncompressed = source::uncompressed(Path::new(name));
    Input::of(&uncompressed.to_string_lossy(), bytes)
}

/// The pages of a file, whose bytes are no longer compressed; a record that is no page has its error in its place.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Result<Page, Error>>, Error> {
    let options = PageOptions::default().input(Some(input(name, bytes)));
    stance_pages::read_each(name, bytes, &options)
}

/// The files given, each once, and those with pages in the folders given, at any depth; and what of these folders could
/// not be looked at.
pub fn files(paths: &[PathBuf]) -> anyhow::Result<(Vec<PathBuf>, Vec<anyhow::Error>)> {
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    for path in paths {
        if source::is_stdin(path) || !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let found = in_folder(path).with_context(|| path.display().to_string())?;
        if found.files.is_empty() && found.unread.is_empty() {
            bail!(
                "{}: no page in this folder: pages end in .{}",
                path.display(),
                ENDINGS.join(", .")
            );
        }
        files.extend(found.files.into_iter().map(|(path, _)| path));
        let named = |(path, why): (PathBuf, String)| anyhow::anyhow!("{}: {why}", path.display());
        unread.extend(found.unread.into_iter().map(named));
    }
    let mut seen = HashSet::new();
    files.retain(|file| seen.insert(file.clone()));
    Ok((files, unread))
}
