//! Lines that are answered one by one.

use std::io::Write;
use std::time::Duration;

use crate::common::{jsonl, keys, string};
use crate::{LINES, fast};
use serde_json::Value;

#[test]
fn a_line_that_cannot_be_labelled_is_answered_in_its_place_and_the_others_are_labelled() {
    let server = fast(&[]);
    let lines = "\u{feff}{\"text\": \"Our allies\", \"id\": 1}\n\nnot json\n{\"text\": null}\n\
                 {\"text\": \"\\ud800\"}\n[1]\n{\"other\": 1}\n{\"text\": \"The treaty\"}";
    let answers = jsonl(&server.post("/classify", LINES, lines).ok().text());
    let mut bad = Vec::new();
    for answer in &answers {
        match answer.get("error") {
            Some(error) => bad.push((answer["line"].as_u64(), error.to_string())),
            None => assert!(answer["label"].is_string(), "{answer}"),
        }
    }
    let lines: Vec<u64> = bad.iter().filter_map(|bad| bad.0).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7]);
    for ((_, said), words) in bad
        .iter()
        .zip(["JSON", "null", "surrogate", "array", "text_column"])
    {
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(keys(&answers[0])[..2], ["text", "id"]);
    assert_eq!(string(&answers[6], "text"), "The treaty");
    server
        .post("/classify?format=csv", LINES, "{}")
        .refused(400, &["JSON lines"]);
}

#[test]
fn each_line_is_answered_before_the_next_is_sent() {
    let server = fast(&[]);
    let mut connection = server.connect();
    let chunked = [("Content-Type", LINES), ("Transfer-Encoding", "chunked")];
    connection.head("POST", "/classify", &chunked, &[]);
    for n in 0..5 {
        // A line may come in pieces.
        connection.send_chunk(b"{\"text\": \"We stand by ");
        connection.send_chunk(format!("ally {n}.\"}}\n").as_bytes());
        if n == 0 {
            assert_eq!(connection.answer_head().status, 200);
        }
        let answer = connection.chunk().expect("an answer");
        let answer: Value = serde_json::from_slice(&answer).expect("JSON");
        assert_eq!(string(&answer, "text"), format!("We stand by ally {n}."));
    }
    connection.send_chunk(b"");
    assert_eq!(connection.chunk(), None);
}

#[test]
fn a_stream_whose_answers_nobody_reads_is_not_read_on() {
    let server = fast(&["--timeout", "600"]);
    let mut connection = server.connect();
    let chunked = [("Content-Type", LINES), ("Transfer-Encoding", "chunked")];
    connection.head("POST", "/classify", &chunked, &[]);
    let lines = "{\"text\": \"We will stand by our allies.\"}\n".repeat(2000);
    let chunk = format!("{:x}\r\n{lines}\r\n", lines.len());
    let stream = connection.0.get_mut();
    let patience = Some(Duration::from_secs(5));
    stream.set_write_timeout(patience).expect("a timeout");
    // What the two sides' systems keep for a connection is a few megabytes.
    let most = 64 << 20;
    let mut sent = 0;
    while sent < most && stream.write_all(chunk.as_bytes()).is_ok() {
        sent += chunk.len();
    }
    assert!(sent < most, "all of it was read");
    server.get("/health").ok();
}
