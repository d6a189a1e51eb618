//! What it answers is what the command says.

use crate::common::example::{NEWS, OBJECTS, READOUT, TABLE, WIRE};
use crate::common::serving::Server;
use crate::common::{CASES, Files, bytes, classify, jsonl, run, stance, string};
use crate::{JSON, LINES, fast, models, statements};
use serde_json::{Value, json};

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
