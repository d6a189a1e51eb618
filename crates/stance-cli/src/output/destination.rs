//! Where results go: whole, or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::NamedTempFile;

/// An output that is being written.
///
/// A regular file is written beside its place and put there when all is done, so that neither an error
/// nor a crash leaves half of it. A pipe or device is written as it comes.
pub enum Destination {
    Stdout(BufWriter<anstream::AutoStream<io::Stdout>>),
    Stream(BufWriter<File>, PathBuf),
    Whole(BufWriter<NamedTempFile>, PathBuf),
}

impl Destination {
    /// Opens the output; standard output where none is named or it is `-`.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self::Stdout(BufWriter::new(anstream::stdout())));
        };
        let special =
            fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir());
        if special {
            let file = OpenOptions::new().write(true).open(path);
            let file = file.with_context(|| path.display().to_string())?;
            return Ok(Self::Stream(BufWriter::new(file), path.to_owned()));
        }
        if path.is_dir() {
            anyhow::bail!("{}: a folder; name a file in it", path.display());
        }
        // Behind a link the file itself is replaced, and the link stays.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = place
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let file = tempfile::Builder::new()
            .prefix(".stance-")
            .suffix(".tmp")
            .permissions_like(&place)
            .tempfile_in(folder.unwrap_or(Path::new(".")))
            .with_context(|| format!("{}: cannot be written", path.display()))?;
        Ok(Self::Whole(BufWriter::new(file), place))
    }

    /// Puts the output in its place. Without this call a regular file is left as it was.
    pub fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut out) => Ok(out.flush()?),
            Self::Stream(mut out, path) => out
                .flush()
                .with_context(|| format!("{}: cannot be written", path.display())),
            Self::Whole(out, path) => {
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
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Stream(out, _) => out.write(bytes),
            Self::Whole(out, _) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Stream(out, _) => out.flush(),
            Self::Whole(out, _) => out.flush(),
        }
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
