//! The statements of the example pages: which they are, and where they stand.

mod common;

use std::collections::BTreeSet;

use common::example::*;
use common::{
    assert_labelled, bytes, classify, column, golden, keys, range, run_with, stance, string,
};

#[test]
fn every_statement_of_a_text_is_the_bytes_that_it_points_to() {
    for page in [WIRE, READOUT, RADIO] {
        let source = bytes(page);
        let statements = classify(&["--format", "jsonl", page]).ok().jsonl();
        assert!(statements.len() > 15, "{page}: {}", statements.len());
        let mut end = 0;
        for statement in &statements {
            assert_eq!(
                keys(statement),
                ["document", "start", "end", "text", "label", "probabilities"]
            );
            assert_eq!(string(statement, "document"), page);
            let at = range(statement);
            assert!(
                at.start >= end,
                "{page}: not in the order of the page: {statement}"
            );
            end = at.end;
            assert_eq!(&source[at], string(statement, "text").as_bytes());
            assert_labelled(statement);
        }
    }
}

#[test]
fn the_bytes_of_an_html_statement_begin_and_end_with_its_words() {
    for page in [NEWS, MINISTRY, BLOG] {
        let source = bytes(page);
        let statements = classify(&["--format", "jsonl", page]).ok().jsonl();
        assert!(statements.len() > 15, "{page}: {}", statements.len());
        for statement in &statements {
            assert_labelled(statement);
            let text = string(statement, "text");
            let covered = String::from_utf8_lossy(&source[range(statement)]);
            assert!(!text.contains('<') && !text.contains("&quot;"), "{text}");
            let ascii = |c: &char| c.is_ascii_alphanumeric();
            let (first, last) = (text.chars().next(), text.chars().last());
            for (end, there) in [
                (
                    first.filter(ascii),
                    covered.starts_with(first.unwrap_or(' ')),
                ),
                (last.filter(ascii), covered.ends_with(last.unwrap_or(' '))),
            ] {
                assert!(end.is_none() || there, "{text}\n{covered}");
            }
        }
    }
}

#[test]
fn the_statements_of_a_wire_story_are_these() {
    let ran = classify(&["--format", "csv", WIRE]).ok();
    let (header, records) = ran.csv();
    let (start, end, text) = (
        column(&header, "start"),
        column(&header, "end"),
        column(&header, "text"),
    );
    let lines = records
        .iter()
        .map(|r| format!("{}-{} {}\n", &r[start], &r[end], &r[text]));
    golden("wire-airfield.txt", &lines.collect::<String>());
}

#[test]
fn the_statements_of_a_news_page_are_these() {
    let statements = classify(&["--format", "jsonl", NEWS]).ok().jsonl();
    let lines = statements.iter().map(|statement| {
        let at = range(statement);
        format!("{}-{} {}\n", at.start, at.end, string(statement, "text"))
    });
    golden("news-csto.txt", &lines.collect::<String>());
}

#[test]
fn plain_statements_are_labelled_as_anyone_would() {
    let lines = "Our commitment to our allies is ironclad.\n\
        It is too early to say whether the alliance will survive the year.\n\
        Our allies have been ripping us off for decades.\n\
        The stadium opens at nine on Saturday.\n";
    let arguments = ["-", "--input-format", "lines", "--format", "jsonl"];
    let ran = run_with(stance("classify").args(arguments), lines.as_bytes()).ok();
    let labelled = ran
        .jsonl()
        .iter()
        .map(|statement| {
            format!(
                "{}: {}\n",
                string(statement, "label"),
                string(statement, "text")
            )
        })
        .collect::<String>();
    golden("plain-statements.txt", &labelled);
}

#[test]
fn page_furniture_is_not_passed_off_as_statements() {
    for (page, furniture) in [
        (
            WIRE,
            [
                "Ferry strike",
                "newsletter",
                "All rights reserved",
                "Read next",
                "Reporting by",
            ]
            .as_slice(),
        ),
        (READOUT, &["###", "For immediate release"]),
        (
            NEWS,
            &[
                "Accept all",
                "Subscribe",
                "Facebook",
                "4 min read",
                "Batken road reopens",
                "Apricot",
                "Terms of use",
                "Skip to content",
                "dataLayer",
                "Tags:",
                "store information",
            ],
        ),
        (
            MINISTRY,
            &[
                "Back to top",
                "Press office",
                "Privacy",
                "Text of the statement",
            ],
        ),
        (
            BLOG,
            &["Tide tables", "2024 (41)", "Ad space", "4 comments"],
        ),
    ] {
        let statements = classify(&["--format", "jsonl", page]).ok().jsonl();
        let texts: Vec<&str> = statements.iter().map(|s| string(s, "text")).collect();
        for words in furniture {
            let found = texts.iter().find(|text| text.contains(words));
            assert!(found.is_none(), "{page}: `{words}` in: {found:?}");
        }
        // Which is not to say that there is less of the article.
        let all = classify(&["--format", "jsonl", "--furniture", page])
            .ok()
            .jsonl();
        let all: BTreeSet<&str> = all.iter().map(|s| string(s, "text")).collect();
        assert!(texts.iter().all(|text| all.contains(text)), "{page}");
        assert!(all.len() > texts.len(), "{page}");
    }
}
