//! Input that means ill, or is merely broken beyond reading.

use std::io::{BufReader, Cursor};

use stance_pages::{ErrorKind, Input, Page, PageOptions, Records, read};

fn pages(name: &str, bytes: &[u8]) -> Vec<Page> {
    read(name, bytes, &PageOptions::default()).expect("readable")
}

fn texts(page: &Page) -> Vec<&str> {
    page.statements
        .iter()
        .map(|statement| statement.text())
        .collect()
}

#[test]
fn empty_and_script_only_pages_have_no_statement() {
    for (name, bytes) in [
        ("a.html", &b""[..]),
        ("a.txt", b""),
        ("a", b""),
        ("a.eml", b""),
        (
            "a.html",
            b"<script>var a = '<p>The allies met.</p>';</script>",
        ),
        ("a.html", b"<script>var a = '<p>The allies met.</p>';"),
        ("a.html", b"<!-- <p>The allies met.</p>"),
    ] {
        let pages = pages(name, bytes);
        assert_eq!(pages.len(), 1, "{name}");
        assert!(
            pages[0].statements.is_empty(),
            "{name}: {:?}",
            texts(&pages[0])
        );
    }
    for name in ["a.jsonl", "a.mbox"] {
        assert!(pages(name, b"").is_empty(), "{name}");
    }
}

#[test]
fn binary_files_are_an_error_that_names_them() {
    let noise: Vec<u8> = (0..4000_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for (name, bytes) in [
        ("a.html", noise.as_slice()),
        ("b.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("c", b"%PDF-1.7 and more"),
    ] {
        let error = read(name, bytes, &PageOptions::default()).expect_err("binary");
        assert!(matches!(error.kind(), ErrorKind::Text(_)), "{error}");
        assert!(
            error
                .to_string()
                .starts_with(&format!("{name}: binary file")),
            "{error}"
        );
    }
}

#[test]
fn stray_zero_bytes_leave_the_text_readable() {
    let page = pages("a.html", b"<p>The allies met on Monday in the old town hall.\0</p><p>They agreed on most of the points.</p>").remove(0);
    assert_eq!(page.statements.len(), 2);
}

#[test]
fn a_bomb_of_entities_is_not_blown_up() {
    let declarations: String = (1..40)
        .map(|i| format!("<!ENTITY a{i} \"&a{};&a{};\">", i - 1, i - 1))
        .collect();
    let html = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE html [<!ENTITY a0 \"ha\">{declarations}]><html><body><p>The allies met. &a39;</p></body></html>"
    );
    let page = pages("a.html", html.as_bytes()).remove(0);
    assert!(page.text.contains("The allies met."));
    assert!(page.text.len() < html.len());
}

#[test]
fn deep_nesting_and_unclosed_tags_are_read_to_the_end() {
    let deep = format!(
        "{}<p>The allies met.</p>",
        "<div class='a'>".repeat(100_000)
    );
    assert_eq!(
        texts(&pages("a.html", deep.as_bytes())[0]),
        ["The allies met."]
    );
    let spans = format!("{}<p>The allies met.</p>", "<span><b>".repeat(50_000));
    assert_eq!(
        texts(&pages("a.html", spans.as_bytes())[0]),
        ["The allies met."]
    );
    let lists = format!("{}The allies met.", "<ul><li>".repeat(50_000));
    assert_eq!(
        texts(&pages("a.html", lists.as_bytes())[0]),
        ["The allies met."]
    );
}

#[test]
fn an_unclosed_quote_in_a_tag_swallows_no_more_than_up_to_the_next() {
    let page = pages(
        "a.html",
        b"<p>The allies met.</p><a href=\"x>They agreed.</a><p title=\"y\">They left.</p>",
    )
    .remove(0);
    assert_eq!(texts(&page)[0], "The allies met.");
}

#[test]
fn pages_of_many_declarations_keep_those_that_count() {
    let mut html = String::from(
        "<title>The pact holds</title><meta property='article:published_time' content='2016-11-09'>",
    );
    html.push_str(&"<meta name='x' content='y'><time datetime='2011-01-01'></time>".repeat(20_000));
    html.push_str("<script type='application/ld+json'>");
    html.push_str(&"[".repeat(100_000));
    html.push_str("</script><p>The allies met.</p>");
    let page = pages("a.html", html.as_bytes()).remove(0);
    assert_eq!(page.date, Some(jiff::civil::date(2016, 11, 9)));
    assert_eq!(page.title.as_deref(), Some("The pact holds"));
}

#[test]
fn dates_that_are_in_no_calendar_are_no_dates() {
    for date in [
        "20255-01-02",
        "2024-02-31",
        "0000-00-00",
        "9999-99-99",
        "99999999999999999999",
        "2101-01-01",
        "-2016-11-09x",
    ] {
        let html = format!("<meta name=date content='{date}'><p>The allies met.</p>");
        let page = pages("a.html", html.as_bytes()).remove(0);
        assert!(
            page.date
                .is_none_or(|date| date == jiff::civil::date(2016, 11, 9)),
            "{date}: {:?}",
            page.date
        );
        let line = format!("{{\"text\":\"They met.\",\"date\":\"{date}\",\"timestamp\":1e300}}");
        let page = pages("a.jsonl", line.as_bytes()).remove(0);
        assert!(
            page.date
                .is_none_or(|date| date == jiff::civil::date(2016, 11, 9)),
            "{date}: {:?}",
            page.date
        );
    }
}

#[test]
fn bad_records_are_errors_in_their_place_and_the_others_follow() {
    let long = format!("{{\"text\":\"{}\"}}", "They met. ".repeat(200));
    let crawl = format!(
        "{{\"text\":\"One met.\"}}\n\nnot json\n{long}\n[1]\n{{\"a\":1}}\n\u{feff}{{\"text\":\"Two met.\"}}\r\n{{\"text\":\"Three met.\"}}"
    );
    let options = PageOptions::default().longest_record(1000);
    // A small buffer, so that records cross its end.
    let reader = BufReader::with_capacity(16, Cursor::new(crawl));
    let read: Vec<_> = Records::new("c.jsonl", reader, &options)
        .map(|record| record.and_then(|record| record.page()))
        .collect();
    let names: Vec<(&str, bool)> = read
        .iter()
        .map(|page| match page {
            Ok(page) => (page.name.as_str(), true),
            Err(error) => (error.name(), false),
        })
        .collect();
    assert_eq!(
        names,
        [
            ("c.jsonl:1", true),
            ("c.jsonl:3", false),
            ("c.jsonl:4", false),
            ("c.jsonl:5", false),
            ("c.jsonl:6", false),
            ("c.jsonl:7", true),
            ("c.jsonl:8", true),
        ]
    );
    assert!(matches!(
        read[2].as_ref().expect_err("too long").kind(),
        ErrorKind::TooLong { limit: 1000 }
    ));
}

#[test]
fn a_message_that_is_too_long_is_passed_over() {
    let mut mailbox = String::new();
    for (n, lines) in [(1, 2), (2, 400), (3, 2)] {
        mailbox.push_str(&format!("From a@b.example Mon\nSubject: Message {n}\nDate: Fri, 6 May 2022 10:00:00 +0000\n\n{}\n", "They met.\n".repeat(lines)));
    }
    let options = PageOptions::default()
        .input(Some(Input::Mailbox))
        .longest_record(1000);
    let read: Vec<_> = Records::new("m", Cursor::new(mailbox), &options).collect();
    let names: Vec<Result<&str, &str>> = read
        .iter()
        .map(|record| {
            record
                .as_ref()
                .map(|record| record.name())
                .map_err(|error| error.name())
        })
        .collect();
    assert_eq!(names, [Ok("m#1"), Err("m#2"), Ok("m#3")]);
}

#[test]
fn messages_with_parts_without_end_are_read_or_refused() {
    let mut mail = String::from(
        "From: a@b.example\nDate: x\nSubject: s\nContent-Type: multipart/mixed; boundary=b0\n\n",
    );
    for depth in 0..40 {
        mail.push_str(&format!(
            "--b{depth}\nContent-Type: multipart/mixed; boundary=b{}\n\n",
            depth + 1
        ));
    }
    mail.push_str("--b40\nContent-Type: text/plain\n\nThe allies met.\n");
    if let Ok(pages) = read("a.eml", mail.as_bytes(), &PageOptions::default()) {
        assert_eq!(pages.len(), 1);
        assert_eq!(pages[0].date, None);
    }
}

#[test]
fn any_mixture_of_pieces_is_read_without_a_fault() {
    const PIECES: [&str; 28] = [
        "<p>",
        "</p>",
        "The allies met. ",
        "<title>",
        "</title>",
        " | ",
        "Nov 9, 2016",
        "<time datetime=",
        "2016-11-09",
        ">",
        "<script type=application/ld+json>",
        "{\"@type\":\"Article\",\"datePublished\":",
        "\"",
        "}",
        "</script>",
        "\n",
        "\n\n",
        "From a\n",
        "Subject: x\n",
        "Date: y\n",
        "{\"text\":\"a\"}",
        "SEOUL (Kyodo) — ",
        "(",
        "é",
        "年",
        "&amp;",
        "<meta name=date content=",
        "http://a.example/2016/11/09/",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..300 {
        let mut input = String::new();
        for _ in 0..30 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            input.push_str(PIECES[(state % PIECES.len() as u64) as usize]);
        }
        for name in [
            "a", "a.html", "a.txt", "a.eml", "a.mbox", "a.jsonl", "a.json",
        ] {
            for page in read(name, input.as_bytes(), &PageOptions::default()).unwrap_or_default() {
                assert_eq!(page.date.is_some(), page.date_from.is_some());
                let all = page.source_range(0..page.text.len());
                assert!(all.start <= all.end, "{input}");
            }
        }
    }
}
