//! What is new, changed, whole or gone in a folder.

use std::fs::{self, File};
use std::path::Path;

use stance_store::{Looks, Scan, Seen, Settling, Stamp, Unread, Unreadable};

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
fn a_file_is_read_as_it_was_seen_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.txt");
    fs::write(&path, "as it was").expect("a file");
    let metadata = fs::metadata(&path).expect("it is there");
    let found = Seen {
        path: path.to_str().expect("UTF-8").to_owned(),
        stamp: Stamp::from(&metadata),
    };
    assert_eq!(found.read(9).expect("bytes"), b"as it was");
    assert!(matches!(
        found.read(8),
        Err(Unreadable::TooLong { most: 8 })
    ));
    fs::write(&path, "as it was, and more").expect("a file");
    assert!(matches!(found.read(100), Err(Unreadable::Changed)));
    // Another file of the same size, put in its place with another time.
    let other = File::create(&path).expect("a file");
    other.set_len(9).expect("a length");
    other.set_modified(std::time::UNIX_EPOCH).expect("a time");
    assert!(matches!(found.read(100), Err(Unreadable::Changed)));
    fs::remove_file(&path).expect("removed");
    assert!(matches!(found.read(100), Err(Unreadable::Vanished)));
}
