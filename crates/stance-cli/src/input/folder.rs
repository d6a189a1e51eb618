//! What is in a folder.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::pages::holds_pages;

/// What was found in a folder and in those in it.
#[derive(Debug, Default)]
pub struct Found {
    /// The files that hold pages, folder by folder, sorted by name, with what the file system says of them.
    pub files: Vec<(PathBuf, Metadata)>,
    /// What could not be looked at, and why.
    pub unread: Vec<(PathBuf, String)>,
}

/// Looks into a folder and those in it for files with pages.
///
/// Links are followed, and a link to a folder that it lies in is left out. So is what is hidden (a name that begins
/// with a point) or the copy that an editor keeps beside an open file (one that begins with `~` or `#`).
///
/// # Errors
/// What the file system says of the folder itself; [`io::ErrorKind::NotADirectory`] where it is none.
pub fn in_folder(folder: &Path) -> io::Result<Found> {
    if !fs::metadata(folder)?.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::NotADirectory,
            "not a folder: name the one that the files are in",
        ));
    }
    // A folder that may not be listed is no empty one.
    fs::read_dir(folder)?;
    let mut found = Found::default();
    let entries = WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_set_aside(entry));
    for entry in entries {
        match entry {
            Ok(entry) => look_at(&entry, &mut found),
            Err(why) if why.loop_ancestor().is_some() => {}
            Err(why) => {
                let path = why.path().unwrap_or(folder).to_owned();
                let why = why.into_io_error();
                // Gone between being listed and being looked at, or a link to nothing.
                if !matches!(&why, Some(why) if why.kind() == io::ErrorKind::NotFound) {
                    let why = why.map_or_else(String::new, |why| why.to_string());
                    found.unread.push((path, why));
                }
            }
        }
    }
    Ok(found)
}

fn look_at(entry: &DirEntry, found: &mut Found) {
    let path = entry.path();
    if !entry.file_type().is_file() || !holds_pages(path) {
        return;
    }
    match entry.metadata().map_err(io::Error::from) {
        Ok(metadata) => found.files.push((path.to_owned(), metadata)),
        Err(why) if why.kind() == io::ErrorKind::NotFound => {}
        Err(why) => found.unread.push((path.to_owned(), why.to_string())),
    }
}

fn is_set_aside(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    matches!(name.first(), Some(b'.' | b'~' | b'#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let found = in_folder(folder).unwrap();
        let inside = |path: &Path| {
            let path = path.strip_prefix(folder).unwrap();
            path.to_str().unwrap().replace('\\', "/")
        };
        found.files.iter().map(|(path, _)| inside(path)).collect()
    }

    #[test]
    fn files_are_found_by_their_ending_and_hidden_and_temporary_ones_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["z", "sub", "sub/deep", ".hidden"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in [
            "b.html",
            "sub/deep/ä b.TXT",
            "a.txt",
            "z/c.html",
            "z/c.html.gz",
            "z/crawl.jsonl.zst",
            ".a.txt",
            "~$a.txt",
            "#a.txt#",
            "a.txt~",
            "a.txt.part",
            "a.csv",
            "a.csv.gz",
            "txt",
            "gz",
            ".hidden/d.txt",
        ] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        assert_eq!(
            names(folder.path()),
            [
                "a.txt",
                "b.html",
                "sub/deep/ä b.TXT",
                "z/c.html",
                "z/c.html.gz",
                "z/crawl.jsonl.zst"
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_end() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let sub = folder.path().join("sub");
        fs::create_dir(&sub).unwrap();
        fs::write(sub.join("a.txt"), "a").unwrap();
        symlink(folder.path(), sub.join("up")).unwrap();
        symlink(sub.join("self"), sub.join("self")).unwrap();
        symlink(folder.path().join("nowhere.txt"), sub.join("dead.txt")).unwrap();
        symlink(sub.join("a.txt"), folder.path().join("b.txt")).unwrap();
        assert_eq!(names(folder.path()), ["b.txt", "sub/a.txt"]);
        // Of two links that lead nowhere but in a circle, at most that one is spoken of.
        let unread = in_folder(folder.path()).unwrap().unread;
        assert!(
            unread.iter().all(|(path, _)| path.ends_with("self")),
            "{unread:?}"
        );
    }

    #[test]
    fn only_a_folder_can_be_looked_into() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        fs::write(&file, "a").unwrap();
        let why = in_folder(&file).unwrap_err();
        assert_eq!(why.kind(), io::ErrorKind::NotADirectory);
        let why = in_folder(&folder.path().join("missing")).unwrap_err();
        assert_eq!(why.kind(), io::ErrorKind::NotFound);
    }
}
