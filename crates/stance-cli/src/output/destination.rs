//! Where results go: whole, or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tempfile::NamedTempFile;

/// An output that is being written.
///
/// A regular file is written beside its place and put there when all is done, so that neither an error
/// nor a crash leaves half of it. A pipe or device is written as it comes.
pub enum Destination {
    Stdout(BufWriter<Box<dyn Write + Send + Sync>>),
    Stream(BufWriter<File>, PathBuf),
    Whole(BufWriter<NamedTempFile>, PathBuf),
}

impl Destination {
    /// Opens the output; standard output where none is named or it is `-`. What goes there loses its
    /// colours where nobody would see them.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        Self::open_or(path, || Box::new(anstream::stdout()))
    }

    /// As [`Destination::open`], for what must come out byte for byte.
    pub fn open_for_data(path: Option<&Path>) -> anyhow::Result<Self> {
        Self::open_or(path, || Box::new(io::stdout()))
    }

    fn open_or(
        path: Option<&Path>,
        stdout: impl FnOnce() -> Box<dyn Write + Send + Sync>,
    ) -> anyhow::Result<Self> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self::Stdout(BufWriter::new(stdout())));
        };
        match fs::metadata(path) {
            Ok(there) if there.is_dir() => bail!("{}: a folder; name a file in it", path.display()),
            Ok(there) => {
                // Asked of the file itself: what is protected is not replaced by a file beside it either.
                let file = OpenOptions::new().write(true).open(path);
                let file = file.map_err(|why| cannot_be_written(path, &why))?;
                if !there.is_file() {
                    return Ok(Self::Stream(BufWriter::new(file), path.to_owned()));
                }
            }
            Err(_) => {}
        }
        // Behind a link the file itself is replaced, and the link stays.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = match place.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if !folder.is_dir() {
            bail!(
                "{}: there is no folder {}: make it first",
                path.display(),
                folder.display()
            );
        }
        let file = tempfile::Builder::new()
            .prefix(".stance-")
            .suffix(".tmp")
            .permissions_like(&place)
            .tempfile_in(folder)
            .map_err(|why| cannot_be_written(path, &why))?;
        Ok(Self::Whole(BufWriter::new(file), place))
    }

    /// Puts the output in its place. Without this call a regular file is left as it was.
    pub fn finish(mut self) -> anyhow::Result<()> {
        self.flush()?;
        let Self::Whole(out, path) = self else {
            return Ok(());
        };
        let written = || format!("{}: cannot be written", path.display());
        let file = out
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
            .with_context(written)?;
        file.as_file().sync_all().with_context(written)?;
        file.persist(&path)
            .map_err(|why| why.error)
            .with_context(written)?;
        Ok(())
    }

    fn name(&self) -> String {
        match self {
            Self::Stdout(_) => "standard output".to_owned(),
            Self::Stream(_, path) | Self::Whole(_, path) => path.display().to_string(),
        }
    }

    /// An error that names the output, of the same kind: a closed pipe is known by its kind.
    fn named<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|why| io::Error::new(why.kind(), format!("{}: {why}", self.name())))
    }
}

/// Without the name of the temporary file, which says nothing to whoever asked for the output.
fn cannot_be_written(path: &Path, why: &io::Error) -> anyhow::Error {
    anyhow::anyhow!(
        "{}: cannot be written ({}): name a file in a folder that you may write to",
        path.display(),
        why.kind()
    )
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Stream(out, _) => out.write(bytes),
            Self::Whole(out, _) => out.write(bytes),
        };
        self.named(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = match self {
            Self::Stdout(out) => out.flush(),
            Self::Stream(out, _) => out.flush(),
            Self::Whole(out, _) => out.flush(),
        };
        self.named(flushed)
    }
}

trait PermissionsLike {
    fn permissions_like(&mut self, place: &Path) -> &mut Self;
}

impl PermissionsLike for tempfile::Builder<'_, '_> {
    /// A temporary file is its owner's alone unless told otherwise; a result is like any other file.
    fn permissions_like(&mut self, place: &Path) -> &mut Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let permissions = fs::metadata(place).map_or_else(
                |_| fs::Permissions::from_mode(0o644),
                |metadata| metadata.permissions(),
            );
            self.permissions(permissions)
        }
        #[cfg(not(unix))]
        {
            let _ = place;
            self
        }
    }
}
