//! The names of the classes.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};

/// The stance of a statement toward an alliance: the labels of the default model.
///
/// The codebook in `datasets/CODEBOOK.md` defines them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stance {
    /// Attacks the alliance, denies its worth, or tells as its main point that the tie is strained.
    Critical,
    /// Neither stands by the alliance nor attacks it: conditional, uncertain, wait-and-see.
    Hedging,
    /// Takes no position on an alliance.
    None,
    /// Stands by the alliance: commits, values, continues, deepens, acts jointly.
    Reaffirming,
}

impl Stance {
    /// All four, in the order of the default model's classes.
    pub const ALL: [Self; 4] = [Self::Critical, Self::Hedging, Self::None, Self::Reaffirming];

    /// The label as data files write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Hedging => "hedging",
            Self::None => "none",
            Self::Reaffirming => "reaffirming",
        }
    }
}

impl fmt::Display for Stance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A label that is none of the four stances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAStance;

impl fmt::Display for NotAStance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not one of critical, hedging, none, reaffirming")
    }
}

impl std::error::Error for NotAStance {}

impl FromStr for Stance {
    type Err = NotAStance;

    fn from_str(label: &str) -> std::result::Result<Self, NotAStance> {
        Self::ALL
            .into_iter()
            .find(|stance| stance.as_str() == label)
            .ok_or(NotAStance)
    }
}

/// The names of a model's classes, in the order of their indices.
///
/// At least two and at most [`Labels::MOST`], all different and none empty, sorted by their bytes, so
/// that the same set of names always has the same indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels(Vec<Box<str>>);

impl Labels {
    /// The most classes that a model can have.
    pub const MOST: usize = 1024;

    /// The labels among `names`, each once, sorted.
    ///
    /// # Errors
    /// [`Error::Labels`] when there are fewer than two or more than [`Labels::MOST`] different names, or
    /// when one is empty or longer than 255 bytes.
    pub fn of<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Result<Self> {
        let set: std::collections::BTreeSet<Box<str>> =
            names.into_iter().map(|name| name.as_ref().into()).collect();
        Self::sorted(set.into_iter().collect())
    }

    pub(crate) fn sorted(names: Vec<Box<str>>) -> Result<Self> {
        let wrong = |why: String| Err(Error::Labels(why));
        if let [only] = names.as_slice() {
            return wrong(format!(
                "there is only one, `{only}`: a classifier needs two or more"
            ));
        }
        if names.is_empty() {
            return wrong("there are none".to_owned());
        }
        if names.len() > Self::MOST {
            return wrong(format!(
                "there are {}, and {} is the most",
                names.len(),
                Self::MOST
            ));
        }
        if let Some(name) = names
            .iter()
            .find(|name| name.is_empty() || name.len() > 255)
        {
            return wrong(format!("`{name}` is empty or longer than 255 bytes"));
        }
        if let Some(pair) = names.windows(2).find(|pair| pair[0] >= pair[1]) {
            return wrong(format!(
                "`{}` and `{}` are out of order or the same",
                pair[0], pair[1]
            ));
        }
        Ok(Self(names))
    }

    /// Number of classes.
    #[expect(clippy::len_without_is_empty, reason = "there are always at least two")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The name of a class, if there is one of that index.
    pub fn get(&self, class: usize) -> Option<&str> {
        self.0.get(class).map(AsRef::as_ref)
    }

    /// The index of a name.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.0.binary_search_by(|label| (**label).cmp(name)).ok()
    }

    /// The names in the order of their indices.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.0.iter().map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_rows_does_not_change_the_indices() {
        let one = Labels::of(["none", "critical", "none", "hedging"]).unwrap();
        let other = Labels::of(["hedging", "none", "critical"]).unwrap();
        assert_eq!(one, other);
        assert_eq!(
            one.iter().collect::<Vec<_>>(),
            ["critical", "hedging", "none"]
        );
        assert_eq!(one.index("none"), Some(2));
        assert_eq!(one.index("reaffirming"), None);
        assert_eq!(one.get(3), None);
    }

    #[test]
    fn labels_that_cannot_be_classes_are_refused() {
        assert!(
            Labels::of(["one"; 5])
                .unwrap_err()
                .to_string()
                .contains("only one, `one`")
        );
        assert!(Labels::of([""; 0]).is_err());
        assert!(Labels::of(["", "a"]).is_err());
        let many: Vec<String> = (0..=Labels::MOST).map(|n| n.to_string()).collect();
        assert!(Labels::of(&many).is_err());
        assert!(Labels::of(&many[1..]).is_ok());
    }

    #[test]
    fn every_stance_reads_as_it_is_written() {
        for stance in Stance::ALL {
            assert_eq!(stance.as_str().parse(), Ok(stance));
        }
        assert_eq!("Critical".parse::<Stance>(), Err(NotAStance));
        assert_eq!(
            Labels::of(Stance::ALL.map(Stance::as_str))
                .unwrap()
                .index("none"),
            Some(2)
        );
    }
}
