//! Records that belong together.

use std::collections::HashMap;
use std::hash::Hash;

/// Records divided into groups, which are numbered in order of first appearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Groups {
    /// The group of each record.
    ids: Vec<usize>,
    /// Where in `members` each group begins, and the end.
    starts: Vec<usize>,
    /// The records, group after group.
    members: Vec<usize>,
}

impl Groups {
    /// Numbers the groups.
    pub(crate) fn new<G: Eq + Hash>(names: impl IntoIterator<Item = G>) -> Self {
        let mut numbers = HashMap::new();
        let mut ids = Vec::new();
        for name in names {
            let next = numbers.len();
            ids.push(*numbers.entry(name).or_insert(next));
        }
        let mut starts = vec![0; numbers.len() + 1];
        for &id in &ids {
            starts[id + 1] += 1;
        }
        for group in 0..numbers.len() {
            starts[group + 1] += starts[group];
        }
        let mut next = starts.clone();
        let mut members = vec![0; ids.len()];
        for (record, &id) in ids.iter().enumerate() {
            members[next[id]] = record;
            next[id] += 1;
        }
        Self {
            ids,
            starts,
            members,
        }
    }

    /// The number of groups.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The group of each record.
    pub(crate) fn ids(&self) -> &[usize] {
        &self.ids
    }

    /// The records of a group, in ascending order.
    #[inline]
    pub(crate) fn members(&self, group: usize) -> &[usize] {
        &self.members[self.starts[group]..self.starts[group + 1]]
    }
}
