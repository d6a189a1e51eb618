use super::*;
use crate::classifier::{Classifier, Classify};
use crate::model::LinearModel;
use crate::train::{Example, Target, Trainer, TrainingSet};

/// Enough for any number of threads.
const MEMORY: u64 = 1 << 30;

/// Rows of three classes, each with some words of its class among those of all.
fn rows(n: usize) -> Vec<(String, u16)> {
    let mut state = 7u64;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    (0..n)
        .map(|_| {
            let class = draw(3);
            let words: Vec<String> = (0..12)
                .map(|_| match draw(3) {
                    0 => format!("k{class}w{}", draw(40)),
                    _ => format!("common{}", draw(200)),
                })
                .collect();
            (words.join(" "), class as u16)
        })
        .collect()
}

fn trainer(passes: u32, memory: u64) -> StreamTrainer {
    StreamTrainer {
        labels: Labels::of(["a", "b", "c"]).unwrap(),
        features: FeatureConfig {
            bits: 14,
            ..FeatureConfig::default()
        },
        rate: StreamTrainer::RATE,
        passes,
        memory,
    }
}

/// Rows in memory, given a few at a time.
struct Given<'r> {
    rows: &'r [(String, u16)],
    at: usize,
    /// Rows to a block, at most.
    block: usize,
}

impl RowSource for Given<'_> {
    type Error = Error;

    fn fill(&mut self, block: &mut TextBlock) -> Result<()> {
        for _ in 0..self.block {
            let Some((text, class)) = self.rows.get(self.at).filter(|_| !block.is_full()) else {
                break;
            };
            block.push(text, *class);
            self.at += 1;
        }
        Ok(())
    }
}

fn learn(learner: &mut StreamLearner, rows: &[(String, u16)], block: usize) {
    while learner.passes_done() < learner.trainer.passes {
        let at = learner.rows_done() as usize;
        let mut source = Given { rows, at, block };
        learner.pass(&mut source, &mut |_, _| Ok(())).unwrap();
    }
}

#[test]
fn neither_blocks_nor_memory_change_what_is_learned() {
    let rows = rows(3000);
    for passes in [1, 3] {
        let [mut one, mut other] =
            [MEMORY, MEMORY * 8].map(|m| trainer(passes, m).learner().unwrap());
        learn(&mut one, &rows, 7);
        learn(&mut other, &rows, 1000);
        assert!(one.table.cells() == other.table.cells(), "{passes} passes");
        assert!(one.held == other.held);
        assert_eq!(one.whole, other.whole);
        assert!(one.finish().unwrap() == other.finish().unwrap());
    }
}

#[test]
fn features_kept_in_memory_teach_the_same_as_features_found_again() {
    let rows = rows(2000);
    let mut kept = trainer(2, MEMORY).learner().unwrap();
    let mut again = trainer(2, MEMORY).learner().unwrap();
    again.kept.off = true;
    learn(&mut kept, &rows, 100);
    learn(&mut again, &rows, 100);
    assert!(kept.remembers_all() && !again.remembers_all());
    assert!(kept.table.cells() == again.table.cells());
}

#[test]
fn features_that_do_not_fit_are_not_kept() {
    let mut learner = trainer(2, MEMORY).learner().unwrap();
    learner.plan.cache = 10_000;
    learn(&mut learner, &rows(2000), 100);
    assert!(!learner.remembers_all() && learner.kept.blocks.is_empty());
    assert_eq!(learner.passes_done(), 2);
}

#[test]
fn a_learner_that_was_written_down_goes_on_as_if_it_had_not_been() {
    let rows = rows(2500);
    let mut whole = trainer(2, MEMORY).learner().unwrap();
    learn(&mut whole, &rows, 100);
    // Every state between two blocks, of both passes.
    let mut saved = Vec::new();
    let mut watched = trainer(2, MEMORY).learner().unwrap();
    for _ in 0..2 {
        let mut source = Given {
            rows: &rows,
            at: 0,
            block: 600,
        };
        let mut save = |learner: &StreamLearner, _: &[StreamProgress]| {
            let mut bytes = Vec::new();
            learner.save(&mut bytes).unwrap();
            saved.push(bytes);
            Ok(())
        };
        watched.pass(&mut source, &mut save).unwrap();
    }
    assert!(saved.len() >= 8);
    let model = whole.clone().finish().unwrap();
    for state in saved {
        let mut resumed = trainer(2, MEMORY * 2).resume(&mut &state[..]).unwrap();
        learn(&mut resumed, &rows, 333);
        assert!(resumed.table.cells() == whole.table.cells());
        assert!(resumed.finish().unwrap() == model);
    }
}

#[test]
fn what_is_no_state_of_a_learner_is_refused() {
    let mut learner = trainer(1, MEMORY).learner().unwrap();
    learn(&mut learner, &rows(300), 100);
    let mut state = Vec::new();
    learner.save(&mut state).unwrap();
    let resume = |state: &[u8]| trainer(1, MEMORY).resume(&mut &state[..]);
    assert!(resume(&state).is_ok());
    for length in [0, 7, 100, state.len() - 1] {
        assert!(resume(&state[..length]).is_err(), "{length} bytes");
    }
    // Passes, and the number of rows held out, far out of range.
    for at in [0, 13 * 8] {
        let mut state = state.clone();
        state[at..at + 8].fill(0xff);
        assert!(resume(&state).is_err(), "at {at}");
    }
}

#[test]
fn each_row_is_predicted_before_it_is_learned_from_or_held_out() {
    let rows = rows(2500);
    let mut learner = trainer(2, MEMORY).learner().unwrap();
    let mut reports = Vec::new();
    for _ in 0..2 {
        let mut source = Given {
            rows: &rows,
            at: 0,
            block: 100,
        };
        let mut watch = |_: &StreamLearner, new: &[StreamProgress]| {
            reports.extend_from_slice(new);
            Ok(())
        };
        learner.pass(&mut source, &mut watch).unwrap();
    }
    let held = 2500 / 10;
    let seen: Vec<u64> = (reports.iter())
        .filter_map(|report| match report {
            StreamProgress::Validated { whole, .. } => Some(whole.rows),
            StreamProgress::HeldOut { .. } => None,
        })
        .collect();
    assert_eq!(seen, [1000, 2000, 2500 - held]);
    let StreamProgress::Validated { recent, whole, .. } = reports[0] else {
        panic!("{reports:?}");
    };
    // At first nothing is known: every row costs the logarithm of the number of classes.
    assert_eq!(recent, whole);
    assert!(whole.log_loss() < 3f64.ln());
    let last = reports.last().unwrap();
    let StreamProgress::HeldOut {
        pass: 2,
        held: tally,
        ..
    } = last
    else {
        panic!("{last:?}");
    };
    assert_eq!(tally.rows, held);
    let made = learner.finish().unwrap();
    assert_eq!(made.held.len() as u64, held);
    assert_eq!(made.report.rows.iter().sum::<u64>(), 2500);
}

#[test]
fn one_pass_reaches_the_accuracy_of_the_optimum_where_classes_can_be_told_apart() {
    let all = rows(4000);
    let (train, test) = all.split_at(3000);
    let accuracy = |model: LinearModel<'static>| {
        let classifier = Classifier::new(model);
        let right = (test.iter())
            .filter(|(text, class)| classifier.classify(text).class() == usize::from(*class))
            .count();
        right as f64 / test.len() as f64
    };
    let mut learner = trainer(1, MEMORY).learner().unwrap();
    learn(&mut learner, train, 100);
    let streamed = accuracy(learner.finish().unwrap().model);
    let batch = Trainer {
        features: trainer(1, MEMORY).features,
        ..Trainer::default()
    };
    let examples = train.iter().map(|(text, class)| Example {
        text: text.into(),
        target: Target::Hard(usize::from(*class)),
        weight: 1.0,
        fold: None,
    });
    let set = TrainingSet {
        labels: trainer(1, MEMORY).labels,
        examples: examples.collect(),
    };
    let optimum = accuracy(batch.train(&set, &|_| {}).unwrap().model);
    assert!(optimum > 0.95, "{optimum}");
    assert!(streamed >= optimum - 0.01, "{streamed} against {optimum}");
}

#[test]
fn what_cannot_be_learned_from_is_refused() {
    for rate in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        let trainer = StreamTrainer {
            rate,
            ..trainer(1, MEMORY)
        };
        assert!(trainer.learner().is_err(), "{rate}");
    }
    assert!(trainer(0, MEMORY).learner().is_err());
    let out_of_range = [("word".to_owned(), 3)];
    let mut learner = trainer(1, MEMORY).learner().unwrap();
    let mut source = Given {
        rows: &out_of_range,
        at: 0,
        block: 10,
    };
    let refused = learner.pass(&mut source, &mut |_, _| Ok(()));
    assert!(refused.unwrap_err().to_string().contains("class 3"));
    for (rows, said) in [(vec![], "no rows"), (vec![("one".to_owned(), 1); 9], "`b`")] {
        let mut learner = trainer(1, MEMORY).learner().unwrap();
        learn(&mut learner, &rows, 10);
        assert!(learner.finish().unwrap_err().to_string().contains(said));
    }
}
