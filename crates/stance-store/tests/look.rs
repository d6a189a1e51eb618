//! What is new, changed, whole or gone in a folder.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;

use stance_store::{Looks, Scan, Seen, Settling, Stamp, Unread, Unreadable, scan};

const ENDINGS: [&str; 2] = ["html", "txt"];

fn seen(path: &str, size: u64) -> Seen {
    Seen {
        path: path.into(),
        stamp: Stamp {
            size,
            modified: Some(5),
        },
    }
}

fn of(files: &[(&str, u64)]) -> Scan {
    Scan {
        files: files.iter().map(|(path, size)| seen(path, *size)).collect(),
        unread: Vec::new(),
    }
}

fn paths(files: &[Seen]) -> Vec<&str> {
    files.iter().map(|seen| seen.path.as_str()).collect()
}

#[test]
fn a_file_is_read_when_two_looks_see_it_the_same() {
    let folder = Path::new("in");
    let mut looks = Looks::new(Settling::TwoLooks, []);
    let first = looks.look(folder, &of(&[("in/a", 1), ("in/b", 1)]));
    assert_eq!((paths(&first.ready), first.waiting), (vec![], 2));
    let second = looks.look(folder, &of(&[("in/a", 1), ("in/b", 2)]));
    assert_eq!((paths(&second.ready), second.waiting), (vec!["in/a"], 1));
    looks.done(&second.ready[0]);
    let third = looks.look(folder, &of(&[("in/a", 1), ("in/b", 2)]));
    assert_eq!((paths(&third.ready), third.waiting), (vec!["in/b"], 0));
    // Not read for some reason, it is asked for again.
    let fourth = looks.look(folder, &of(&[("in/a", 3), ("in/b", 2)]));
    assert_eq!((paths(&fourth.ready), fourth.waiting), (vec!["in/b"], 1));
    looks.refuse(&fourth.ready[0]);
    let fifth = looks.look(folder, &of(&[("in/a", 3), ("in/b", 2)]));
    assert_eq!((paths(&fifth.ready), fifth.waiting), (vec!["in/a"], 0));
    looks.done(&fifth.ready[0]);
    // What was refused is tried again when it has changed.
    let sixth = looks.look(folder, &of(&[("in/a", 3), ("in/b", 9)]));
    assert_eq!((paths(&sixth.ready), sixth.waiting), (vec![], 1));
}

#[test]
fn a_single_look_takes_files_as_they_are() {
    let known = [("in/a".to_owned(), seen("in/a", 1).stamp)];
    let mut looks = Looks::new(Settling::AtOnce, known);
    let look = looks.look(Path::new("in"), &of(&[("in/a", 1), ("in/b", 1)]));
    assert_eq!((paths(&look.ready), look.waiting), (vec!["in/b"], 0));
}

#[test]
fn a_known_file_that_vanished_is_told_once_and_again_when_it_came_back() {
    let folder = Path::new("in");
    let known = ["in/a", "in/sub/b", "elsewhere/c", "inside/d"];
    let known = known.map(|path| (path.to_owned(), seen(path, 1).stamp));
    let mut looks = Looks::new(Settling::AtOnce, known);
    let mut vanished = |scan: &Scan| looks.look(folder, scan).vanished;
    assert_eq!(vanished(&of(&[("in/a", 1)])), ["in/sub/b"]);
    assert!(vanished(&of(&[("in/a", 1)])).is_empty());
    assert_eq!(vanished(&of(&[])), ["in/a"]);
    assert!(vanished(&of(&[("in/a", 1), ("in/sub/b", 1)])).is_empty());
    // What is in a folder that cannot be looked into has not vanished.
    let mut blind = of(&[("in/a", 1)]);
    blind.unread.push(Unread {
        path: "in/sub".into(),
        why: "permission denied".into(),
    });
    assert!(vanished(&blind).is_empty());
    assert_eq!(vanished(&of(&[("in/a", 1)])), ["in/sub/b"]);
}

#[test]
fn a_scan_finds_files_by_their_ending_and_leaves_hidden_and_temporary_ones_out() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["z", "sub", "sub/deep", ".hidden"] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    for name in [
        "b.html",
        "sub/deep/ä b.TXT",
        "a.txt",
        "z/c.html",
        ".a.txt",
        "~$a.txt",
        "#a.txt#",
        "a.txt~",
        "a.txt.part",
        "a.csv",
        "txt",
        ".hidden/d.txt",
    ] {
        fs::write(folder.path().join(name), name).expect("a file");
    }
    let found = scan(folder.path(), &ENDINGS).expect("a scan");
    assert!(found.unread.is_empty());
    let inside = |seen: &Seen| {
        let path = Path::new(&seen.path).strip_prefix(folder.path());
        path.expect("it is inside")
            .to_str()
            .expect("UTF-8")
            .replace('\\', "/")
    };
    let names: Vec<String> = found.files.iter().map(inside).collect();
    assert_eq!(names, ["a.txt", "b.html", "sub/deep/ä b.TXT", "z/c.html"]);
    assert_eq!(found.files[0].stamp.size, 5);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let sub = folder.path().join("sub");
    fs::create_dir(&sub).expect("a folder");
    fs::write(sub.join("a.txt"), "a").expect("a file");
    symlink(folder.path(), sub.join("up")).expect("a link");
    symlink(sub.join("self"), sub.join("self")).expect("a link");
    symlink(folder.path().join("nowhere.txt"), sub.join("dead.txt")).expect("a link");
    symlink(sub.join("a.txt"), folder.path().join("b.txt")).expect("a link");
    let found = scan(folder.path(), &ENDINGS).expect("a scan");
    let names: Vec<_> = found
        .files
        .iter()
        .filter_map(|seen| seen.path.rsplit('/').next())
        .collect();
    assert_eq!(names, ["b.txt", "a.txt"]);
    // Of two links that lead nowhere but in a circle, at most that one is spoken of.
    assert!(
        found
            .unread
            .iter()
            .all(|unread| unread.path.ends_with("self")),
        "{:?}",
        found.unread
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_told() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a folder");
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    fs::write(folder.path().join(name), "a").expect("a file");
    let found = scan(folder.path(), &ENDINGS).expect("a scan");
    assert!(found.files.is_empty());
    assert!(
        found.unread[0].why.contains("not UTF-8"),
        "{:?}",
        found.unread
    );
}

#[test]
fn only_a_folder_can_be_scanned() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.txt");
    fs::write(&file, "a").expect("a file");
    let why = scan(&file, &ENDINGS).expect_err("a file");
    assert_eq!(why.kind(), ErrorKind::NotADirectory);
    let why = scan(&folder.path().join("missing"), &ENDINGS).expect_err("nothing");
    assert_eq!(why.kind(), ErrorKind::NotFound);
}

#[test]
fn a_file_is_read_as_it_was_seen_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.txt");
    fs::write(&path, "as it was").expect("a file");
    let found = scan(folder.path(), &ENDINGS).expect("a scan").files;
    assert_eq!(found[0].read(9).expect("bytes"), b"as it was");
    assert!(matches!(
        found[0].read(8),
        Err(Unreadable::TooLong { most: 8 })
    ));
    fs::write(&path, "as it was, and more").expect("a file");
    assert!(matches!(found[0].read(100), Err(Unreadable::Changed)));
    // Another file of the same size, put in its place with another time.
    let other = File::create(&path).expect("a file");
    other.set_len(9).expect("a length");
    other.set_modified(std::time::UNIX_EPOCH).expect("a time");
    assert!(matches!(found[0].read(100), Err(Unreadable::Changed)));
    fs::remove_file(&path).expect("removed");
    assert!(matches!(found[0].read(100), Err(Unreadable::Vanished)));
}
