//! Multinomial naive Bayes.
//!
//! `linfa-bayes` 0.8.1 has one, but it prints its parameters on standard error with every fit (a `dbg!`
//! was left in `multinomial_nb.rs`), takes dense records alone, and its probabilities underflow on texts
//! of ordinary length. So it is the oracle of this one, in the test below.

use super::Task;
use super::words::{Bag, Words};

/// Added to each count, so that what was not seen is not impossible (Laplace).
const ALPHA: f64 = 1.0;

/// The likeliest class of each tested text.
pub fn answers(task: &Task<'_>, words: &Words) -> Vec<usize> {
    let classes: Vec<usize> = task.learned.iter().map(|&(_, class)| class).collect();
    let model = Bayes::fit(
        &words.learned,
        &classes,
        task.labels.len(),
        words.vocabulary,
    );
    let likeliest = |bag: &Bag| {
        let logs = model.log_likelihoods(bag);
        (1..logs.len()).fold(0, |best, class| {
            if logs[class] > logs[best] {
                class
            } else {
                best
            }
        })
    };
    words.tested.iter().map(likeliest).collect()
}

struct Bayes {
    classes: usize,
    /// `ln P(class)`; minus infinity for a class that was not seen.
    priors: Vec<f64>,
    /// `ln P(word | class)`, a row a word.
    words: Vec<f64>,
}

impl Bayes {
    /// `P(w | c) = (N_wc + α) / (N_c + α·|V|)` (Manning, Raghavan & Schütze, *Introduction to Information
    /// Retrieval*, 2008, eq. 13.7).
    fn fit(bags: &[Bag], of: &[usize], classes: usize, vocabulary: usize) -> Self {
        let mut counts = vec![ALPHA; vocabulary * classes];
        let mut rows = vec![0.0; classes];
        for (bag, &class) in bags.iter().zip(of) {
            rows[class] += 1.0;
            for &(word, count) in bag {
                counts[word as usize * classes + class] += f64::from(count);
            }
        }
        let total: Vec<f64> = (0..classes)
            .map(|class| counts.iter().skip(class).step_by(classes).sum())
            .collect();
        for row in counts.chunks_exact_mut(classes) {
            for (count, total) in row.iter_mut().zip(&total) {
                *count = count.ln() - total.ln();
            }
        }
        let n = bags.len() as f64;
        Self {
            classes,
            priors: rows.iter().map(|rows| (rows / n).ln()).collect(),
            words: counts,
        }
    }

    /// `ln P(class) + Σ_w count(w)·ln P(w | class)`.
    fn log_likelihoods(&self, bag: &Bag) -> Vec<f64> {
        let mut logs = self.priors.clone();
        for &(word, count) in bag {
            let row = &self.words[word as usize * self.classes..][..self.classes];
            for (log, word) in logs.iter_mut().zip(row) {
                *log += f64::from(count) * word;
            }
        }
        logs
    }
}

#[cfg(test)]
mod tests {
    use linfa::Dataset;
    use linfa::traits::Fit;
    use linfa_bayes::{MultinomialNb, NaiveBayes};
    use ndarray::{Array1, Array2};

    use super::*;

    #[test]
    fn its_likelihoods_are_those_of_linfa_bayes() {
        let bags: Vec<Bag> = (0..30_u32)
            .map(|row| {
                let count = |word: u32| (row * 7 + word * word * 3) % 5;
                (0..6)
                    .map(|word| (word, count(word)))
                    .filter(|&(_, count)| count > 0)
                    .collect()
            })
            .collect();
        let classes: Vec<usize> = (0..30).map(|row| (row * row) % 3).collect();
        let mut dense = Array2::zeros((30, 6));
        for (row, bag) in bags.iter().enumerate() {
            for &(word, count) in bag {
                dense[(row, word as usize)] = f64::from(count);
            }
        }
        let dataset = Dataset::new(dense.clone(), Array1::from(classes.clone()));
        let theirs = MultinomialNb::params().fit(&dataset).unwrap();
        let theirs = theirs.joint_log_likelihood(dense.view());
        let ours = Bayes::fit(&bags, &classes, 3, 6);
        assert_eq!(
            theirs.len(),
            2,
            "squares leave the remainders 0 and 1 alone"
        );
        for (row, bag) in bags.iter().enumerate() {
            let ours = ours.log_likelihoods(bag);
            for (&&class, likelihoods) in &theirs {
                assert!((ours[class] - likelihoods[row]).abs() < 1e-9);
            }
            assert_eq!(ours[2], f64::NEG_INFINITY);
        }
    }
}
