//! The same predictions, looked at in another way.

use crate::predictions::top;
use crate::{Error, Predictions, Result};

impl Predictions {
    /// Only the records that are truly of one of `labels`, and only these labels, in this order.
    ///
    /// Probabilities are renormalised over the labels (equal ones where all of them were 0). A
    /// prediction of another label becomes an abstention, which is never right: that the class was
    /// missed does not vanish from the figures. To ask how well the labels are told apart once it
    /// is known that one of them holds, take [`decided`](Self::decided) of the result.
    ///
    /// # Errors
    /// [`Error::UnknownLabel`], [`Error::DuplicateLabel`], [`Error::TooFewLabels`]; [`Error::Empty`]
    /// when no record is of one of them.
    ///
    /// # Examples
    /// ```
    /// use stance_eval::Predictions;
    ///
    /// let predictions = Predictions::from_names(
    ///     ["critical", "none", "reaffirming"],
    ///     &["critical", "none", "reaffirming"],
    ///     &["none", "none", "reaffirming"],
    /// )?
    /// .with_probabilities(vec![0.4, 0.5, 0.1, 0.0, 1.0, 0.0, 0.2, 0.0, 0.8])?;
    /// let stance = predictions.restricted_to(&["critical", "reaffirming"])?;
    /// assert_eq!(stance.n(), 2);
    /// assert_eq!(stance.confusion().accuracy(), 0.5);
    /// assert_eq!(stance.decided()?.confusion().accuracy(), 1.0);
    /// # Ok::<(), stance_eval::Error>(())
    /// ```
    pub fn restricted_to(&self, labels: &[impl AsRef<str>]) -> Result<Self> {
        let class_of = |label: &str| {
            let class = self.labels().iter().position(|known| known == label);
            class.ok_or_else(|| Error::UnknownLabel {
                record: None,
                label: label.to_owned(),
            })
        };
        let kept: Vec<usize> = labels
            .iter()
            .map(|label| class_of(label.as_ref()))
            .collect::<Result<_>>()?;
        let mut renumbered = vec![None; self.labels().len()];
        for (new, &old) in kept.iter().enumerate() {
            renumbered[old] = Some(new);
        }
        let (rows, truth): (Vec<usize>, Vec<usize>) = (self.truth().iter().enumerate())
            .filter_map(|(row, &truth)| Some((row, renumbered[truth]?)))
            .unzip();
        let predicted = rows.iter().map(|&row| renumbered[self.predicted()[row]?]);
        let names = labels.iter().map(|label| label.as_ref());
        let restricted = Self::new(names, truth, predicted)?;

        let restricted = match self.rows() {
            Err(_) => restricted,
            Ok(all) => {
                let all: Vec<&[f64]> = all.collect();
                let renormalised = rows.iter().flat_map(|&row| renormalised(all[row], &kept));
                restricted.with_probabilities(renormalised.collect())?
            }
        };
        match self.clusters() {
            None => Ok(restricted),
            Some(clusters) => {
                let clusters: Vec<usize> = rows.iter().map(|&row| clusters[row]).collect();
                restricted.with_clusters(&clusters)
            }
        }
    }

    /// Only the records that were not abstained on.
    ///
    /// # Errors
    /// [`Error::Empty`] when all were.
    pub fn answered(&self) -> Result<Self> {
        let rows: Vec<usize> = (0..self.n())
            .filter(|&row| self.predicted()[row].is_some())
            .collect();
        self.select(&rows)
    }

    /// Every record predicted as its most probable label (the first of equals), those abstained on
    /// as well.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`].
    pub fn decided(&self) -> Result<Self> {
        let predicted = self.rows()?.map(|row| Some(top(row).0)).collect();
        Ok(self.repredicted(predicted))
    }

    /// The same predictions, abstaining wherever no label has at least this probability.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`].
    pub fn abstaining_below(&self, probability: f64) -> Result<Self> {
        let sure = |(row, &predicted): (&[f64], &Option<usize>)| {
            predicted.filter(|_| top(row).1 >= probability)
        };
        let predicted = self.rows()?.zip(self.predicted()).map(sure).collect();
        Ok(self.repredicted(predicted))
    }
}

/// The probabilities of some classes, given that one of them holds.
fn renormalised<'a>(row: &'a [f64], kept: &'a [usize]) -> impl Iterator<Item = f64> + 'a {
    let sum: f64 = kept.iter().map(|&class| row[class]).sum();
    kept.iter().map(move |&class| {
        // Below this the quotients lose their digits, and the row says nothing of these classes.
        if sum < f64::MIN_POSITIVE {
            1.0 / kept.len() as f64
        } else {
            row[class] / sum
        }
    })
}
