//! Dense logistic regression by `linfa-logistic` over the words that tell most.

use anyhow::Context;
use linfa::traits::{Fit, Predict};
use linfa::{Dataset, DatasetBase};
use linfa_logistic::MultiLogisticRegression;
use ndarray::{Array1, Array2, Axis, concatenate};
use stance_classifier::train::{SparseLogisticRegression, SparseRecords};

use super::Task;
use super::words::{Bag, Words};

/// Features: what a dense matrix of some ten thousand rows has room for.
const FEATURES: usize = 2000;

/// Rows that are labelled at a time, so that the tested texts need no matrix of their own size.
const PIECE: usize = 1024;

/// The penalty.
const ALPHA: f32 = 1.0;

/// Where the start and the search from it stop: the former by a share of the first gradient's norm, the
/// latter by the norm itself, about what single precision can tell from zero over ten thousand rows.
const TOLERANCE_OF_START: f64 = 1e-4;
const TOLERANCE: f32 = 0.5;
const MAX_ITERATIONS: u64 = 100;

/// The likeliest class of each tested text.
///
/// From nothing, `linfa-logistic` needs hundreds of passes over the dense matrix, most of it zeros. The
/// objective has one optimum, and the sparse learner has the same objective: so it is started where that
/// ended.
pub fn answers(task: &Task<'_>, words: &Words) -> anyhow::Result<Vec<usize>> {
    const CONTEXT: &str = "the dense logistic baseline cannot be learned";
    let classes: Vec<usize> = task.learned.iter().map(|&(_, class)| class).collect();
    if classes.iter().all(|class| *class == classes[0]) {
        // There is nothing to tell apart.
        return Ok(vec![classes[0]; task.tested.len()]);
    }
    let features = Features::best(words, &classes, task.labels.len());
    let classes = Array1::from(classes);
    let start = features.start(&words.learned, classes.clone());
    let model = MultiLogisticRegression::default()
        .alpha(ALPHA)
        .initial_params(start.context(CONTEXT)?)
        .max_iterations(MAX_ITERATIONS)
        .gradient_tolerance(TOLERANCE)
        .fit(&Dataset::new(features.dense(&words.learned), classes))
        .context(CONTEXT)?;
    let mut answers = Vec::with_capacity(words.tested.len());
    for piece in words.tested.chunks(PIECE) {
        answers.extend(model.predict(&features.dense(piece)));
    }
    Ok(answers)
}

/// Words and pairs with their columns and weights.
struct Features {
    /// By word: its column and inverse document frequency, where it is among the best.
    columns: Vec<Option<(usize, f64)>>,
    number: usize,
}

impl Features {
    /// The words whose presence depends most on the class.
    fn best(words: &Words, classes: &[usize], number_of_classes: usize) -> Self {
        let mut present = vec![0u32; words.vocabulary * number_of_classes];
        let mut rows = vec![0u32; number_of_classes];
        for (bag, &class) in words.learned.iter().zip(classes) {
            rows[class] += 1;
            for &(word, _) in bag {
                present[word as usize * number_of_classes + class] += 1;
            }
        }
        let present: Vec<&[u32]> = present.chunks_exact(number_of_classes).collect();
        let mut order: Vec<(f64, usize)> = present
            .iter()
            .map(|present| chi_squared(present, &rows))
            .zip(0..)
            .collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.truncate(FEATURES);
        let mut columns = vec![None; words.vocabulary];
        let n = classes.len() as f64;
        for (column, &(_, word)) in order.iter().enumerate() {
            let with: u32 = present[word].iter().sum();
            columns[word] = Some((column, (n / f64::from(with)).ln() + 1.0));
        }
        Self {
            columns,
            number: order.len(),
        }
    }

    /// `tf·idf` of a text, of length one.
    fn row(&self, bag: &Bag) -> Vec<(u32, f32)> {
        let of_word = |&(word, count): &(u32, u32)| {
            let (column, idf) = self.columns[word as usize]?;
            Some((column as u32, (f64::from(count) * idf) as f32))
        };
        let mut row: Vec<(u32, f32)> = bag.iter().filter_map(of_word).collect();
        let length = row.iter().map(|(_, value)| value * value).sum::<f32>();
        let length = length.sqrt();
        if length > 0.0 {
            row.iter_mut().for_each(|(_, value)| *value /= length);
        }
        row
    }

    /// A row a text.
    fn dense(&self, bags: &[Bag]) -> Array2<f32> {
        let mut dense = Array2::zeros((bags.len(), self.number));
        for (bag, mut row) in bags.iter().zip(dense.rows_mut()) {
            for (column, value) in self.row(bag) {
                row[column as usize] = value;
            }
        }
        dense
    }

    /// Weights and, in the last row, intercepts where the sparse learner ends: features and one × classes.
    fn start(&self, bags: &[Bag], classes: Array1<usize>) -> anyhow::Result<Array2<f32>> {
        let mut records = SparseRecords::new(self.number)?;
        for bag in bags {
            records.push(&mut self.row(bag))?;
        }
        let learned = SparseLogisticRegression::params()
            .alpha(f64::from(ALPHA))
            .gradient_tolerance(TOLERANCE_OF_START)
            .fit(&DatasetBase::new(records, classes))?;
        let intercept = learned.intercept().mapv(|intercept| intercept as f32);
        let start = [
            learned.weights().view(),
            intercept.view().insert_axis(Axis(0)),
        ];
        Ok(concatenate(Axis(0), &start)?)
    }
}

/// `χ²` of the presence of a word and the class: `Σ (observed − expected)² / expected` over the table of
/// both (Yang & Pedersen, ICML 1997).
fn chi_squared(present: &[u32], rows: &[u32]) -> f64 {
    let n = f64::from(rows.iter().sum::<u32>());
    let with = f64::from(present.iter().sum::<u32>());
    let cells = present.iter().zip(rows).filter(|&(_, &rows)| rows > 0);
    let of_class = cells.map(|(&present, &rows)| {
        let (present, rows) = (f64::from(present), f64::from(rows));
        let term = |observed: f64, expected: f64| {
            if expected > 0.0 {
                (observed - expected).powi(2) / expected
            } else {
                0.0
            }
        };
        term(present, rows * with / n) + term(rows - present, rows * (n - with) / n)
    });
    of_class.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chi_squared_is_that_of_the_table_of_presence_and_class() {
        // A word in 20 of 30 rows of one class and 10 of 30 of another: a 2 × 2 table, 60 rows, and
        // 60·(20·20 − 10·10)² / (30·30·30·30) = 20/3.
        assert!((chi_squared(&[20, 10], &[30, 30]) - 20.0 / 3.0).abs() < 1e-12);
        assert_eq!(chi_squared(&[15, 15], &[30, 30]), 0.0);
        assert_eq!(chi_squared(&[30, 0], &[30, 0]), 0.0);
    }
}
