//! The splitter against a table of cases, and its promises on any text.
#![cfg(feature = "sentences")]

use stance_text::sentences;

const CASES: &str = include_str!("cases/sentences.txt");

#[test]
fn every_case_of_the_table_is_split_as_it_says() {
    let mut wrong = Vec::new();
    for case in CASES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let expected: Vec<&str> = case.split('¦').map(str::trim).collect();
        let text = case.replace(" ¦ ", " ").replace('¦', "");
        let found: Vec<&str> = sentences(&text).map(|range| &text[range]).collect();
        if found != expected {
            wrong.push(format!("\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cases: {}",
        wrong.len(),
        wrong.concat()
    );
}

#[test]
fn full_width_text_needs_no_space() {
    let text = "同盟は重要だ。首相が語った。「続ける。」と述べた！";
    let found: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
    assert_eq!(
        found,
        ["同盟は重要だ。", "首相が語った。", "「続ける。」と述べた！"]
    );
}

#[test]
fn a_blank_line_ends_a_sentence_and_a_line_break_does_not() {
    let text = "The two sides\nmet on Monday\r\n \r\nThey agreed";
    let found: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
    assert_eq!(found, ["The two sides\nmet on Monday", "They agreed"]);
}

#[test]
fn sentences_of_any_text_are_ordered_trimmed_and_whole() {
    let parts = [
        "The alliance",
        " ",
        ". ",
        "...",
        "?\" ",
        "U.S. ",
        "\n\n",
        "“",
        "”",
        "(",
        ")",
        "。",
        "é",
        "\u{301}",
        "🙂",
        "1.",
        "No. ",
        "\u{a0}",
        "-- ",
        "[1]",
        "\"",
        "Mr. ",
        "\u{200b}",
        "\r\n",
        "！",
        " . . . ",
        "a.m. ",
        "said",
        "the ",
        "He ",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..4000 {
        let mut text = String::new();
        for _ in 0..40 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.push_str(parts[(state % parts.len() as u64) as usize]);
        }
        let mut end = 0;
        let mut read = String::new();
        for range in sentences(&text) {
            assert!(range.start >= end, "{text:?}");
            let sentence = &text[range.clone()];
            assert_eq!(sentence, sentence.trim(), "{text:?}");
            assert!(sentence.chars().any(char::is_alphanumeric), "{text:?}");
            read.push_str(sentence);
            end = range.end;
        }
        let words = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
        };
        assert_eq!(words(&read), words(&text), "no word is lost");
    }
}
