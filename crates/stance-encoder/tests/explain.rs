//! Explanations of an encoder's predictions.

mod common;

use stance_classifier::Classify;

#[test]
fn the_intercept_and_the_words_add_up_to_the_logits() {
    let model = common::model();
    let long = "allies will hold, ".repeat(60);
    for text in [
        "",
        "ally",
        "The alliance is iron-clad (too early).",
        "naïve 同盟は日本と ally",
        &long,
    ] {
        let explanation = model.explain(text);
        let logits = model.calibration().apply(&model.scores(&[text])[0]);
        for (sum, logit) in explanation.logits().iter().zip(&logits) {
            assert!((sum - logit).abs() < 1e-9, "{text:?}: {sum} for {logit}");
        }
        assert_eq!(*explanation.prediction(), model.classify(text));
    }
}

#[test]
fn the_intercept_is_the_logits_of_a_text_without_a_word() {
    let model = common::model();
    let empty = model.calibration().apply(&model.scores(&[""])[0]);
    assert_eq!(*model.explain("The allies hold.").intercept(), *empty);
    assert!(model.explain("").terms().is_empty());
}

#[test]
fn terms_are_whole_words_and_marks_in_the_order_of_the_text() {
    let text = "Unbelievably, the allies’ café";
    let model = common::model();
    let explanation = model.explain(text);
    let words: Vec<&str> = explanation
        .terms()
        .iter()
        .map(|term| &text[term.range()])
        .collect();
    assert_eq!(words, ["Unbelievably", ",", "the", "allies", "’", "café"]);
}

#[test]
fn a_single_word_has_all_that_the_text_has_beyond_the_empty_one() {
    let model = common::model();
    let explanation = model.explain("treaty");
    let logits = model.calibration().apply(&model.scores(&["treaty"])[0]);
    let [term] = explanation.terms() else {
        panic!("one word")
    };
    for ((part, logit), empty) in term
        .contributions()
        .iter()
        .zip(&logits)
        .zip(explanation.intercept())
    {
        assert!((part - (logit - empty)).abs() < 1e-12);
    }
}

/// A trained model, where there is one: random parameters have no evidence to delete.
#[expect(clippy::print_stderr, reason = "what was not checked is said")]
fn trained() -> Option<Vec<u8>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/models/accurate.stance");
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        eprintln!("not checked: there is no trained model at models/accurate.stance");
    }
    bytes
}

#[test]
fn deleting_the_strongest_evidence_costs_a_label_more_than_deleting_the_weakest() {
    let Some(bytes) = trained() else { return };
    let model = stance_encoder::EncoderModel::from_bytes(&bytes).expect("a model");
    let texts = [
        "Our commitment to the alliance is ironclad and will never waver, the minister said in Seoul on Friday.",
        "It is too early to say whether the treaty will hold, officials told reporters after the meeting in Tokyo.",
        "The allies have taken advantage of us for decades and pay nothing for it, he complained at the rally.",
        "The two ministers reaffirmed that the alliance remains the cornerstone of peace in the whole region.",
        "NATO is obsolete, a relic of another age that drags its members into wars, the senator wrote on Monday.",
        "We may or may not stay in the pact, depending on what our partners are prepared to offer this year.",
    ];
    let (mut strongest, mut weakest) = (0.0, 0.0);
    for text in texts {
        let explanation = model.explain(text);
        let class = explanation.prediction().class();
        let before = explanation.prediction().confidence();
        let mut terms: Vec<_> = explanation.terms().iter().collect();
        terms.sort_by(|one, other| one.toward(class).total_cmp(&other.toward(class)));
        let count = 3;
        let weak = {
            // Those nearest to nothing, whichever way they pull.
            let mut near = terms.clone();
            near.sort_by(|one, other| {
                one.toward(class)
                    .abs()
                    .total_cmp(&other.toward(class).abs())
            });
            near[..count]
                .iter()
                .map(|term| term.range())
                .collect::<Vec<_>>()
        };
        let strong: Vec<_> = terms[terms.len() - count..]
            .iter()
            .map(|term| term.range())
            .collect();
        let drop = |ranges: &[std::ops::Range<usize>]| {
            let kept = text
                .char_indices()
                .filter(|(at, _)| !ranges.iter().any(|range| range.contains(at)));
            let kept: String = kept.map(|(_, c)| c).collect();
            before - model.classify(&kept).probabilities()[class]
        };
        strongest += drop(&strong);
        weakest += drop(&weak);
    }
    assert!(strongest > weakest, "{strongest} for {weakest}");
}
