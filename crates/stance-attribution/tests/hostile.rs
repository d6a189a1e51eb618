//! Input that nobody writes in good faith.
#![allow(clippy::single_range_in_vec_init)] // one statement is meant, not many numbers

use stance_attribution::{Context, Lexicon};

/// Everything the crate does with a text; its ranges must lie on characters of the text.
fn read_all(lexicon: &Lexicon, text: &str) {
    let halves = [0..text.len() / 2, text.len() / 2..text.len()];
    for statements in [&[0..text.len()][..], &halves[..], &[]] {
        for found in lexicon.attribute(text, statements, &Context::default()) {
            for range in found
                .holder
                .map(|h| h.range)
                .into_iter()
                .chain(found.alliances.into_iter().map(|a| a.range))
            {
                assert!(text.get(range).is_some());
            }
        }
    }
    for quotation in lexicon.quotations(text, &Context::default()) {
        assert!(text.get(quotation.range).is_some());
    }
    for clause in lexicon
        .attribute_clauses(
            text,
            &[0..text.len() / 2, 1..text.len()],
            &Context::default(),
        )
        .into_iter()
        .flatten()
    {
        assert!(text.get(clause.range).is_some());
    }
    for clause in lexicon.clauses(text) {
        assert!(text.get(clause).is_some());
    }
}

#[test]
fn a_megabyte_of_names_or_open_quotations_is_read_to_its_end() {
    let lexicon = Lexicon::default();
    for unit in ["Tokyo, Seoul and Kim Lee ", "“‘\" said "] {
        let text = unit.repeat((1 << 20) / unit.len());
        let found = lexicon.attribute(&text, &[0..text.len()], &Context::default());
        assert_eq!(found.len(), 1);
    }
}

#[test]
fn long_runs_of_one_thing_are_read_to_their_end() {
    let lexicon = Lexicon::default();
    for unit in [
        "Tokyo ",
        "said ",
        "the ",
        "\"",
        "“",
        "“‘",
        "A.",
        "U.S.-",
        "minister ",
        "he said, ",
        "—",
        "’s",
        "Kim Lee ",
        "X: ",
        "\n",
        "Article 5 ",
        "Canada’s allies ",
    ] {
        read_all(&lexicon, &unit.repeat((1 << 16) / unit.len()));
    }
}

#[test]
fn other_scripts_directions_and_combining_marks_are_read_without_panic() {
    let lexicon = Lexicon::default();
    for text in [
        "",
        " ",
        "\u{202e}Tokyo said “no\u{202c}",
        "قالت طوكيو إن التحالف مع واشنطن قوي",
        "東京は同盟を再確認した。",
        "T\u{301}okyo\u{301} sai\u{301}d NATO\u{301} stood.",
        "\u{0}\u{feff}NATO\u{200b}said",
        "İstanbul’s İI said NATO “’’””»« '",
        "👩‍👩‍👧 said: “NATO",
        "İ: ß, ŉ said Tokyo",
    ] {
        read_all(&lexicon, text);
        for (at, _) in text.char_indices() {
            read_all(&lexicon, &text[at..]);
        }
    }
}

#[test]
fn statements_out_of_order_or_off_the_text_are_read_as_far_as_they_are() {
    let lexicon = Lexicon::default();
    let text = "Tokyo said é NATO stands.";
    let backwards = std::ops::Range { start: 9, end: 3 };
    let statements = [12..400, 0..5, backwards, 500..600];
    assert_eq!(
        lexicon
            .attribute(text, &statements, &Context::default())
            .len(),
        4
    );
}
