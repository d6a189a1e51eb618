//! How much, how long and how often anybody may ask.

use crate::common::{jsonl, string};
use crate::{JSON, LINES, fast};

#[test]
fn bodies_and_lines_have_a_bound_and_streams_have_none() {
    let server = fast(&["--max-body", "2K"]);
    let sized = |size: usize| format!("{{\"text\": \"{}\"}}", "a".repeat(size - 12));
    server.post("/classify", JSON, sized(2048)).ok();
    let refused = server.post("/classify", JSON, sized(2049));
    refused.refused(413, &["2048", "--max-body"]);
    // The length need not be told before.
    let mut connection = server.connect();
    let chunked = [("Content-Type", JSON), ("Transfer-Encoding", "chunked")];
    connection.head("POST", "/classify", &chunked, &[]);
    for _ in 0..3 {
        connection.send_chunk(&[b'a'; 1024]);
    }
    connection.send_chunk(b"");
    connection.answer().refused(413, &[]);
    let line = "{\"text\": \"We will stand by our allies.\"}\n";
    let lines = format!("{}{}\n{line}", line.repeat(500), sized(9000));
    let answers = jsonl(&server.post("/classify", LINES, lines).ok().text());
    assert_eq!(answers.len(), 502);
    assert!(
        answers[..500]
            .iter()
            .all(|answer| answer["label"].is_string())
    );
    assert_eq!(answers[500]["line"], 501);
    assert!(string(&answers[500], "error").contains("2048"));
    assert!(answers[501]["label"].is_string());
}

#[test]
fn more_statements_than_one_request_may_have_are_refused() {
    let server = fast(&[]);
    let texts = format!("{{\"texts\":[\"a\"{}]}}", ",\"a\"".repeat(100_000));
    server
        .post("/classify", JSON, texts)
        .refused(413, &["100001", LINES]);
}

#[test]
fn a_client_that_is_too_slow_is_let_go() {
    let server = fast(&["--timeout", "1"]);
    let mut head = server.connect();
    head.send(b"POST /classify HTTP/1.1\r\nHost: local");
    let mut body = server.connect();
    let length = [("Content-Type", "text/plain"), ("Content-Length", "1000")];
    body.head("POST", "/classify", &length, &[]);
    body.send(b"We will");
    let mut idle = server.connect();
    body.answer().refused(408, &["slow"]);
    // Either the connection is closed, or the answer says why it will be.
    assert!(!head.rest().contains(" 200 "));
    assert_eq!(idle.rest(), "");
    server.get("/health").ok();
}

#[test]
fn a_client_that_does_not_read_its_answer_is_let_go() {
    let server = fast(&["--timeout", "5"]);
    let mut connection = server.connect();
    let page = "Our allies will stand by the treaty and the pact.\n".repeat(80_000);
    let length = page.len().to_string();
    // Repeated sentences count once, those of a table each time.
    let table = [("Content-Type", "text/csv"), ("Content-Length", &length)];
    connection.head(
        "POST",
        "/classify?text_column=Our%20allies%20will%20stand%20by%20the%20treaty%20and%20the%20pact.",
        &table,
        &[],
    );
    connection.send(page.as_bytes());
    // The answer is larger than what the two sides' systems keep for a connection.
    assert_eq!(connection.answer_head().status, 200);
    // Each look is a request; the one that looks is in flight itself.
    let mut looks = 0;
    while server.metric("stance_requests_in_flight ") > 1 {
        looks += 1;
        assert!(looks < 1_000_000, "it is still being answered");
    }
    assert!(connection.rest().len() < 1 << 30);
}

#[test]
fn a_full_queue_says_so_and_when_to_come_again() {
    let server = fast(&["--queue", "1"]);
    let mut stream = server.connect();
    let chunked = [("Content-Type", LINES), ("Transfer-Encoding", "chunked")];
    stream.head("POST", "/classify", &chunked, &[]);
    stream.send_chunk(b"{\"text\": \"Our allies.\"}\n");
    assert_eq!(stream.answer_head().status, 200);
    assert_eq!(server.metric("stance_queue_taken "), 1);
    let refused = server.post("/classify", "text/plain", "Our allies.");
    let refused = refused.refused(503, &["try again"]);
    assert_eq!(refused.header("retry-after"), Some("1"));
    stream.send_chunk(b"");
    while stream.chunk().is_some() {}
    while server.metric("stance_queue_taken ") > 0 {}
    server.post("/classify", "text/plain", "Our allies.").ok();
}

#[test]
fn an_address_that_asks_too_often_is_told_to_wait() {
    let server = fast(&["--rate", "0.001"]);
    server.post("/classify", "text/plain", "Our allies.").ok();
    let refused = server.post("/classify", "text/plain", "Our allies.");
    let refused = refused.refused(429, &["too many"]);
    let wait: u64 = refused
        .header("retry-after")
        .and_then(|seconds| seconds.parse().ok())
        .expect("seconds");
    assert!((1..=1000).contains(&wait), "{wait}");
    // Whoever watches the server is let in.
    server.get("/health").ok();
    server.get("/metrics").ok();
}
