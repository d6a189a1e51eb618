//! What is new, changed or gone between two looks at a folder.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use crate::record::Stamp;
use crate::seen::{Scan, Seen};

/// When a new or changed file is taken as whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settling {
    /// At once. For a single look: a file that is being written meanwhile is found changed at the next.
    AtOnce,
    /// When two looks in a row see it the same.
    TwoLooks,
}

/// Looks at a folder, one after another.
#[derive(Debug)]
pub struct Looks {
    settling: Settling,
    /// Files whose documents are there, as they were then.
    known: HashMap<String, Stamp>,
    /// Files that cannot be read as they are.
    refused: HashMap<String, Stamp>,
    /// New and changed files at the look before.
    before: HashMap<String, Stamp>,
    /// Known files that were not there at the look before.
    gone: BTreeSet<String>,
}

/// What is to be done after a look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Files to be read: new or changed, and whole. By path.
    pub ready: Vec<Seen>,
    /// How many others are new or changed, and may still be written to.
    pub waiting: usize,
    /// Known files that were there before and are not now. By path.
    pub vanished: Vec<String>,
}

impl Looks {
    /// Before the first look: `known` is what [`Store::files`](crate::Store::files) gives, or nothing where all is to
    /// be read again.
    pub fn new(settling: Settling, known: impl IntoIterator<Item = (String, Stamp)>) -> Self {
        Self {
            settling,
            known: known.into_iter().collect(),
            refused: HashMap::new(),
            before: HashMap::new(),
            gone: BTreeSet::new(),
        }
    }

    /// Compares what is in `folder` now with what was there.
    pub fn look(&mut self, folder: &Path, scan: &Scan) -> Look {
        let mut look = Look::default();
        let mut open = HashMap::new();
        for seen in &scan.files {
            let is = |at: Option<&Stamp>| at == Some(&seen.stamp);
            if is(self.known.get(&seen.path)) || is(self.refused.get(&seen.path)) {
                continue;
            }
            if self.settling == Settling::AtOnce || is(self.before.get(&seen.path)) {
                look.ready.push(seen.clone());
            } else {
                look.waiting += 1;
            }
            open.insert(seen.path.clone(), seen.stamp);
        }
        self.before = open;
        let gone = self.missing(folder, scan);
        look.vanished = gone.difference(&self.gone).cloned().collect();
        self.gone = gone;
        look
    }

    /// The documents of this file are there.
    pub fn done(&mut self, seen: &Seen) {
        self.before.remove(&seen.path);
        self.known.insert(seen.path.clone(), seen.stamp);
    }

    /// This file cannot be read as it is, and need not be tried before it changes.
    pub fn refuse(&mut self, seen: &Seen) {
        self.before.remove(&seen.path);
        self.refused.insert(seen.path.clone(), seen.stamp);
    }

    /// Known files of the folder that were not seen, save where nothing could be seen.
    fn missing(&self, folder: &Path, scan: &Scan) -> BTreeSet<String> {
        let there: std::collections::HashSet<&str> =
            scan.files.iter().map(|seen| seen.path.as_str()).collect();
        let is_missing = |path: &&String| {
            let at = Path::new(path.as_str());
            !there.contains(path.as_str())
                && at.starts_with(folder)
                && !scan
                    .unread
                    .iter()
                    .any(|unread| at.starts_with(&unread.path))
        };
        self.known.keys().filter(is_missing).cloned().collect()
    }
}
