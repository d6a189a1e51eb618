//! The server: that it answers as the command does, and what it withstands. One binary, so that it is linked once.

mod answers;
mod bad_requests;
mod bounds;
mod browsers;
#[path = "../common/mod.rs"]
mod common;
mod running;
mod streams;

use common::serving::Server;
use serde_json::Value;

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
