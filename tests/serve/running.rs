//! That it starts, counts, stops, and does what is written of it.

use crate::common::{CASES, Files, bytes, repository, run, stance, string};
use crate::{JSON, LINES, fast};

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
