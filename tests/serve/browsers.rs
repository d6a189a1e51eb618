//! What browsers are kept from.

use crate::fast;

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
