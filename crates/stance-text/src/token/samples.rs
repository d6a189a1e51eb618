//! Texts that tests of several modules read: what people write, and what they do not.

use std::fs;
use std::path::{Path, PathBuf};

/// Every line of the statements and of the documents in `datasets`.
pub(crate) fn written() -> impl Iterator<Item = String> {
    let datasets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets");
    let listed = fs::read_dir(datasets.join("statements")).unwrap();
    let mut files: Vec<PathBuf> = listed.map(|entry| entry.unwrap().path()).collect();
    files.push(datasets.join("documents.csv"));
    files.sort();
    files.into_iter().flat_map(|file| {
        let lines = fs::read_to_string(file).unwrap();
        lines.lines().map(str::to_owned).collect::<Vec<_>>()
    })
}

/// Texts put together of what the quick way must tell apart, many of them.
pub(crate) fn generated() -> impl Iterator<Item = String> {
    const PARTS: [&str; 76] = [
        "President ",
        "Biden",
        "Joe ",
        "George W. ",
        "the ",
        "The ",
        "Gulf defence pact",
        "as long as ",
        "treaty ",
        "Japan ",
        "South Korean ",
        "Tokyo",
        "not ",
        "our ",
        "will ",
        "because of ",
        "ally",
        "Allies",
        "NATO",
        "U.S.",
        "u.s",
        "e.g.",
        "a",
        "B",
        "x.y",
        "I",
        "alliance",
        "unalliances",
        "internationalisation",
        "Élysée",
        "straße",
        "İ",
        "cafe\u{301}",
        "co\u{ad}operate",
        "日本",
        "١٢",
        "0",
        "28,500",
        "3rd",
        "F-35A",
        "don't",
        "DON\u{2019}T",
        "'s",
        "\u{2019}s",
        "s",
        "S",
        " ",
        "  ",
        "\n",
        "\t",
        "'",
        "''",
        "`",
        "\u{2018}",
        "\u{2019}",
        "\"",
        "\u{201c}",
        "\u{201d}",
        ".",
        "..",
        " . ",
        "…",
        ",",
        ",\"",
        "\",",
        "-",
        "--",
        "–",
        "—",
        "$",
        "€",
        "?",
        "!",
        ";",
        "\u{301}",
        "😀",
    ];
    let mut state = 1u64;
    let mut below = move |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % n
    };
    (0..20_000).map(move |_| {
        let length = below(12);
        (0..length).map(|_| PARTS[below(PARTS.len())]).collect()
    })
}
