//! The folder whose files the page may have labelled.

use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::App;
use super::ask::{Ask, Kind};
use super::body::Share;
use super::failure::Failure;
use super::given::Given;
use super::queue;

/// The most files that are listed, and the most folders that are looked into.
const LISTED: usize = 2000;
/// The deepest folder within the folder.
const DEEPEST: usize = 8;

/// A folder on the machine that the server runs on.
pub struct Folder {
    /// Without links in it.
    root: PathBuf,
}

/// A file in it, by its path from there with `/` between the folders.
struct Entry {
    path: String,
    bytes: u64,
}

impl Folder {
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let root = fs::canonicalize(path).with_context(|| path.display().to_string())?;
        if !root.is_dir() {
            bail!("{}: not a folder", path.display());
        }
        Ok(Self { root })
    }

    /// The files that can be labelled, sorted by name; and whether there are more than are listed.
    fn entries(&self) -> (Vec<Entry>, bool) {
        let mut entries = Vec::new();
        let mut folders = vec![(self.root.clone(), String::new(), 0)];
        let mut seen = 0;
        while let Some((folder, prefix, depth)) = folders.pop() {
            // A folder that cannot be read has no files for us.
            let Ok(inside) = fs::read_dir(&folder) else {
                continue;
            };
            for entry in inside.flatten() {
                let Ok(name) = entry.file_name().into_string() else {
                    continue;
                };
                // Of the entry itself: links are followed nowhere.
                let Ok(kind) = entry.file_type() else {
                    continue;
                };
                if name.starts_with('.') {
                    continue;
                }
                seen += 1;
                if seen > LISTED * 10 || entries.len() >= LISTED {
                    entries.sort_by(|a: &Entry, b| a.path.cmp(&b.path));
                    return (entries, true);
                }
                let path = format!("{prefix}{name}");
                if kind.is_dir() && depth < DEEPEST {
                    folders.push((entry.path(), format!("{path}/"), depth + 1));
                } else if kind.is_file() && kind_of(&path).is_some() {
                    let bytes = entry.metadata().map_or(0, |metadata| metadata.len());
                    entries.push(Entry { path, bytes });
                }
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        (entries, false)
    }

    /// The place of a file that is in the folder: no way out of it, and no link.
    fn place(&self, path: &str) -> Option<PathBuf> {
        let relative = Path::new(path);
        let plain = relative
            .components()
            .all(|component| matches!(component, Component::Normal(_)));
        let place = self.root.join(relative);
        // Where there is a link on the way, the real path is another.
        let is_real = || fs::canonicalize(&place).is_ok_and(|real| real == place);
        (!path.is_empty() && plain && is_real()).then_some(place)
    }
}

/// `GET /folder`: its files.
pub async fn list(State(app): State<Arc<App>>) -> Result<Json<Value>, Failure> {
    queue::run(move || {
        let folder = app.folder.as_ref().ok_or_else(none)?;
        let (entries, more) = folder.entries();
        let files: Vec<Value> = entries
            .iter()
            .map(|entry| json!({ "path": entry.path, "bytes": entry.bytes }))
            .collect();
        Ok(Json(json!({ "files": files, "more": more })))
    })
    .await?
}

/// Reads the file that is asked for.
pub fn read(app: &App, ask: &Ask) -> Result<(Given, Share), Failure> {
    let path = ask.file.as_deref().unwrap_or_default();
    let mut share = None;
    let bytes = bytes(app, path, &mut share)?;
    let kind = kind_of(path).ok_or_else(absent)?;
    Ok((Given::read(&kind, &bytes, ask, &app.lexicon)?, share))
}

/// The bytes of a file of the folder, and their share of the memory.
pub fn bytes(app: &App, path: &str, share: &mut Share) -> Result<Vec<u8>, Failure> {
    let folder = app.folder.as_ref().ok_or_else(none)?;
    kind_of(path).ok_or_else(absent)?;
    let place = folder.place(path).ok_or_else(absent)?;
    let most = app.bounds.most as u64;
    let too_large = || {
        Failure::too_large(format!(
            "the file has more than {most} bytes (--max-body): `stance classify` has no such bound"
        ))
    };
    let metadata = fs::symlink_metadata(&place).map_err(|_| absent())?;
    if !metadata.is_file() {
        return Err(absent());
    }
    if metadata.len() > most {
        return Err(too_large());
    }
    let size = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
    app.bounds.hold(share, size)?;
    let file = fs::File::open(&place).map_err(|_| absent())?;
    let mut bytes = Vec::new();
    let read = file.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|why| {
        Failure::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("the file cannot be read: {why}"),
        )
    })?;
    if bytes.len() as u64 > most {
        return Err(too_large());
    }
    Ok(bytes)
}

fn absent() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "there is no such file in the folder")
}

fn none() -> Failure {
    Failure::new(
        StatusCode::NOT_FOUND,
        "no folder is served: start the server with --folder DIR",
    )
}

/// What a file is, by the ending of its name; none where it is nothing to be labelled.
fn kind_of(path: &str) -> Option<Kind> {
    let extension = Path::new(path).extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "txt" | "text" => Some(Kind::Text(None)),
        "html" | "htm" | "xhtml" => Some(Kind::Html(None)),
        "csv" => Some(Kind::Csv),
        "jsonl" | "ndjson" => Some(Kind::Lines),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> (tempfile::TempDir, Folder) {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("served");
        fs::create_dir_all(root.join("in/side")).unwrap();
        for file in ["a.txt", "in/b.HTML", "in/side/c.csv", "in/d.jsonl"] {
            fs::write(root.join(file), "text\nx\n").unwrap();
        }
        fs::write(root.join("picture.png"), "x").unwrap();
        fs::write(root.join(".hidden.txt"), "x").unwrap();
        fs::write(outer.path().join("secret.txt"), "x").unwrap();
        let folder = Folder::open(&root).unwrap();
        (outer, folder)
    }

    #[test]
    fn files_that_can_be_labelled_are_listed_with_their_folders() {
        let (_outer, folder) = tree();
        let (entries, more) = folder.entries();
        let paths: Vec<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!(paths, ["a.txt", "in/b.HTML", "in/d.jsonl", "in/side/c.csv"]);
        assert!(!more && entries.iter().all(|entry| entry.bytes == 7));
        for path in paths {
            assert!(folder.place(path).is_some(), "{path}");
        }
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let (outer, folder) = tree();
        let secret = outer.path().join("secret.txt");
        for path in [
            "../secret.txt",
            "in/../../secret.txt",
            "in/../a.txt",
            "./a.txt",
            secret.to_str().unwrap(),
            "/etc/passwd",
            "",
            "a.txt\0",
            "absent.txt",
        ] {
            assert!(folder.place(path).is_none(), "{path:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_listed_or_followed() {
        use std::os::unix::fs::symlink;
        let (outer, folder) = tree();
        symlink(
            outer.path().join("secret.txt"),
            folder.root.join("link.txt"),
        )
        .unwrap();
        symlink(outer.path(), folder.root.join("up")).unwrap();
        assert_eq!(folder.entries().0.len(), 4);
        assert!(folder.place("link.txt").is_none());
        assert!(folder.place("up/secret.txt").is_none());
    }
}
