//! Word pieces against the reference tokeniser (`tests/wordpiece/oracle.py`), and by law.
#![expect(clippy::unwrap_used, reason = "a test that panics fails")]

use stance_encoder::{Piece, WordPieces};

const VOCABULARY: &str = include_str!("wordpiece/vocabulary.txt");

fn small(lowercase: bool) -> WordPieces {
    let pieces = VOCABULARY.split_terminator('\n').map(Into::into).collect();
    WordPieces::new(pieces, lowercase).unwrap()
}

/// Each text of the fixture with its pieces.
fn cases(lowercase: bool) -> Vec<(String, Vec<Piece>)> {
    let lines = include_str!("wordpiece/pieces.jsonl").lines();
    let cases = lines.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    cases
        .filter(|case| case["lowercase"] == lowercase)
        .map(|case| {
            let number = |value: &serde_json::Value| value.as_u64().unwrap() as u32;
            let pieces = case["pieces"].as_array().unwrap().iter();
            let pieces = pieces.map(|piece| Piece {
                id: number(&piece[0]),
                start: number(&piece[1]),
                end: number(&piece[2]),
            });
            (case["text"].as_str().unwrap().to_owned(), pieces.collect())
        })
        .collect()
}

#[test]
fn pieces_and_their_places_are_those_of_the_reference() {
    for lowercase in [true, false] {
        let (tokeniser, cases) = (small(lowercase), cases(lowercase));
        assert!(cases.len() > 100);
        let mut pieces = Vec::new();
        for (text, expected) in cases {
            tokeniser.tokenize(&text, usize::MAX, &mut pieces);
            assert_eq!(pieces, expected, "lowercase {lowercase}: {text:?}");
        }
    }
}

#[test]
fn fewer_pieces_are_the_first_of_all() {
    let tokeniser = small(true);
    let mut pieces = Vec::new();
    for (text, expected) in cases(true) {
        for most in [0, 1, 2, 5, expected.len()] {
            tokeniser.tokenize(&text, most, &mut pieces);
            assert_eq!(pieces, expected[..most.min(expected.len())], "{text:?}");
        }
    }
}

#[test]
fn a_text_is_read_no_further_than_needed() {
    let tokeniser = small(true);
    let long = "The allies hold. ".repeat(600_000);
    let (mut pieces, mut first) = (Vec::new(), Vec::new());
    tokeniser.tokenize(&long, 30, &mut pieces);
    tokeniser.tokenize(&long[..500], 30, &mut first);
    assert_eq!((pieces.len(), &pieces), (30, &first));
    // What was asked for is all that was made room for.
    assert!(pieces.capacity() < 256);
}

#[test]
fn places_are_on_boundaries_of_characters_and_in_order() {
    let mut pieces = Vec::new();
    for lowercase in [true, false] {
        let tokeniser = small(lowercase);
        for (text, _) in cases(lowercase) {
            tokeniser.tokenize(&text, usize::MAX, &mut pieces);
            let mut last = 0;
            for piece in &pieces {
                assert!(text.get(piece.start as usize..piece.end as usize).is_some());
                assert!(last <= piece.start && piece.start < piece.end);
                last = piece.start;
            }
        }
    }
}

#[test]
fn a_vocabulary_without_a_special_piece_or_with_one_twice_is_refused() {
    let new = |pieces: &[&str]| {
        let pieces = pieces.iter().map(|&piece| piece.into()).collect();
        WordPieces::new(pieces, true).map_err(|error| error.to_string())
    };
    assert!(new(&["[UNK]", "[CLS]", "[SEP]"]).is_ok());
    assert!(new(&["[CLS]", "[SEP]"]).unwrap_err().contains("`[UNK]`"));
    assert!(new(&["[UNK]", "[SEP]"]).unwrap_err().contains("`[CLS]`"));
    assert!(new(&["[UNK]", "[CLS]"]).unwrap_err().contains("`[SEP]`"));
    let twice = ["[UNK]", "[CLS]", "[SEP]", "##a", "a", "##a"];
    assert!(new(&twice).unwrap_err().contains("`##a` twice"));
    assert!(
        new(&["[UNK]", "[CLS]", "[SEP]", ""])
            .unwrap_err()
            .contains("empty")
    );
}

#[test]
fn a_pruned_vocabulary_keeps_what_any_text_may_need() {
    let whole = small(true);
    let alliance = whole
        .pieces()
        .iter()
        .position(|piece| &**piece == "alliance");
    let (pruned, kept) = whole.pruned(&|id| Some(id as usize) == alliance);
    assert!(pruned.len() < whole.len());
    for (new, &old) in kept.iter().enumerate() {
        assert_eq!(pruned.pieces()[new], whole.pieces()[old as usize]);
    }
    assert_eq!(kept[pruned.sep() as usize], whole.sep());
    let (mut pieces, mut before) = (Vec::new(), Vec::new());
    pruned.tokenize("alliance treaty", 99, &mut pieces);
    let names: Vec<_> = pieces
        .iter()
        .map(|piece| &*pruned.pieces()[piece.id as usize])
        .collect();
    assert_eq!(names, ["alliance", "t", "##r", "##e", "##a", "##t", "##y"]);
    // A word that had pieces has some still, where each of its letters is a piece.
    let cases = cases(true);
    let lettered = |text: &str| text.bytes().all(|b| b.is_ascii() && !b.is_ascii_digit());
    for (text, _) in cases.iter().filter(|(text, _)| lettered(text)) {
        pruned.tokenize(text, usize::MAX, &mut pieces);
        whole.tokenize(text, usize::MAX, &mut before);
        let unknown =
            |pieces: &[Piece], unknown| pieces.iter().filter(|piece| piece.id == unknown).count();
        assert_eq!(
            unknown(&pieces, pruned.unknown()),
            unknown(&before, whole.unknown()),
            "{text:?}"
        );
    }
}
