//! What is reached without reading.

use super::Task;

/// Always the most frequent class of the training rows, the first of equals.
pub fn majority(task: &Task<'_>) -> Vec<usize> {
    let counts = task.counts();
    let most = (1..counts.len()).fold(0, |most, class| {
        if counts[class] > counts[most] {
            class
        } else {
            most
        }
    });
    vec![most; task.tested.len()]
}

/// Classes drawn as often as the training rows have them. A text's draw depends on the seed and the text
/// alone.
pub fn random(task: &Task<'_>) -> Vec<usize> {
    let counts = task.counts();
    let rows = task.learned.len().max(1) as u64;
    let draw = |text: &&str| {
        let mut left = mixed(task.seed, text) % rows;
        for (class, &count) in counts.iter().enumerate() {
            match left.checked_sub(count as u64) {
                Some(rest) => left = rest,
                None => return class,
            }
        }
        0
    };
    task.tested.iter().map(draw).collect()
}

/// FNV-1a over the text, finished as SplitMix64 is, so that like texts have unlike draws.
fn mixed(seed: u64, text: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = text.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use stance_classifier::Labels;

    use super::*;

    #[test]
    fn classes_are_drawn_about_as_often_as_they_were_learned() {
        let labels = Labels::of(["a", "b"]).unwrap();
        let texts: Vec<String> = (0..2000).map(|n| format!("text {n}")).collect();
        let mut task = Task {
            labels: &labels,
            learned: vec![("x", 0), ("y", 1), ("z", 1), ("w", 1)],
            tested: texts.iter().map(String::as_str).collect(),
            seed: 1,
        };
        let drawn = random(&task);
        let share = drawn.iter().sum::<usize>() as f64 / 2000.0;
        assert!((share - 0.75).abs() < 0.05, "{share}");
        assert_eq!(majority(&task)[0], 1);
        task.seed = 2;
        assert_ne!(random(&task), drawn);
    }
}
