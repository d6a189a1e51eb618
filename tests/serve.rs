//! The server: that it answers as the command does, and what it withstands.

mod common;

use std::io::Write;
use std::time::Duration;

use common::example::*;
use common::serving::Server;
use common::{CASES, Files, bytes, classify, jsonl, keys, repository, run, stance, string};
use serde_json::{Value, json};

const LINES: &str = "application/x-ndjson";
const JSON: &str = "application/json";

/// The models that this build has.
fn models() -> &'static [&'static str] {
    if cfg!(feature = "accurate") {
        &["fast", "accurate", "auto"]
    } else {
        &["fast"]
    }
}

fn fast(more: &[&str]) -> Server {
    Server::start(&[&["--model", "fast"], more].concat())
}

/// The statements of an answer in one object.
fn statements(answer: &common::serving::Answer) -> Vec<Value> {
    let json = answer.json();
    json["statements"].as_array().expect("a list").clone()
}

#[test]
fn texts_get_the_labels_and_probabilities_that_the_command_gives_them() {
    let server = Server::start(&[]);
    let texts: Vec<Value> = jsonl(&String::from_utf8(bytes(CASES)).expect("UTF-8"))
        .iter()
        .map(|case| case["text"].clone())
        .collect();
    assert!(texts.len() > 40);
    for model in models() {
        let told = classify(&["--format", "jsonl", "--model", model, CASES]).ok();
        let wanted = told.jsonl();
        let path = format!("/classify?model={model}");
        let lines = server.post(&path, LINES, bytes(CASES)).ok();
        assert_eq!(lines.header("content-type"), Some(LINES));
        assert_eq!(lines.text(), told.text(), "{model}, byte for byte");
        let many = json!({ "texts": texts }).to_string();
        let many = server.post(&path, JSON, many).ok();
        assert_eq!(string(&many.json(), "model"), *model);
        assert_eq!(statements(&many), wanted, "{model}");
        for (text, wanted) in texts.iter().zip(&wanted).take(20) {
            let one = json!({ "text": text }).to_string();
            let one = server.post(&path, JSON, one).ok();
            assert_eq!(statements(&one), std::slice::from_ref(wanted));
        }
    }
}

#[test]
fn evidence_and_abstention_are_those_of_the_command() {
    let server = fast(&[]);
    let told = classify(&["--format", "jsonl", "--explain", "--abstain", "0.6", CASES]).ok();
    let answered = server
        .post("/classify?explain=true&abstain=0.6", LINES, bytes(CASES))
        .ok();
    assert_eq!(answered.text(), told.text());
    assert!(told.jsonl().iter().any(|s| s["abstained"] == true));
}

#[test]
fn pages_and_tables_are_answered_as_the_command_writes_them() {
    let server = fast(&[]);
    for (file, kind) in [
        (WIRE, "text/plain"),
        (NEWS, "text/html"),
        (TABLE, "text/csv"),
    ] {
        for format in ["jsonl", "csv"] {
            let told = classify(&["--format", format, "--explain", file]).ok();
            let path = format!("/classify?format={format}&explain=true&document={file}");
            let answered = server.post(&path, kind, bytes(file)).ok();
            assert_eq!(answered.text(), told.text(), "{file} as {format}");
        }
        let told = classify(&["--format", "jsonl", file]).ok().jsonl();
        let answered = server.post(&format!("/classify?document={file}"), kind, bytes(file));
        assert_eq!(statements(&answered.ok()), told, "{file}");
    }
}

#[test]
fn an_answer_of_many_statements_is_whole() {
    let server = fast(&[]);
    let page: String = (0..9000)
        .map(|n| format!("Ally number {n} will stand by the treaty.\n"))
        .collect();
    let answered = server.post("/classify", "text/plain", &page).ok();
    assert_eq!(answered.header("transfer-encoding"), Some("chunked"));
    let statements = statements(&answered);
    assert_eq!(statements.len(), 9000);
    for (n, statement) in statements.iter().enumerate() {
        let words = format!("Ally number {n} ");
        assert!(string(statement, "text").starts_with(&words), "{statement}");
    }
}

#[test]
fn evidence_can_be_placed_in_the_statements_own_text() {
    let server = fast(&[]);
    let page = "<p>“Zürich’s <b>allies</b>” &amp; we will never abandon our pact.</p>";
    let path = "/classify?explain=true&offsets=text";
    let answered = server.post(path, "text/html;charset=utf-8", page).ok();
    let statements = statements(&answered);
    let text = string(&statements[0], "text").to_owned();
    assert!(text.contains("allies” & we"), "{text}");
    let lone = json!({ "text": text }).to_string();
    let lone = server
        .post("/classify?explain=true", JSON, lone)
        .ok()
        .json();
    assert_eq!(statements[0]["evidence"], lone["statements"][0]["evidence"]);
}

#[test]
fn a_report_is_the_page_of_the_command() {
    let server = fast(&["--folder", "datasets/examples"]);
    let files = Files::new();
    let names = [WIRE, NEWS, READOUT].map(|file| file.rsplit('/').next().expect("a name"));
    for (file, name) in [WIRE, NEWS, READOUT].iter().zip(names) {
        files.write(name, bytes(file));
    }
    let out = files.path("report.html");
    let mut command = stance("report");
    command.args(names).arg("--out").arg(&out);
    command.args(["--model", "fast"]);
    run(command.current_dir(files.folder())).ok();
    let told = std::fs::read_to_string(out).expect("the report");
    let mut form = Vec::new();
    for (file, name) in [WIRE, NEWS].iter().zip(names) {
        form.extend_from_slice(
            format!("--cut\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n")
                .as_bytes(),
        );
        form.extend_from_slice(&bytes(file));
        form.extend_from_slice(b"\r\n");
    }
    let last = format!(
        "--cut\r\nContent-Disposition: form-data; name=\"folder\"\r\n\r\n{}\r\n--cut--\r\n",
        names[2]
    );
    form.extend_from_slice(last.as_bytes());
    let kind = "multipart/form-data; boundary=cut";
    let answer = server.post("/report", kind, &form).ok();
    assert!(
        answer
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/html"))
    );
    let policy = answer.header("content-security-policy").expect("a policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("sha256-"),
        "{policy}"
    );
    assert!(answer.text() == told, "the same page, byte for byte");
    let pages = json!([
        {"title": "Talks", "date": "2024-11-05", "text": "Japan said its alliance with the US is ironclad."},
        {"title": "Doubts", "html": "<p>Moscow called NATO a relic, and said it had failed its allies.</p>"},
    ]);
    let answer = server
        .post("/report?title=Two%20pages", JSON, pages.to_string())
        .ok();
    assert!(answer.text().contains("<h1>Two pages</h1>"));
    for (kind, body, said) in [
        (JSON, "[{\"title\": \"no text\"}]", "text"),
        (JSON, "[1]", ""),
        (JSON, "{", ""),
        ("text/plain", "", ""),
        (kind, "--cut\r\nContent-Disp", "form"),
        (kind, "--cut--\r\n", "no statement"),
    ] {
        server.post("/report", kind, body).refused(400, &[said]);
    }
    server
        .post("/report", "text/csv", "text\na\n")
        .refused(415, &["report"]);
    let out_of_it = "--cut\r\nContent-Disposition: form-data; name=\"folder\"\r\n\r\n../documents.csv\r\n--cut--\r\n";
    server
        .post("/report", kind, out_of_it)
        .refused(404, &["no such file"]);
}

#[test]
fn holders_and_alliances_are_named_where_that_is_asked_for() {
    let server = fast(&[]);
    let text = "Japan’s foreign minister said the US-Japan alliance is ironclad.";
    let path = "/classify?attribution=true&offsets=text";
    let answer = server.post(path, "text/plain", text).ok();
    let statement = &statements(&answer)[0];
    assert_eq!(string(statement, "party"), "Japan");
    assert_eq!(statement["alliances"], json!(["US-Japan"]));
    server
        .post("/classify?attribution=true", "text/plain", text)
        .refused(400, &["offsets=text"]);
    // By all that a page says, as in a report: whose it is, for one.
    let page = "<title>On the treaty</title><meta property=\"og:site_name\" \
                content=\"U.S. Department of State\"><p>We stand by the US-Japan alliance.</p>";
    let answer = server.post(path, "text/html", page).ok();
    let statement = &statements(&answer)[1];
    assert_eq!(
        string(statement, "text"),
        "We stand by the US-Japan alliance."
    );
    assert_eq!(string(statement, "party"), "US");
    let (start, end) = (
        statement["start"].as_u64().expect("a place"),
        statement["end"].as_u64().expect("a place"),
    );
    assert_eq!(
        &page[start as usize..end as usize],
        "We stand by the US-Japan alliance."
    );
}

#[test]
fn an_explanation_is_that_of_the_command() {
    let server = Server::start(&[]);
    for text in [
        "They have not paid their share, and we are done paying for them.",
        "Zürich’s “allies” met — again.",
    ] {
        for model in models() {
            let mut told = stance("explain");
            told.args([text, "--format", "json", "--model", model]);
            let told = run(&mut told).ok().json();
            let path = format!("/explain?model={model}");
            let body = json!({ "text": text }).to_string();
            assert_eq!(server.post(&path, JSON, body).ok().json(), told);
            assert_eq!(server.post(&path, "text/plain", text).ok().json(), told);
        }
    }
}

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

#[test]
fn pages_of_other_sites_are_refused() {
    let server = fast(&["--host", "stance.example.org"]);
    let own = format!("http://{}", server.address);
    let port = server.address.split(':').next_back().expect("a port");
    let localhost = format!("localhost:{port}");
    let of_localhost = format!("http://{localhost}");
    let plain = ("Content-Type", "text/plain");
    let ask = |headers: &[(&str, &str)]| {
        let headers = [&[plain], headers].concat();
        server.ask("POST", "/classify", &headers, b"Our allies.")
    };
    let other = "http://127.0.0.1:1";
    let good: [&[(&str, &str)]; 6] = [
        &[],
        &[("Origin", &own)],
        &[("Origin", &own), ("Sec-Fetch-Site", "same-origin")],
        &[("Host", &localhost), ("Origin", &of_localhost)],
        &[
            ("Host", "stance.example.org"),
            ("Origin", "https://stance.example.org"),
        ],
        &[("Sec-Fetch-Site", "none")],
    ];
    for headers in good {
        let answer = ask(headers).ok();
        assert!(answer.header("access-control-allow-origin").is_none());
    }
    let bad: [&[(&str, &str)]; 8] = [
        &[("Origin", "https://evil.example")],
        &[("Origin", "null")],
        &[("Origin", other)],
        &[("Origin", &of_localhost)],
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Origin", &own), ("Sec-Fetch-Site", "same-site")],
        &[("Host", "evil.example")],
        &[("Host", "evil.example"), ("Origin", "http://evil.example")],
    ];
    for headers in bad {
        ask(headers).refused(403, &[]);
    }
    let refused = server.ask("GET", "/", &[("Host", "evil.example")], b"");
    refused.refused(403, &["evil.example", "--host"]);
    // No browser may ask before: there is no answer to a preflight.
    let preflight = [
        ("Origin", "https://evil.example"),
        ("Access-Control-Request-Method", "POST"),
    ];
    let answer = server.ask("OPTIONS", "/classify", &preflight, b"");
    answer.refused(403, &[]);
    let mut connection = server.connect();
    connection.send(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    connection.answer().refused(400, &["Host"]);
}

#[test]
fn every_answer_forbids_what_a_page_of_ours_does_not_need() {
    let server = fast(&[]);
    for path in [
        "/", "/app.js", "/app.css", "/health", "/metrics", "/nowhere",
    ] {
        let answer = server.get(path);
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    let page = server.get("/").ok().text();
    for inline in ["<style", "style=", "onclick", "javascript:", "<script>"] {
        assert!(!page.contains(inline), "{inline}");
    }
}

#[test]
fn files_of_the_folder_are_labelled_as_the_command_labels_them() {
    let server = fast(&["--folder", "datasets/examples"]);
    let listed = server.get("/folder").ok().json();
    let listed: Vec<&str> = listed["files"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|file| string(file, "path"))
        .collect();
    for file in [WIRE, NEWS, TABLE, OBJECTS] {
        let name = file.rsplit('/').next().expect("a name");
        assert!(listed.contains(&name), "{name} in {listed:?}");
        let told = classify(&["--format", "jsonl", file]).ok();
        let path = format!("/classify?file={name}&document={file}&format=jsonl");
        let answered = server.ask("POST", &path, &[], b"").ok();
        assert_eq!(answered.text(), told.text(), "{file}");
    }
    for out in [
        "../documents.csv",
        "..%2Fdocuments.csv",
        "%2e%2e/documents.csv",
        "/etc/hosts.txt",
        "absent.txt",
        "README.md",
        "",
    ] {
        let path = format!("/classify?file={out}");
        server
            .ask("POST", &path, &[], b"")
            .refused(404, &["no such file"]);
    }
    fast(&[]).get("/folder").refused(404, &["--folder"]);
}

#[test]
fn a_server_that_is_stopped_finishes_what_is_in_flight() {
    let server = fast(&[]);
    let mut stream = server.connect();
    let chunked = [("Content-Type", LINES), ("Transfer-Encoding", "chunked")];
    stream.head("POST", "/classify", &chunked, &[]);
    stream.send_chunk(b"{\"text\": \"One ally.\"}\n");
    assert_eq!(stream.answer_head().status, 200);
    assert!(stream.chunk().is_some());
    server.terminate();
    stream.send_chunk(b"{\"text\": \"Another ally.\"}\n");
    let answer = stream.chunk().expect("the stream goes on");
    assert!(String::from_utf8_lossy(&answer).contains("Another ally"));
    stream.send_chunk(b"");
    assert_eq!(stream.chunk(), None);
    let address = server.address.clone();
    let (code, said) = server.ended();
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("stopping") && !said.contains("panicked"),
        "{said}"
    );
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn requests_and_statements_are_counted() {
    let server = fast(&[]);
    server
        .post("/classify", JSON, "{\"texts\": [\"a\", \"b\", \"c\"]}")
        .ok();
    server
        .post(
            "/classify",
            LINES,
            "{\"text\": \"a\"}\n{\"text\": \"b\"}\nx\n",
        )
        .ok();
    server.post("/classify", JSON, "{").refused(400, &[]);
    server.post("/explain", JSON, "{\"text\": \"a\"}").ok();
    server.get("/nowhere").refused(404, &[]);
    let kind = server.get("/metrics").ok();
    let kind = kind.header("content-type").expect("a type").to_owned();
    assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
    let wanted = [
        "stance_requests_total{route=\"/classify\",status=\"200\"} 2",
        "stance_requests_total{route=\"/classify\",status=\"400\"} 1",
        "stance_requests_total{route=\"/explain\",status=\"200\"} 1",
        "stance_requests_total{route=\"other\",status=\"404\"} 1",
        "stance_request_seconds_bucket{route=\"/classify\",le=\"+Inf\"} 3",
        "stance_request_seconds_count{route=\"/classify\"} 3",
        "stance_statements_total 6",
        "stance_requests_in_flight 1",
        "stance_queue_taken 0",
    ];
    // A request counts when the server is done with it, which a client that has its answer need not wait for.
    let missing = |text: &str| {
        let is_there = |line: &&&str| !text.lines().any(|found| found == **line);
        wanted.iter().find(is_there).copied()
    };
    let mut text = server.get("/metrics").ok().text();
    for _ in 0..10_000 {
        if missing(&text).is_none() {
            break;
        }
        text = server.get("/metrics").ok().text();
    }
    assert_eq!(missing(&text), None, "{text}");
    // Every line is a comment, or a name, perhaps labels, and a number.
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, number) = line.rsplit_once(' ').expect("two parts");
        assert!(
            name.starts_with("stance_") && number.parse::<f64>().is_ok(),
            "{line}"
        );
    }
}

#[test]
fn every_route_of_the_openapi_document_answers_and_every_status_is_in_it() {
    let server = fast(&["--folder", "datasets/examples"]);
    let document = server.get("/openapi.json").ok().json();
    assert!(string(&document, "openapi").starts_with("3.1"));
    let paths = document["paths"].as_object().expect("paths");
    for (path, item) in paths {
        let body = match path.as_str() {
            "/report" => "Japan said that its alliance with the United States is ironclad.",
            _ => "Our allies.",
        };
        for (method, operation) in item.as_object().expect("methods") {
            let body = operation.get("requestBody").map(|_| body);
            let answer = server.ask(
                &method.to_uppercase(),
                path,
                &[("Content-Type", "text/plain")],
                body.unwrap_or_default().as_bytes(),
            );
            let answer = answer.ok();
            let kind = answer.header("content-type").expect("a type");
            let kind = kind.split(';').next().expect("a type");
            let content = &operation["responses"]["200"]["content"];
            assert!(content.get(kind).is_some(), "{path}: {kind}");
        }
    }
    let statuses = &paths["/classify"]["post"]["responses"];
    for status in [
        "200", "400", "403", "404", "408", "413", "415", "429", "503",
    ] {
        assert!(statuses.get(status).is_some(), "{status}");
    }
}

#[test]
fn a_server_that_cannot_start_says_why() {
    let files = Files::new();
    let file = files.write("no-folder", "x");
    let file = file.to_str().expect("UTF-8");
    let server = fast(&[]);
    let cases: [(&[&str], &str); 5] = [
        (&["--listen", &server.address], "cannot listen on"),
        (&["--listen", "nowhere"], "cannot listen on nowhere"),
        (&["--folder", file], "not a folder"),
        (&["--folder", "absent"], "absent"),
        (&["--model", "absent.stance"], "no such model file"),
    ];
    for (arguments, said) in cases {
        let mut command = stance("serve");
        command.args(
            ["--listen", "127.0.0.1:0"][..]
                .iter()
                .filter(|_| !arguments.contains(&"--listen")),
        );
        run(command.args(arguments)).failed(1, &[said]);
    }
    run(stance("serve").args(["--model", "fast", "--cascade-threshold", "0.5"]))
        .failed(1, &["--cascade-threshold"]);
    assert!(repository(CASES).exists());
}

#[test]
fn the_commands_of_the_readme_give_what_it_shows() {
    if std::process::Command::new("curl")
        .arg("--version")
        .output()
        .is_err()
    {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("not checked, for want of curl: the requests of the README");
        }
        return;
    }
    let readme = String::from_utf8(bytes("README.md")).expect("UTF-8");
    let (_, section) = readme.split_once("\n## Serve\n").expect("a section");
    let (section, _) = section.split_once("\n## ").expect("another behind it");
    let server = fast(&["--folder", "datasets/examples"]);
    let mut asked = 0;
    // Every other part stands between fences.
    for block in section.split("```").skip(1).step_by(2) {
        for command in block.split("\n$ ").skip(1) {
            let (command, shown) = command.split_once('\n').unwrap_or((command, ""));
            if !command.starts_with("curl ") {
                continue;
            }
            let command = command.replace("127.0.0.1:8500", &server.address);
            let ran = std::process::Command::new("sh")
                .args(["-c", &format!("{command} --fail")])
                .current_dir(repository(""))
                .output()
                .expect("a shell");
            let out = String::from_utf8(ran.stdout).expect("UTF-8");
            let err = String::from_utf8_lossy(&ran.stderr);
            assert!(
                ran.status.success() && !out.is_empty(),
                "{command}: {err}{out}"
            );
            let (shown, _) = shown.split_once('…').unwrap_or((shown, ""));
            assert!(out.starts_with(shown.trim_end()), "{command}: {out}");
            asked += 1;
        }
    }
    assert!(asked >= 6, "{asked} requests");
}
