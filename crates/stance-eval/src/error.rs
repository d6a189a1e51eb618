//! What can be wrong with the input.

use std::fmt;

/// A result whose error is this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an evaluation could not be made, and what to change.
///
/// Records are counted from 0, in the order in which they were given.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// There is no record to evaluate.
    Empty,
    /// A classifier of fewer than two labels decides nothing.
    TooFewLabels {
        /// How many labels there were.
        found: usize,
    },
    /// A label name occurs twice.
    DuplicateLabel {
        /// The name.
        label: String,
    },
    /// A label name is not among the labels.
    UnknownLabel {
        /// The record that bears it; `None` where the caller named it.
        record: Option<usize>,
        /// The name.
        label: String,
    },
    /// A list is not as long as it must be.
    Length {
        /// What the list holds.
        what: &'static str,
        /// The length it must have.
        expected: usize,
        /// The length it has.
        found: usize,
    },
    /// A class index is not below the number of labels.
    ClassOutOfRange {
        /// The record (or the unit of a table of ratings).
        record: usize,
        /// What the index was given as.
        what: &'static str,
        /// The index.
        class: usize,
        /// The number of labels.
        labels: usize,
    },
    /// A class is asked for that does not exist.
    UnknownClass {
        /// The index.
        class: usize,
        /// The number of labels.
        labels: usize,
    },
    /// A row index is not below the number of records.
    RecordOutOfRange {
        /// The index.
        record: usize,
        /// The number of records.
        records: usize,
    },
    /// A probability is negative, infinite or not a number.
    Probability {
        /// The record.
        record: usize,
        /// The class whose probability it is.
        class: usize,
        /// The value.
        value: f64,
    },
    /// The probabilities of a record do not add up to 1.
    ProbabilitySum {
        /// The record.
        record: usize,
        /// What they add up to.
        sum: f64,
    },
    /// The figure needs probabilities and there are none.
    NoProbabilities,
    /// An option lies outside its range.
    Option {
        /// The option.
        option: &'static str,
        /// Its value.
        value: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// More folds are asked for than there are things to deal out.
    TooManyFolds {
        /// The number of folds asked for.
        folds: usize,
        /// What is dealt out: records or groups.
        what: &'static str,
        /// How many of them there are.
        found: usize,
    },
    /// Two systems to be compared were not run on the same records.
    DifferentRecords {
        /// In what they differ.
        what: &'static str,
        /// The first record at which they differ; `None` where they do as a whole.
        record: Option<usize>,
    },
    /// The figure is not defined on these data.
    Undefined {
        /// The figure.
        figure: &'static str,
        /// Why it is not.
        why: &'static str,
    },
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "there is no record; give at least one"),
            Self::TooFewLabels { found } => {
                write!(f, "there must be at least 2 labels, not {found}")
            }
            Self::DuplicateLabel { label } => {
                write!(f, "label {label:?} is given twice; give each label once")
            }
            Self::UnknownLabel {
                record: Some(record),
                label,
            } => write!(
                f,
                "record {record}: {label:?} is not among the labels; add it to them or correct the record"
            ),
            Self::UnknownLabel {
                record: None,
                label,
            } => {
                write!(f, "{label:?} is not among the labels; name one that is")
            }
            Self::Length {
                what,
                expected,
                found,
            } => {
                write!(f, "{what}: {expected} values needed, {found} given")
            }
            Self::ClassOutOfRange {
                record,
                what,
                class,
                labels,
            } => write!(
                f,
                "record {record}: {what} is class {class}, but with {labels} labels it must be below {labels}"
            ),
            Self::UnknownClass { class, labels } => {
                write!(
                    f,
                    "class {class} is asked for, but there are only {labels} labels"
                )
            }
            Self::RecordOutOfRange { record, records } => {
                write!(
                    f,
                    "record {record} is asked for, but there are only {records}"
                )
            }
            Self::Probability {
                record,
                class,
                value,
            } => write!(
                f,
                "record {record}: the probability of class {class} is {value}; it must be finite and not negative"
            ),
            Self::ProbabilitySum { record, sum } => write!(
                f,
                "record {record}: its probabilities add up to {sum}; normalise them to 1 (within 1e-6)"
            ),
            Self::NoProbabilities => {
                write!(
                    f,
                    "this figure needs probabilities; add them by `with_probabilities`"
                )
            }
            Self::Option {
                option,
                value,
                expected,
            } => {
                write!(f, "{option} is {value}; it must be {expected}")
            }
            Self::TooManyFolds { folds, what, found } => {
                write!(
                    f,
                    "{folds} folds need at least {folds} {what}, but there are {found}; ask for fewer folds"
                )
            }
            Self::DifferentRecords {
                what,
                record: Some(record),
            } => write!(
                f,
                "record {record}: the two systems differ in {what}; evaluate both on the same records in the same order"
            ),
            Self::DifferentRecords { what, record: None } => write!(
                f,
                "the two systems differ in {what}; evaluate both on the same records in the same order"
            ),
            Self::Undefined { figure, why } => write!(f, "{figure} is not defined here: {why}"),
        }
    }
}
