use super::*;

fn split(text: &str) -> Vec<&str> {
    sentences(text).map(|range| &text[range]).collect()
}

#[test]
fn nothing_without_a_letter_or_digit_is_a_sentence() {
    for text in [
        "",
        " \n\t",
        "...",
        "* * *",
        "?!?!",
        "\u{301}\u{301}\u{301}",
        "。。。",
    ] {
        assert!(split(text).is_empty(), "{text:?}");
    }
    assert_eq!(split("Held. * * * Renewed."), ["Held.", "* * * Renewed."]);
    assert_eq!(split("Held. ***"), ["Held."]);
}
