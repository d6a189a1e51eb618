//! Reading files, with errors that name them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// The longest line, record or sentence that is labelled, in bytes. Longer ones are no statements, and the
/// words of one are all held in memory.
pub const LONGEST: usize = 16 << 20;

/// A file or standard input.
pub fn open(path: &Path) -> anyhow::Result<Box<dyn Read + Send>> {
    if is_stdin(path) {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path).with_context(|| path.display().to_string())?;
    if file
        .metadata()
        .with_context(|| path.display().to_string())?
        .is_dir()
    {
        bail!("{}: a folder; give the files in it", path.display());
    }
    Ok(Box::new(file))
}

/// All bytes of a file or of standard input.
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?
        .read_to_end(&mut bytes)
        .with_context(|| name(path))?;
    Ok(bytes)
}

/// Whether the path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// How a file is called in messages and results.
pub fn name(path: &Path) -> String {
    if is_stdin(path) {
        "<stdin>".to_owned()
    } else {
        path.display().to_string()
    }
}

/// The files given, and the .csv files of the folders given, sorted by name.
pub fn tables(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if is_stdin(path) || !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).with_context(|| path.display().to_string())? {
            let file = entry.with_context(|| path.display().to_string())?.path();
            if file.extension().is_some_and(|extension| extension == "csv") {
                inside.push(file);
            }
        }
        if inside.is_empty() {
            bail!("{}: no .csv file in this folder", path.display());
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}
