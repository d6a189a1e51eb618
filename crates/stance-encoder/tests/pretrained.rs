//! The model that comes with the crate.
#![cfg(feature = "pretrained")]

use stance_classifier::{Classify, Stance};
use stance_encoder::EncoderModel;

/// Texts with their label and its probability. Another processor's vector instructions may round the last digits
/// of a score otherwise, and no more.
const READ: [(&str, Stance, f64); 5] = [
    (
        "Our commitment to the defence of Japan is ironclad, the secretary said in Tokyo.",
        Stance::Reaffirming,
        0.946880,
    ),
    (
        "It is too early to say whether the treaty will hold under the next government.",
        Stance::Hedging,
        0.961551,
    ),
    (
        "They have not paid their share for forty years, and we are done paying for them.",
        Stance::Critical,
        0.958013,
    ),
    (
        "The defence ministers of both countries will meet on Thursday in Brussels.",
        Stance::None,
        0.924834,
    ),
    (
        "Сегодня встретились министры обороны двух стран.",
        Stance::None,
        0.945258,
    ),
];

#[test]
fn the_embedded_model_gives_the_recorded_probabilities() {
    let model = EncoderModel::pretrained();
    for (text, stance, probability) in READ {
        let prediction = model.classify(text);
        assert_eq!(prediction.stance(), Some(stance), "{text}");
        let difference = (prediction.confidence() - probability).abs();
        assert!(difference < 1e-4, "{text}: {}", prediction.confidence());
    }
}

#[test]
fn the_embedded_model_fits_into_16_megabytes() {
    let bytes = EncoderModel::pretrained()
        .to_bytes()
        .expect("the model has a file's form");
    assert!(bytes.len() <= 16_000_000, "{} bytes", bytes.len());
}
