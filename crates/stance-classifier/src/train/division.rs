//! Which rows are held out together for calibration.

use std::collections::HashSet;

use stance_eval::folds::{self, Folds};

use crate::error::{Error, Result};

/// Rows dealt out to folds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// The fold of each row.
    pub folds: Vec<u32>,
    /// How it was done, in the words of a card: "by whole groups in 5 folds".
    pub how: String,
}

impl Division {
    /// Divides rows by whole groups into so many folds, one class a row and, where there are groups, one
    /// group a row.
    ///
    /// There are fewer folds where there are fewer groups. Rows are divided one by one, evenly by class, where
    /// there is a single group or none, or where, with nothing else to learn from (`alone`), one group has
    /// all rows of a class.
    ///
    /// # Errors
    /// [`Error::Data`] where there are fewer than two rows or folds, or where, `alone`, the rows outside of a
    /// fold would be of a single class.
    ///
    /// ```
    /// use stance_classifier::train::Division;
    ///
    /// let groups = ["ann", "ann", "ben", "ben"];
    /// let division = Division::new(Some(&groups), &[0, 1, 0, 1], 5, true)?;
    /// assert_eq!(division.folds, [0, 0, 1, 1]);
    /// assert_eq!(division.how, "by whole groups in 2 folds");
    /// # Ok::<(), stance_classifier::Error>(())
    /// ```
    pub fn new(
        groups: Option<&[&str]>,
        classes: &[usize],
        folds: u16,
        alone: bool,
    ) -> Result<Self> {
        let asked = usize::from(folds);
        let distinct = groups.map_or(0, |groups| groups.iter().collect::<HashSet<_>>().len());
        if let Some(groups) = groups.filter(|_| distinct >= 2) {
            let k = asked.min(distinct);
            let folds = assigned(folds::grouped(groups, Some(classes), k))?;
            if !alone || leave_two_classes(&folds, classes) {
                let how = format!("by whole groups in {k} folds");
                return Ok(Self { folds, how });
            }
        }
        let k = asked.min(classes.len());
        let folds = assigned(folds::stratified(classes, k, 1))?;
        if alone && !leave_two_classes(&folds, classes) {
            return Err(Error::Data(
                "too few records to hold some out and learn from the others: give more of each label"
                    .to_owned(),
            ));
        }
        let how = format!("by rows in {k} folds");
        Ok(Self { folds, how })
    }
}

fn assigned(folds: stance_eval::Result<Folds>) -> Result<Vec<u32>> {
    let folds = folds
        .map_err(|why| Error::Data(format!("the rows cannot be divided into folds: {why}")))?;
    Ok(folds.assignment().iter().map(|&fold| fold as u32).collect())
}

/// Whether the rows outside of each fold have two classes or more, as learning needs.
pub fn leave_two_classes(folds: &[u32], classes: &[usize]) -> bool {
    let last = folds.iter().copied().max().unwrap_or_default();
    (0..=last).all(|fold| {
        let outside = folds.iter().zip(classes).filter(|(of, _)| **of != fold);
        let mut outside = outside.map(|(_, class)| class);
        let first = outside.next();
        outside.any(|class| Some(class) != first)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_group_are_divided_one_by_one() {
        let classes = [0, 1, 0, 1, 0, 1];
        for groups in [None, Some(["ann"; 6].as_slice())] {
            let division = Division::new(groups, &classes, 3, true).unwrap();
            assert_eq!(division.how, "by rows in 3 folds");
            for fold in 0..3 {
                assert_eq!(division.folds.iter().filter(|of| **of == fold).count(), 2);
            }
        }
    }

    #[test]
    fn a_group_with_all_rows_of_a_class_stays_whole_only_where_there_are_other_rows_to_learn_from()
    {
        let groups = ["ann", "ann", "ben", "ben"];
        let classes = [0, 0, 1, 1];
        let alone = Division::new(Some(&groups), &classes, 2, true).unwrap();
        assert_eq!(alone.how, "by rows in 2 folds");
        let beside_others = Division::new(Some(&groups), &classes, 2, false).unwrap();
        assert_eq!(beside_others.how, "by whole groups in 2 folds");
    }

    #[test]
    fn too_few_rows_are_an_error_that_says_what_to_give() {
        let error = Division::new(None, &[0, 1], 5, true).unwrap_err();
        assert!(error.to_string().contains("give more of each label"));
        assert!(Division::new(None, &[0], 5, true).is_err());
        assert!(Division::new(None, &[0, 1, 0, 1], 1, true).is_err());
    }
}
