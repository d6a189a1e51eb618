use super::fine_tuner::{FineTuner, Row, scores};
use super::network::{Batch, backward, forward};
use super::random::Random;
use super::settings::FineTuning;
use crate::config::EncoderConfig;
use crate::weights::Weights;

fn small() -> Weights {
    let config = EncoderConfig {
        layers: 2,
        hidden: 8,
        heads: 2,
        intermediate: 12,
        positions: 9,
        epsilon: 1e-5,
    };
    let mut weights = Weights::zeros(config, 11, 3);
    let mut random = Random::of(&[7]);
    for ((_, multiplies), tensor) in weights.tensors_mut() {
        let about = if multiplies { 0.0 } else { 0.5 };
        tensor
            .iter_mut()
            .for_each(|weight| *weight = about + 0.4 * random.normal());
    }
    weights
}

fn batch() -> Batch {
    Batch::of([&[1, 5, 6, 2][..], &[1, 2], &[1, 5, 5, 9, 10, 3, 2]])
}

/// A smooth function of the scores, and its gradient.
fn objective(weights: &Weights, seed: u64) -> (f64, Vec<f32>, super::network::Tape) {
    let mut random = Random::of(&[seed]);
    let (scores, tape) = forward(weights, &batch(), Some((0.2, &mut random)));
    let factor = |at: usize| (at as f64 * 0.7).sin();
    let value = scores
        .iter()
        .enumerate()
        .map(|(at, &score)| factor(at) * f64::from(score))
        .sum();
    let upstream = (0..scores.len()).map(|at| factor(at) as f32).collect();
    (value, upstream, tape)
}

#[test]
fn the_gradient_of_every_tensor_agrees_with_finite_differences() {
    const STEP: f32 = 2e-3;
    let weights = small();
    let (_, upstream, tape) = objective(&weights, 3);
    let mut gradient = Weights::zeros(weights.config, 11, 3);
    backward(&weights, &batch(), &tape, &upstream, &mut gradient);
    let mut changed = weights.clone();
    for tensor in 0..weights.tensors().len() {
        let analytic = gradient.tensors()[tensor].1.to_vec();
        let largest = analytic.iter().fold(0.0f32, |most, g| most.max(g.abs()));
        assert!(largest > 1e-3, "tensor {tensor} has no gradient");
        let every = (analytic.len() / 40).max(1);
        for at in (0..analytic.len()).step_by(every) {
            let mut moved = |by: f32| {
                changed.tensors_mut()[tensor].1[at] += by;
                let value = objective(&changed, 3).0;
                changed.tensors_mut()[tensor].1[at] = weights.tensors()[tensor].1[at];
                value
            };
            let numeric = (moved(STEP) - moved(-STEP)) / f64::from(2.0 * STEP);
            let difference = (numeric - f64::from(analytic[at])).abs();
            assert!(
                difference < 2e-2 * f64::from(largest).max(0.2),
                "tensor {tensor}, entry {at}: {} by hand, {numeric} by differences",
                analytic[at]
            );
        }
    }
}

#[test]
fn a_text_scores_the_same_alone_and_among_others() {
    let weights = small();
    let texts: [&[u32]; 3] = [&[1, 5, 6, 2], &[1, 2], &[1, 5, 5, 9, 10, 3, 2]];
    let together = scores(&weights, &texts);
    for (text, together) in texts.iter().zip(&together) {
        let alone = scores(&weights, &[text]);
        for (alone, together) in alone[0].iter().zip(together) {
            assert!((alone - together).abs() < 1e-5);
        }
    }
}

fn rows() -> Vec<Row> {
    let mut random = Random::of(&[11]);
    (0..40)
        .map(|row| {
            let class = row % 3;
            let mut pieces = vec![1];
            pieces.extend((0..random.below(4)).map(|_| 3 + random.below(3) as u32));
            pieces.push(6 + class as u32);
            pieces.push(2);
            let mut target = vec![0.0; 3];
            target[class] = 1.0;
            Row {
                pieces: pieces.into(),
                target: target.into(),
                weight: 1.0,
            }
        })
        .collect()
}

fn settings() -> FineTuning {
    FineTuning {
        epochs: 30,
        batch: 8,
        rate: 5e-3,
        dropout: 0.05,
        averaged: 0.2,
        ..FineTuning::default()
    }
}

#[test]
fn an_encoder_learns_what_decides_the_class() {
    let mut tuner = FineTuner::new(small(), rows(), settings()).unwrap();
    let first = tuner.step().unwrap();
    let mut last = first;
    while let Some(step) = tuner.step() {
        last = step;
    }
    assert_eq!((last.done, last.of), (150, 150));
    assert!(last.loss < 0.6 * first.loss, "{first:?} {last:?}");
    let weights = tuner.finish();
    let rows = rows();
    let texts: Vec<&[u32]> = rows.iter().map(|row| &*row.pieces).collect();
    let right = scores(&weights, &texts)
        .iter()
        .enumerate()
        .filter(|(row, scores)| {
            let best = (0..3).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
            best == Some(row % 3)
        })
        .count();
    assert!(right >= 38, "{right} of 40");
}

#[test]
fn the_number_of_threads_does_not_change_a_weight() {
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| {
            let mut tuner = FineTuner::new(small(), rows(), settings()).unwrap();
            (0..20).for_each(|_| assert!(tuner.step().is_some()));
            tuner.weights().clone()
        })
    };
    assert_eq!(with(1), with(2));
}

#[test]
fn rows_that_do_not_fit_and_settings_out_of_range_are_refused() {
    let with = |change: &dyn Fn(&mut Row)| {
        let mut rows = rows();
        change(&mut rows[1]);
        FineTuner::new(small(), rows, settings()).map(drop)
    };
    assert!(with(&|_| ()).is_ok());
    let wrong: [&dyn Fn(&mut Row); 4] = [
        &|row| row.pieces = vec![11].into(),
        &|row| row.pieces = vec![1; 10].into(),
        &|row| row.target = vec![1.0].into(),
        &|row| row.weight = f32::NAN,
    ];
    for change in wrong {
        let error = with(change).unwrap_err().to_string();
        assert!(error.starts_with("row 2 "), "{error}");
    }
    assert!(FineTuner::new(small(), Vec::new(), settings()).is_err());
    let settings = FineTuning {
        dropout: 1.0,
        ..settings()
    };
    let error = settings.check().unwrap_err().to_string();
    assert!(error.contains("dropout"), "{error}");
}

#[test]
fn a_run_that_was_interrupted_comes_to_the_same_weights() {
    let whole = {
        let mut tuner = FineTuner::new(small(), rows(), settings()).unwrap();
        while tuner.step().is_some() {}
        tuner.finish()
    };
    for stopped in [3, 140] {
        let mut tuner = FineTuner::new(small(), rows(), settings()).unwrap();
        (0..stopped).for_each(|_| assert!(tuner.step().is_some()));
        let mut state = Vec::new();
        tuner.save(&mut state).unwrap();
        let fresh = || FineTuner::new(small(), rows(), settings()).unwrap();
        let mut tuner = fresh().resume(&mut &state[..]).unwrap();
        while tuner.step().is_some() {}
        assert_eq!(tuner.finish(), whole, "stopped at {stopped}");
        let cut = fresh().resume(&mut &state[..state.len() - 1]);
        assert!(cut.unwrap_err().to_string().contains("ends early"));
    }
}
