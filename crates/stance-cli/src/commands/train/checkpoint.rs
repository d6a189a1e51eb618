//! How far learning has come, written down so that a run that was ended can go on.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::input::labelled::hexadecimal;
use crate::input::source;
use crate::output::destination::Destination;

const MAGIC: &[u8; 8] = b"STANCECP";
const VERSION: u32 = 1;
/// The magic, the version, the length of the run in JSON and the checksum.
const FRAME: u64 = 8 + 4 + 8 + 4;

/// What must be the same for a run to go on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub made_by: String,
    /// Options by their names.
    pub settings: BTreeMap<String, String>,
    pub files: Vec<Mark>,
    /// The labels, named or found.
    pub labels: Vec<String>,
}

/// By what a file is known again without reading it whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    name: String,
    bytes: u64,
    /// SHA-256 of its first 64 KiB.
    beginning: String,
}

impl Mark {
    pub fn of(path: &Path) -> anyhow::Result<Self> {
        const BEGINNING: u64 = 64 << 10;
        let name = source::name(path);
        let file = File::open(path).with_context(|| name.clone())?;
        let bytes = file.metadata().with_context(|| name.clone())?.len();
        let mut beginning = Vec::new();
        file.take(BEGINNING)
            .read_to_end(&mut beginning)
            .with_context(|| name.clone())?;
        Ok(Self {
            name,
            bytes,
            beginning: hexadecimal(&Sha256::digest(&beginning)),
        })
    }
}

impl Run {
    /// What differs from the run of a checkpoint, if anything.
    fn difference(&self, before: &Self) -> Option<String> {
        if self.made_by != before.made_by {
            return Some(format!(
                "it is by {}, and this is {}",
                before.made_by, self.made_by
            ));
        }
        for (name, now) in &self.settings {
            let then = before.settings.get(name).map_or("", String::as_str);
            if then != now {
                let shown = |value: &str| match value {
                    "" => "not given".to_owned(),
                    value => format!("`{value}`"),
                };
                return Some(format!(
                    "--{name} was {} and is {}",
                    shown(then),
                    shown(now)
                ));
            }
        }
        if self.files.len() != before.files.len() {
            return Some(format!(
                "the data were {} files and are {}",
                before.files.len(),
                self.files.len()
            ));
        }
        let pair = (self.files.iter().zip(&before.files)).find(|(now, then)| now != then)?;
        Some(match pair {
            (now, then) if now.name != then.name => {
                format!(
                    "the data had `{}` where they have `{}`",
                    then.name, now.name
                )
            }
            (now, then) if now.bytes != then.bytes => format!(
                "`{}` was {} bytes long and is {}",
                now.name, then.bytes, now.bytes
            ),
            (now, _) => format!("`{}` begins otherwise than it did", now.name),
        })
    }
}

/// A file for checkpoints, or none.
#[derive(Debug, Clone)]
pub struct Checkpoint(Option<PathBuf>);

impl Checkpoint {
    /// Makes sure that the file can be written, so that learning does not end with the first checkpoint.
    pub fn new(path: Option<PathBuf>) -> anyhow::Result<Self> {
        if let Some(path) = &path {
            if source::is_stdin(path) || path.exists() && !path.is_file() {
                bail!("--checkpoint {}: name a file", path.display());
            }
            Destination::open(Some(path))?;
        }
        Ok(Self(path))
    }

    /// Whether there is a file to write.
    pub const fn is_wanted(&self) -> bool {
        self.0.is_some()
    }

    /// What a run before this one wrote, if it did: its data and the rest, which is the learner's.
    pub fn read(&self) -> anyhow::Result<Option<Before>> {
        let Some(path) = &self.0 else { return Ok(None) };
        let name = path.display().to_string();
        let file = match File::open(path) {
            Err(why) if why.kind() == ErrorKind::NotFound => return Ok(None),
            file => file.with_context(|| name.clone())?,
        };
        let length = file.metadata().with_context(|| name.clone())?.len();
        let broken = || anyhow!("{name}: not a whole checkpoint: remove the file to begin anew");
        if length < FRAME
            || checksum(path, length - 4).with_context(broken)?
                != trailer(path, length).with_context(broken)?
        {
            bail!(broken());
        }
        let mut reader = BufReader::new(file);
        let (mut magic, mut version, mut run_length) = ([0; 8], [0; 4], [0; 8]);
        reader.read_exact(&mut magic)?;
        reader.read_exact(&mut version)?;
        reader.read_exact(&mut run_length)?;
        let run_length = u64::from_le_bytes(run_length);
        if &magic != MAGIC || run_length > length - FRAME {
            bail!(broken());
        }
        let version = u32::from_le_bytes(version);
        if version != VERSION {
            bail!(
                "{name}: a checkpoint of format {version}, and this version reads {VERSION}: \
                 go on with the version that wrote it, or remove the file to begin anew"
            );
        }
        let mut run = Vec::new();
        reader.by_ref().take(run_length).read_to_end(&mut run)?;
        Ok(Some(Before {
            run: serde_json::from_slice(&run).map_err(|_| broken())?,
            name,
            learner: reader,
        }))
    }

    /// Puts a checkpoint in the place of the one before; `save` writes what is the learner's.
    pub fn write(
        &self,
        run: &Run,
        save: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let Some(path) = &self.0 else { return Ok(()) };
        let mut out = Checked {
            out: Destination::open(Some(path))?,
            hasher: crc32fast::Hasher::new(),
        };
        let run = serde_json::to_vec(run)?;
        out.write_all(MAGIC)?;
        out.write_all(&VERSION.to_le_bytes())?;
        out.write_all(&(run.len() as u64).to_le_bytes())?;
        out.write_all(&run)?;
        save(&mut out)?;
        let crc = out.hasher.finalize();
        out.out.write_all(&crc.to_le_bytes())?;
        out.out.finish()
    }

    /// Removes the file, which nobody needs any more.
    pub fn remove(&self) -> anyhow::Result<()> {
        let Some(path) = &self.0 else { return Ok(()) };
        match fs::remove_file(path) {
            Err(why) if why.kind() != ErrorKind::NotFound => {
                Err(why).with_context(|| path.display().to_string())
            }
            _ => Ok(()),
        }
    }
}

/// A checkpoint that was found.
pub struct Before {
    pub run: Run,
    name: String,
    learner: BufReader<File>,
}

impl Before {
    /// Refuses the checkpoint of another run.
    pub fn check(&self, run: &Run) -> anyhow::Result<()> {
        match run.difference(&self.run) {
            Some(difference) => bail!(
                "{}: the checkpoint of another run: {difference}; give the command as it was, \
                 or remove the file to begin anew",
                self.name
            ),
            None => Ok(()),
        }
    }

    /// The learner that goes on, by `resume` from what is its own.
    pub fn resume<L, E: std::fmt::Display>(
        mut self,
        resume: impl FnOnce(&mut dyn Read) -> Result<L, E>,
    ) -> anyhow::Result<L> {
        let resumed = resume(&mut self.learner);
        resumed.map_err(|why| anyhow!("{}: {why}: remove the file to begin anew", self.name))
    }
}

/// An output whose checksum is taken on the way.
struct Checked {
    out: Destination,
    hasher: crc32fast::Hasher,
}

impl Write for Checked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// CRC-32 of the first bytes of a file.
fn checksum(path: &Path, length: u64) -> io::Result<u32> {
    let mut hasher = crc32fast::Hasher::new();
    let mut reader = BufReader::with_capacity(64 << 10, File::open(path)?.take(length));
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(hasher.finalize());
        }
        hasher.update(bytes);
        let length = bytes.len();
        reader.consume(length);
    }
}

/// The checksum that a file states: its last four bytes.
fn trailer(path: &Path, length: u64) -> io::Result<u32> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(length - 4))?;
    let mut bytes = [0; 4];
    file.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}
