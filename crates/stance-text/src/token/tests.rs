use super::*;

fn normals(text: &str) -> Vec<String> {
    let mut tokens = Tokens::new();
    tokens.read(text);
    tokens
        .as_slice()
        .iter()
        .map(|token| tokens.normal(token).to_owned())
        .collect()
}

fn spans(text: &str) -> Vec<&str> {
    let mut tokens = Tokens::new();
    tokens.read(text);
    tokens
        .as_slice()
        .iter()
        .map(|t| &text[t.start as usize..t.end as usize])
        .collect()
}

#[test]
fn words_are_read_as_the_table_says() {
    let cases: &[(&str, &[&str])] = &[
        ("", &[]),
        ("... -- ;:", &[".", "-", ";", ":"]),
        (
            "Why? “No!” £5",
            &["why", "?", "\"", "no", "!", "\"", "$", "0"],
        ),
        ("Our allies stand.", &["our", "allies", "stand", "."]),
        ("We don't pay.", &["we", "don't", "pay", "."]),
        ("We don\u{2019}t pay.", &["we", "don't", "pay", "."]),
        (
            "Japan's and JAPAN\u{2019}S",
            &["japan", "'s", "and", "japan", "'s"],
        ),
        ("the allies' view", &["the", "allies", "view"]),
        ("the U.S. view", &["the", "us", "view"]),
        ("the U.S", &["the", "us"]),
        ("U.S.-Japan", &["us", "japan"]),
        ("U.S.'s", &["us", "'s"]),
        ("plan B. A new", &["plan", "b", ".", "a", "new"]),
        ("J.F.Kennedy", &["jf", "kennedy"]),
        ("e.g. this", &["eg", "this"]),
        ("end.Next", &["end", ".", "next"]),
        (
            "28,500 troops in 1953",
            &["0", ",", "0", "troops", "in", "0"],
        ),
        ("F-35A – 3rd", &["f", "0", "-", "0"]),
        ("\u{130}stanbul", &["istanbul"]),
        (
            "STRA\u{df}E \u{c9}lys\u{e9}e",
            &["stra\u{df}e", "\u{e9}lys\u{e9}e"],
        ),
        ("cafe\u{301} co\u{ad}operate", &["cafe", "cooperate"]),
        ("\u{301}\u{301}", &[]),
        (
            "\u{65e5}\u{672c}\u{3001}\u{540c}\u{76df}",
            &["\u{65e5}\u{672c}", ",", "\u{540c}\u{76df}"],
        ),
        ("'quoted' ''", &["\"", "quoted", "\""]),
        (
            "the allies' \u{2018}view\u{2019}",
            &["the", "allies", "\"", "view", "\""],
        ),
        ("\"safer,\" he", &["\"", "safer", "\"", "he"]),
        ("\"safer\", he", &["\"", "safer", "\"", "he"]),
        (
            "well . . . yes - no US\u{2013}Japan",
            &["well", ".", "yes", "-", "no", "us", "japan"],
        ),
        ("won`t", &["won't"]),
        ("\u{1f600}ally\u{1f600}", &["ally"]),
    ];
    for (text, expected) in cases {
        assert_eq!(&normals(text), expected, "{text:?}");
    }
}

#[test]
fn spans_select_the_words_as_they_stand() {
    assert_eq!(
        spans(
            "\u{201c}The U.S.-Japan pact,\u{201d} \u{c9}lys\u{e9}e\u{2019}s aide didn\u{2019}t say."
        ),
        [
            "\u{201c}",
            "The",
            "U.S.",
            "Japan",
            "pact",
            "\u{201d}",
            "\u{c9}lys\u{e9}e",
            "\u{2019}s",
            "aide",
            "didn\u{2019}t",
            "say",
            "."
        ]
    );
}

#[test]
fn the_case_of_a_word_is_known() {
    let mut tokens = Tokens::new();
    tokens.read("we We WE U.S. A a NATO F-35");
    let cases: Vec<Case> = tokens.as_slice().iter().map(|token| token.case).collect();
    use Case::{Lower, Title, Upper};
    assert_eq!(
        cases,
        [
            Lower, Title, Upper, Upper, Title, Lower, Upper, Title, Lower
        ]
    );
}

#[test]
fn a_buffer_used_again_reads_as_a_new_one() {
    let (mut used, mut fresh) = (Tokens::new(), Tokens::new());
    used.read("An earlier and rather longer text, whose words must leave no trace.");
    used.read("Our allies stand.");
    fresh.read("Our allies stand.");
    assert_eq!(used.as_slice(), fresh.as_slice());
    assert_eq!(used.normal, fresh.normal);
}

/// Each character by itself, within a word, behind one and in front of one.
fn characters() -> impl Iterator<Item = String> {
    ('\u{80}'..'\u{20000}').map(|c| format!("{c} a{c}b c{c} {c}d {c}{c}"))
}

#[test]
fn the_quick_way_reads_what_the_plain_way_reads() {
    let texts = samples::written()
        .chain(samples::generated())
        .chain(characters());
    let mut tokens = Tokens::new();
    for text in texts {
        tokens.read(&text);
        let quick: Vec<plain::Plain> = tokens
            .as_slice()
            .iter()
            .map(|token| {
                let span = token.start as usize..token.end as usize;
                let normal = tokens.normal(token).to_owned();
                assert_eq!(token.hash, hash::bytes(normal.as_bytes(), normal.len()));
                (span, token.kind, token.case, normal)
            })
            .collect();
        assert_eq!(quick, plain::read(&text), "{text:?}");
    }
}
