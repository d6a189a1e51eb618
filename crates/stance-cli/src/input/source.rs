//! Reading files, with errors that name them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::compressed;

/// The longest line, record or sentence that is labelled, in bytes. Longer ones are no statements, and the
/// words of one are all held in memory.
pub const LONGEST: usize = 16 << 20;

/// The most that is read whole of a compressed file, in bytes: a few that stand for very many would fill
/// the memory.
const MOST_EXPANDED: u64 = 1 << 30;

/// A file or standard input; what is compressed by gzip or zstd is decompressed on the way.
pub fn open(path: &Path) -> anyhow::Result<Box<dyn Read + Send>> {
    let input = compressed::expand(open_as_is(path)?).with_context(|| name(path))?;
    Ok(input.reader)
}

fn open_as_is(path: &Path) -> anyhow::Result<Box<dyn Read + Send>> {
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

/// All bytes of a file or of standard input, decompressed.
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut input = compressed::expand(open_as_is(path)?).with_context(|| name(path))?;
    let mut bytes = Vec::new();
    if !input.compressed {
        input
            .reader
            .read_to_end(&mut bytes)
            .with_context(|| name(path))?;
        return Ok(bytes);
    }
    let mut reader = input.reader.take(MOST_EXPANDED + 1);
    reader.read_to_end(&mut bytes).with_context(|| name(path))?;
    if bytes.len() as u64 > MOST_EXPANDED {
        bail!(
            "{}: more than {} GiB when decompressed: decompress it first",
            name(path),
            MOST_EXPANDED >> 30
        );
    }
    Ok(bytes)
}

/// Bytes of a file that was read as it is, decompressed where they are compressed, to so many at the most.
#[cfg(feature = "store")]
pub fn expanded(bytes: Vec<u8>, most: u64) -> anyhow::Result<Vec<u8>> {
    if !compressed::is_compressed(&bytes) {
        return Ok(bytes);
    }
    let input = compressed::expand(Box::new(io::Cursor::new(bytes)))?;
    let mut expanded = Vec::new();
    input.reader.take(most + 1).read_to_end(&mut expanded)?;
    if expanded.len() as u64 > most {
        bail!(
            "more than {} MiB when decompressed: divide it into several files",
            most >> 20
        );
    }
    Ok(expanded)
}

/// The path as it would be without compression: without `.gz` or `.zst` at its end.
pub fn uncompressed(path: &Path) -> PathBuf {
    let compressed = path.extension().is_some_and(|extension| {
        ["gz", "zst"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    });
    match compressed {
        true => path.with_extension(""),
        false => path.to_owned(),
    }
}

/// Whether the path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Whether the path stands for standard input or another pipe or device, whose bytes are gone once read.
pub fn is_read_once(path: &Path) -> bool {
    let other = |metadata: fs::Metadata| !metadata.is_file() && !metadata.is_dir();
    is_stdin(path) || fs::metadata(path).is_ok_and(other)
}

/// How a file is called in messages and results.
pub fn name(path: &Path) -> String {
    if is_stdin(path) {
        "<stdin>".to_owned()
    } else {
        path.display().to_string()
    }
}

/// The files given, and the .csv files of the folders given, compressed ones too, sorted by name.
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
            let name = uncompressed(&file);
            if name.extension().is_some_and(|extension| extension == "csv") {
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
