//! Label names and the class indices that stand for them.

use std::collections::{HashMap, HashSet};

use crate::{Error, Result};

/// The label names are at least two, all different.
pub(crate) fn check_labels(labels: &[String]) -> Result<()> {
    if labels.len() < 2 {
        return Err(Error::TooFewLabels {
            found: labels.len(),
        });
    }
    let mut seen = HashSet::new();
    match labels.iter().find(|label| !seen.insert(label.as_str())) {
        Some(label) => Err(Error::DuplicateLabel {
            label: label.clone(),
        }),
        None => Ok(()),
    }
}

/// The class that a record is given, by `what`, is one of so many labels.
pub(crate) fn check_class(
    record: usize,
    what: &'static str,
    class: usize,
    labels: usize,
) -> Result<()> {
    if class < labels {
        return Ok(());
    }
    Err(Error::ClassOutOfRange {
        record,
        what,
        class,
        labels,
    })
}

/// The class of each label name.
pub(crate) struct LabelNames<'a>(HashMap<&'a str, usize>);

impl<'a> LabelNames<'a> {
    pub(crate) fn new(labels: &'a [String]) -> Self {
        Self(
            labels
                .iter()
                .enumerate()
                .map(|(class, label)| (label.as_str(), class))
                .collect(),
        )
    }

    /// The class that a record is said to be of.
    pub(crate) fn class(&self, record: usize, name: &str) -> Result<usize> {
        let unknown = || Error::UnknownLabel {
            record: Some(record),
            label: name.to_owned(),
        };
        self.0.get(name).copied().ok_or_else(unknown)
    }

    /// The class of each record.
    pub(crate) fn classes<'n>(&self, names: impl Iterator<Item = &'n str>) -> Result<Vec<usize>> {
        names
            .enumerate()
            .map(|(record, name)| self.class(record, name))
            .collect()
    }
}
