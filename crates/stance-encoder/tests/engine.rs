//! The engine against the forward pass written out plainly, and the laws that it keeps.

mod common;

use stance_encoder::EncoderConfig;

const TEXTS: [&str; 7] = [
    "",
    "The alliance is ironclad.",
    "Our commitment to NATO will hold; it's unbelievably early!",
    "United States–Japan cooperation (2025): 3.5% — “too early” to say…",
    "naïve café 同盟は日本と the ally",
    "x",
    "allies allies allies allies allies allies allies allies allies allies allies allies allies allies \
     allies allies allies allies allies allies allies allies allies allies allies allies allies allies allies",
];

#[test]
fn scores_are_those_of_the_plain_forward_pass_but_for_rounding() {
    let (model, pieces) = (common::model(), common::pieces());
    let weights = common::weights(common::SHAPE, pieces.len(), 3);
    for (text, scores) in TEXTS.iter().zip(model.scores(&TEXTS)) {
        let expected = common::reference(&weights, &pieces, text);
        for (score, expected) in scores.iter().zip(&expected) {
            assert!(
                (score - expected).abs() < 0.1,
                "{text:?}: {scores:?}, {expected:?}"
            );
        }
    }
}

#[test]
fn scores_are_the_same_bytes_alone_and_in_any_batch_on_any_number_of_threads() {
    let model = common::model();
    let many: Vec<&str> = TEXTS.iter().cycle().take(1000).copied().collect();
    let alone: Vec<_> = TEXTS
        .iter()
        .flat_map(|&text| model.scores(&[text]))
        .collect();
    for threads in [1, 2, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let all = pool.expect("threads").install(|| model.scores(&many));
        assert_eq!(all.len(), many.len());
        for (scores, expected) in all.iter().zip(alone.iter().cycle()) {
            let bits = |scores: &[f64]| scores.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(scores), bits(expected));
        }
    }
}

#[test]
fn heads_and_widths_of_any_size_are_read() {
    let pieces = common::pieces();
    for (hidden, heads, intermediate) in [(1, 1, 1), (33, 1, 7), (68, 2, 130), (64, 2, 64)] {
        let shape = EncoderConfig {
            layers: 1,
            hidden,
            heads,
            intermediate,
            ..common::SHAPE
        };
        let weights = common::weights(shape, pieces.len(), 2);
        let model = stance_encoder::EncoderModel::quantise(
            &weights,
            &pieces,
            stance_classifier::Labels::of(["no", "yes"]).expect("labels"),
            stance_classifier::MatrixScaling::identity(2),
            "",
        );
        let scores = model.expect("a model").scores(&TEXTS);
        for (text, scores) in TEXTS.iter().zip(scores) {
            for (score, expected) in scores
                .iter()
                .zip(common::reference(&weights, &pieces, text))
            {
                assert!(
                    (score - expected).abs() < 0.15,
                    "{hidden} {text:?}: {score} {expected}"
                );
            }
        }
    }
}
