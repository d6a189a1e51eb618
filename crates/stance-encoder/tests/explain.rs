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
