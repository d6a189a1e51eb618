//! What cannot be labelled is refused, and the server lives on.

use std::io::Write;

use crate::common::string;
use crate::{JSON, fast};

#[test]
fn what_cannot_be_labelled_is_refused_with_the_reason_and_the_server_lives_on() {
    let server = fast(&[]);
    let deep = "[".repeat(100_000);
    let cases: [(&str, &str, &[u8], u16, &str); 32] = [
        ("/classify", JSON, b"", 400, "not JSON"),
        ("/classify", JSON, b"{\"text\": \"a", 400, "not JSON"),
        (
            "/classify",
            JSON,
            b"{\"text\": \"\\ud800\"}",
            400,
            "surrogate",
        ),
        ("/classify", JSON, b"{\"text\": \"\xff\"}", 400, "not JSON"),
        (
            "/classify",
            JSON,
            b"{\"text\": null}",
            400,
            "`text` is null",
        ),
        ("/classify", JSON, b"{\"text\": 7}", 400, "a number"),
        (
            "/classify",
            JSON,
            b"{\"texts\": \"a\"}",
            400,
            "not an array",
        ),
        ("/classify", JSON, b"{\"texts\": null}", 400, "null"),
        (
            "/classify",
            JSON,
            b"{\"texts\": [\"a\", null]}",
            400,
            "`texts[1]` is null",
        ),
        (
            "/classify",
            JSON,
            b"{\"texts\": [\"a\", [\"b\"]]}",
            400,
            "an array",
        ),
        (
            "/classify",
            JSON,
            b"{\"texts\": [], \"more\": 1}",
            400,
            "beside",
        ),
        ("/classify", JSON, b"{\"words\": \"a\"}", 400, "neither"),
        ("/classify", JSON, b"[\"a\"]", 400, "not an object"),
        ("/classify", JSON, b"null", 400, "null"),
        ("/classify", JSON, b"{\"text\": \"a\"} b", 400, "not JSON"),
        ("/classify", JSON, deep.as_bytes(), 400, "not JSON"),
        ("/classify", "text/plain", b"", 400, "empty"),
        (
            "/classify",
            "text/plain",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            400,
            "binary",
        ),
        (
            "/classify",
            "text/plain; charset=utf-8",
            b"caf\xe9 allies",
            400,
            "encoding",
        ),
        ("/classify", "text/csv", b"", 400, "empty"),
        ("/classify", "text/csv", b"a,b\n1,2\n", 400, "text_column"),
        ("/classify", "text/csv", b"text,b\n1\n", 400, "2"),
        ("/classify", "image/png", b"x", 415, "Content-Type"),
        ("/classify", "", b"x", 415, "Content-Type"),
        ("/classify?model=slow", "text/plain", b"x", 400, "fast"),
        ("/classify?abstain=NaN", "text/plain", b"x", 400, "abstain"),
        ("/classify?abstain=2", "text/plain", b"x", 400, "abstain"),
        (
            "/classify?explain=perhaps",
            "text/plain",
            b"x",
            400,
            "explain",
        ),
        ("/classify?moodel=fast", "text/plain", b"x", 400, "moodel"),
        ("/classify?file=a.txt", "", b"", 404, "--folder"),
        ("/explain", "text/plain", b"  \n", 400, "empty"),
        (
            "/explain",
            JSON,
            b"{\"texts\": [\"a\", \"b\"]}",
            400,
            "one statement",
        ),
    ];
    for (path, kind, body, status, said) in cases {
        let answer = server.post(path, kind, body).refused(status, &[said]);
        assert_eq!(answer.header("content-type"), Some(JSON), "{path}");
    }
    server.get("/nowhere").refused(404, &[]);
    server.get("/classify").refused(405, &["openapi"]);
    server.post("/health", JSON, "{}").refused(405, &[]);
    let gzip = [("Content-Type", "text/plain"), ("Content-Encoding", "gzip")];
    let answer = server.ask("POST", "/classify", &gzip, b"x");
    answer.refused(415, &["Content-Encoding"]);
    assert_eq!(string(&server.get("/health").ok().json(), "status"), "ok");
}

#[test]
fn a_request_that_is_no_http_is_refused_and_the_server_lives_on() {
    let server = fast(&[]);
    let endless = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(1 << 20));
    for sent in [
        "\x16\x03\x01\x02\0\x01\0",
        "GET / HTTP/9.9\r\n\r\n",
        "\r\n\r\n\0\0",
        &endless,
    ] {
        let mut connection = server.connect();
        // The server may close before it has all.
        let _ = connection.0.get_mut().write_all(sent.as_bytes());
        let _ = connection.0.get_mut().shutdown(std::net::Shutdown::Write);
        let answer = connection.rest();
        assert!(!answer.contains(" 200 "), "{answer}");
    }
    server.get("/health").ok();
}
