//! Expected values, and predictions to try laws on.

use serde_json::Value;
use stance_eval::{Error, Metric, Predictions};

/// A file of `tests/oracle`.
pub fn oracle(name: &str) -> Value {
    let path = format!("{}/tests/oracle/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The members of a list; fails where there are none, so that no loop over them is vacuous.
pub fn list(value: &Value) -> &[Value] {
    let list = value.as_array().unwrap();
    assert!(!list.is_empty());
    list
}

pub fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is not a number"))
}

pub fn index(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

pub fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(number).collect()
}

pub fn indices(value: &Value) -> Vec<usize> {
    list(value).iter().map(index).collect()
}

pub fn optional_indices(value: &Value) -> Vec<Option<usize>> {
    list(value)
        .iter()
        .map(|value| value.as_u64().map(|value| value as usize))
        .collect()
}

/// Equal to 1e-9, absolutely or relatively, whichever is stricter.
#[track_caller]
pub fn assert_close(what: &str, found: f64, expected: f64) {
    let tolerance = 1e-9 * expected.abs().min(1.0);
    // A figure that should be 0 has no relative precision.
    let tolerance = if expected.abs() < 1e-6 {
        1e-12
    } else {
        tolerance
    };
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: {found}, not {expected}"
    );
}

#[track_caller]
pub fn assert_all_close(what: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (index, (&found, &expected)) in found.iter().zip(expected).enumerate() {
        assert_close(&format!("{what}, {index}"), found, expected);
    }
}

/// Fails unless the error says all of this.
#[track_caller]
pub fn assert_says<T: std::fmt::Debug>(result: Result<T, Error>, words: &[&str]) {
    let message = result.unwrap_err().to_string();
    for word in words {
        assert!(message.contains(word), "{message:?} does not say {word:?}");
    }
}

pub const METRICS: [Metric; 7] = [
    Metric::Accuracy,
    Metric::BalancedAccuracy,
    Metric::MacroF1,
    Metric::WeightedF1,
    Metric::CohenKappa,
    Metric::Matthews,
    Metric::F1(0),
];

pub fn labels(classes: usize) -> Vec<String> {
    (0..classes).map(|class| format!("label {class}")).collect()
}

/// SplitMix64, enough to vary the data of a law.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut permutation: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            permutation.swap(i, self.below(i + 1));
        }
        permutation
    }
}

/// Truth and predictions that agree about half of the time, over all of a few classes or some.
pub fn pairs(random: &mut Random, n: usize, classes: usize) -> (Vec<usize>, Vec<usize>) {
    let used = 1 + random.below(classes);
    let truth: Vec<usize> = (0..n).map(|_| random.below(used)).collect();
    let predicted = (truth.iter())
        .map(|&truth| {
            if random.below(2) == 0 {
                truth
            } else {
                random.below(classes)
            }
        })
        .collect();
    (truth, predicted)
}

/// Probabilities in eighths, so that ties are many and sums are exact.
pub fn probabilities(random: &mut Random, n: usize, classes: usize) -> Vec<f64> {
    let mut probabilities = vec![0.0; n * classes];
    for row in probabilities.chunks_exact_mut(classes) {
        for _ in 0..8 {
            row[random.below(classes)] += 0.125;
        }
    }
    probabilities
}

/// Predictions of every shape: some of one record, some with abstentions.
pub fn many_predictions() -> Vec<Predictions> {
    let mut random = Random(1);
    (0..60)
        .map(|round| {
            let n = [1, 2, 3, 10, 50][round % 5];
            let classes = 2 + random.below(4);
            let (truth, predicted) = pairs(&mut random, n, classes);
            let abstaining = round % 3 == 0;
            let predicted: Vec<Option<usize>> = (predicted.into_iter())
                .map(|class| (!abstaining || random.below(4) > 0).then_some(class))
                .collect();
            let probabilities = probabilities(&mut random, n, classes);
            Predictions::new(labels(classes), truth, predicted)
                .unwrap()
                .with_probabilities(probabilities)
                .unwrap()
        })
        .collect()
}
