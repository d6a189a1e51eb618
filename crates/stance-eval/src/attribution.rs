//! How well holders and alliances are found: names against names.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{Error, Result};

/// What stands between the names of one field.
const SEPARATOR: char = ';';

/// The share of words that two names must have in common to match in part (Dice's coefficient, more
/// than this): `North Korea` and `South Korea`, at exactly one half, do not.
const OVERLAP: f64 = 0.5;

/// Precision, recall and their harmonic mean, each in `[0, 1]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Retrieval {
    /// Credit over rows with a prediction; 0 where there is none.
    pub precision: f64,
    /// Credit over rows with a true name; 0 where there is none.
    pub recall: f64,
    /// `2PR / (P + R)`; 0 where both are 0.
    pub f1: f64,
}

/// How well a field of names, such as `holder`, is found.
///
/// A field holds no name, one, or several separated by `;`. Only rows where the truth or the
/// prediction has a name are counted: that both are empty earns nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Attribution {
    /// All rows, those with nothing to find as well.
    pub n: usize,
    /// Rows with a true name.
    pub truth: usize,
    /// Rows with a predicted name.
    pub predicted: usize,
    /// A row earns 1 where the two sets of names are the same, otherwise 0.
    pub exact: Retrieval,
    /// A row earns the share of predicted names that match a true one (for precision), and the share
    /// of true names that match a predicted one (for recall). Names match where the words of one are
    /// all in the other, or more than half of the words are common to both.
    pub partial: Retrieval,
}

impl Attribution {
    /// Compares true with predicted fields, row by row.
    ///
    /// Before names are compared they are normalised: no case, no articles, no marks but letters and
    /// digits of any script; a remark in parentheses that begins with `per` (who reports it) is left
    /// out, and so are repetitions and order.
    ///
    /// # Errors
    /// [`Error::Empty`] when there is no row; [`Error::Length`] when one list is longer.
    ///
    /// # Examples
    /// ```
    /// use stance_eval::Attribution;
    ///
    /// let truth = ["Japan; US", "Mok Seung-hyeon", ""];
    /// let predicted = ["US; Japan", "Mok", "writer"];
    /// let found = Attribution::of(&truth, &predicted)?;
    /// assert_eq!((found.truth, found.predicted), (2, 3));
    /// assert_eq!(found.exact.recall, 1.0 / 2.0);
    /// assert_eq!(found.exact.precision, 1.0 / 3.0);
    /// assert_eq!(found.partial.recall, 1.0);
    /// # Ok::<(), stance_eval::Error>(())
    /// ```
    pub fn of(truth: &[impl AsRef<str>], predicted: &[impl AsRef<str>]) -> Result<Self> {
        if truth.is_empty() {
            return Err(Error::Empty);
        }
        if predicted.len() != truth.len() {
            return Err(Error::Length {
                what: "predicted names",
                expected: truth.len(),
                found: predicted.len(),
            });
        }
        let (mut with_truth, mut with_prediction, mut same) = (0, 0, 0);
        let (mut right, mut found) = (0.0, 0.0);
        for (truth, predicted) in truth.iter().zip(predicted) {
            let (truth, predicted) = (names(truth.as_ref()), names(predicted.as_ref()));
            with_truth += usize::from(!truth.is_empty());
            with_prediction += usize::from(!predicted.is_empty());
            if truth.is_empty() || predicted.is_empty() {
                continue;
            }
            same += usize::from(truth == predicted);
            right += share(&predicted, &truth);
            found += share(&truth, &predicted);
        }
        Ok(Self {
            n: truth.len(),
            truth: with_truth,
            predicted: with_prediction,
            exact: Retrieval::of(same as f64, same as f64, with_prediction, with_truth),
            partial: Retrieval::of(right, found, with_prediction, with_truth),
        })
    }

    /// Whether two fields hold the same names; two empty ones do.
    #[must_use]
    pub fn same(truth: &str, predicted: &str) -> bool {
        names(truth) == names(predicted)
    }
}

impl Retrieval {
    fn of(right: f64, found: f64, predicted: usize, truth: usize) -> Self {
        let over = |credit: f64, rows: usize| if rows == 0 { 0.0 } else { credit / rows as f64 };
        let (precision, recall) = (over(right, predicted), over(found, truth));
        let sum = precision + recall;
        let f1 = if sum == 0.0 {
            0.0
        } else {
            2.0 * precision * recall / sum
        };
        Self {
            precision,
            recall,
            f1,
        }
    }
}

/// The words of each name of a field.
fn names(field: &str) -> BTreeSet<Vec<String>> {
    let names = field.split(SEPARATOR).map(words);
    names.filter(|words| !words.is_empty()).collect()
}

fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let reported = lower.find("(per ").unwrap_or(lower.len());
    let words = lower[..reported].split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty() && !matches!(*word, "the" | "a" | "an"));
    words.map(str::to_owned).collect()
}

/// The share of names that match one of others.
fn share(names: &BTreeSet<Vec<String>>, others: &BTreeSet<Vec<String>>) -> f64 {
    let matched = names
        .iter()
        .filter(|name| others.iter().any(|other| alike(name, other)));
    matched.count() as f64 / names.len() as f64
}

fn alike(one: &[String], other: &[String]) -> bool {
    let one: BTreeSet<&String> = one.iter().collect();
    let other: BTreeSet<&String> = other.iter().collect();
    let common = one.intersection(&other).count();
    common == one.len().min(other.len())
        || 2.0 * common as f64 > OVERLAP * (one.len() + other.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapping_truth_and_prediction_swaps_precision_and_recall() {
        let truth = ["US-Japan", "NATO; EU", "", "South Korea", "Mok"];
        let predicted = ["US", "NATO", "Quad", "", "Mok"];
        let found = Attribution::of(&truth, &predicted).expect("rows");
        let swapped = Attribution::of(&predicted, &truth).expect("rows");
        assert_eq!(found.exact.precision, swapped.exact.recall);
        assert_eq!(found.partial.recall, swapped.partial.precision);
        assert_eq!(found.exact.f1, swapped.exact.f1);
    }

    #[test]
    fn a_worked_example_gives_the_figures_counted_by_hand() {
        // Three rows with a true name, three with a predicted one; one the same, one in part (half of
        // the true names).
        let truth = ["US-Japan", "NATO; EU", "", "South Korea"];
        let predicted = ["Japan–US; us-japan", "NATO", "Quad", ""];
        let found = Attribution::of(&truth, &predicted).expect("rows");
        assert_eq!((found.n, found.truth, found.predicted), (4, 3, 3));
        assert_eq!(found.exact.f1, 0.0);
        assert_eq!(found.partial.precision, 2.0 / 3.0);
        assert_eq!(found.partial.recall, 1.5 / 3.0);
    }

    #[test]
    fn case_articles_order_and_reporters_do_not_count_in_an_exact_match() {
        assert!(Attribution::same(
            "Japan; The Philippines (per minister)",
            "philippines; JAPAN"
        ));
        assert!(!Attribution::same("Japan", "Japan; US"));
    }

    #[test]
    fn north_and_south_korea_do_not_match_even_in_part() {
        let found = Attribution::of(&["North Korea"], &["South Korea"]).expect("a row");
        assert_eq!(found.partial.f1, 0.0);
    }

    #[test]
    fn rows_with_nothing_to_find_and_nothing_found_change_no_figure() {
        let few = Attribution::of(&["US"], &["US-Japan"]).expect("a row");
        let more = Attribution::of(&["US", "", ""], &["US-Japan", "", ""]).expect("rows");
        assert_eq!((few.exact, few.partial), (more.exact, more.partial));
    }

    #[test]
    fn no_rows_and_lists_of_unlike_length_are_errors() {
        let none: [&str; 0] = [];
        assert_eq!(Attribution::of(&none, &none), Err(Error::Empty));
        assert!(Attribution::of(&["a"], &none).is_err());
    }
}
