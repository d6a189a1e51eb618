//! Which records train and which test: cross-validation.
//!
//! Rows of one author, page or source share habits. Where there are such groups, deal out whole
//! groups ([`grouped`], [`leave_one_group_out`]): a figure from folds that tear them apart is too
//! good.

use std::cmp::Reverse;
use std::hash::Hash;

use crate::groups::Groups;
use crate::predictions::check_length;
use crate::random::Stream;
use crate::{Error, Result};

/// How often the groups are gone through to exchange them; it takes three or four times as a rule.
const PASSES: usize = 20;

/// Swaps are sought among all pairs of groups: 2,000 take 0.1 s, and time grows with the square.
const MOST_EXCHANGED: usize = 2000;

/// What is gained by an exchange is more than this, or rounding could exchange for ever.
const ROUNDING: f64 = 1e-12;

/// A division of records into folds, none of them empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folds {
    assignment: Vec<usize>,
    k: usize,
}

impl Folds {
    /// The fold of each record, below [`k`](Self::k).
    pub fn assignment(&self) -> &[usize] {
        &self.assignment
    }

    /// The number of folds, at least 2.
    pub fn k(&self) -> usize {
        self.k
    }

    /// For each fold in turn, the records to train on and those of the fold, to test on.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Vec<usize>, Vec<usize>)> {
        (0..self.k).map(|fold| {
            (0..self.assignment.len()).partition(|&record| self.assignment[record] != fold)
        })
    }
}

/// Deals whole groups out to `k` folds, so that the folds are of like size and, where `labels` are
/// given, like composition.
///
/// It seeks the least `Σ_fold ((size/n)² + mean_c (size_c/n_c)²)`, `size_c` being the fold's records
/// of class c. First the groups go from the largest to the smallest, each to the fold where it adds
/// least; of equals, the earlier group and the lower fold. (Without labels that is the rule of
/// scikit-learn's `GroupKFold`.) Then groups are moved and swapped while that lowers the sum, unless
/// there are more than 2,000 of them, which are even enough without. No randomness is in it.
///
/// # Errors
/// [`Error::Length`] when there are not as many labels as groups; [`Error::Option`] when `k` is
/// below 2; [`Error::TooManyFolds`] when there are fewer groups than folds.
///
/// # Examples
/// ```
/// use stance_eval::folds;
///
/// let folds = folds::grouped(&["a", "a", "b", "c", "c", "d"], None, 2)?;
/// assert_eq!(folds.assignment(), [0, 0, 0, 1, 1, 1]);
/// for (train, test) in folds.iter() {
///     assert_eq!(train.len() + test.len(), 6);
/// }
/// # Ok::<(), stance_eval::Error>(())
/// ```
pub fn grouped<G: Eq + Hash>(groups: &[G], labels: Option<&[usize]>, k: usize) -> Result<Folds> {
    if let Some(labels) = labels {
        check_length("labels", groups.len(), labels.len())?;
    }
    let groups = Groups::new(groups);
    check_folds(k, "groups", groups.len())?;
    let shares = shares(&groups, labels);
    let mut fold_of_group = vec![0; groups.len()];
    let mut sums = vec![vec![0.0; shares[0].len()]; k];
    let mut largest_first: Vec<usize> = (0..groups.len()).collect();
    largest_first.sort_by_key(|&group| Reverse(groups.members(group).len()));
    for group in largest_first {
        // Adding v to the sum s lengthens it by 2·s·v + v·v, of which the latter is the same for
        // every fold.
        let growth: Vec<f64> = sums.iter().map(|sum| dot(sum, &shares[group])).collect();
        let fold = (0..k)
            .min_by(|&a, &b| growth[a].total_cmp(&growth[b]))
            .unwrap_or(0);
        fold_of_group[group] = fold;
        shift(&mut sums[fold], &shares[group], 1.0);
    }
    if groups.len() <= MOST_EXCHANGED {
        exchange(&mut fold_of_group, &mut sums, &shares);
    }
    Ok(Folds {
        assignment: groups
            .ids()
            .iter()
            .map(|&group| fold_of_group[group])
            .collect(),
        k,
    })
}

/// Each group's share of all records, and of the records of each class divided by √classes.
fn shares(groups: &Groups, labels: Option<&[usize]>) -> Vec<Vec<f64>> {
    let classes = Groups::new(labels.unwrap_or_default());
    let scale = (classes.len() as f64).sqrt();
    let of = |group: usize| {
        let members = groups.members(group);
        let mut shares = vec![0.0; 1 + classes.len()];
        shares[0] = members.len() as f64 / groups.ids().len() as f64;
        for &record in members.iter().filter(|_| labels.is_some()) {
            let class = classes.ids()[record];
            shares[1 + class] += 1.0 / (classes.members(class).len() as f64 * scale);
        }
        shares
    };
    (0..groups.len()).map(of).collect()
}

/// Moves groups, and swaps them by twos, while that makes the folds' sums shorter.
fn exchange(fold_of_group: &mut [usize], sums: &mut [Vec<f64>], shares: &[Vec<f64>]) {
    for _ in 0..PASSES {
        let mut changed = false;
        for a in 0..shares.len() {
            for to in 0..sums.len() {
                let from = fold_of_group[a];
                // A fold's only group stays: its sum is v itself, and the gain −t·v.
                if to != from && gain(&sums[from], &sums[to], &shares[a], None) > ROUNDING {
                    shift(&mut sums[from], &shares[a], -1.0);
                    shift(&mut sums[to], &shares[a], 1.0);
                    fold_of_group[a] = to;
                    changed = true;
                }
            }
            for b in a + 1..shares.len() {
                let (from, to) = (fold_of_group[a], fold_of_group[b]);
                if to != from
                    && gain(&sums[from], &sums[to], &shares[a], Some(&shares[b])) > ROUNDING
                {
                    for (share, sign) in [(&shares[a], 1.0), (&shares[b], -1.0)] {
                        shift(&mut sums[from], share, -sign);
                        shift(&mut sums[to], share, sign);
                    }
                    fold_of_group.swap(a, b);
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
}

/// By how much the squared lengths of two sums fall, halved, when `v` goes from one to the other
/// and `w` back: `(s − t − d)·d` with `d = v − w`.
fn gain(s: &[f64], t: &[f64], v: &[f64], w: Option<&[f64]>) -> f64 {
    let term = |i: usize| {
        let d = v[i] - w.map_or(0.0, |w| w[i]);
        (s[i] - t[i] - d) * d
    };
    (0..v.len()).map(term).sum()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn shift(sum: &mut [f64], by: &[f64], sign: f64) {
    sum.iter_mut()
        .zip(by)
        .for_each(|(sum, by)| *sum += sign * by);
}

/// Deals records out to `k` folds at random, class by class.
///
/// Folds differ by at most one record in size, and by at most one in the records of each class
/// (Kohavi, IJCAI 1995, on why to stratify). A class with fewer records than folds is missing from
/// some of them.
///
/// # Errors
/// [`Error::Option`] when `k` is below 2; [`Error::TooManyFolds`] when there are fewer records.
pub fn stratified(labels: &[usize], k: usize, seed: u64) -> Result<Folds> {
    check_folds(k, "records", labels.len())?;
    let classes = Groups::new(labels);
    let mut stream = Stream::new(seed, 0);
    let mut assignment = vec![0; labels.len()];
    let mut dealt = 0;
    for class in 0..classes.len() {
        let mut records = classes.members(class).to_vec();
        stream.shuffle(&mut records);
        // Each class goes on where the last one ended, or the first folds would be the largest.
        for record in records {
            assignment[record] = dealt % k;
            dealt += 1;
        }
    }
    Ok(Folds { assignment, k })
}

/// Makes every group a fold of its own, in order of first appearance.
///
/// # Errors
/// [`Error::TooManyFolds`] when there are fewer than two groups.
pub fn leave_one_group_out<G: Eq + Hash>(groups: &[G]) -> Result<Folds> {
    let groups = Groups::new(groups);
    check_folds(groups.len().max(2), "groups", groups.len())?;
    Ok(Folds {
        assignment: groups.ids().to_vec(),
        k: groups.len(),
    })
}

/// At least two folds, and something for each.
fn check_folds(k: usize, what: &'static str, found: usize) -> Result<()> {
    if k < 2 {
        let expected = "at least 2: one to test on, one to train on";
        return Err(Error::Option {
            option: "the number of folds",
            value: k as f64,
            expected,
        });
    }
    if k > found {
        Err(Error::TooManyFolds {
            folds: k,
            what,
            found,
        })
    } else {
        Ok(())
    }
}
