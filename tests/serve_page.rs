//! The page of the server, in a real browser: typed into, clicked, read, and compared with the command.

mod common;

use common::browser::Browser;
use common::example::*;
use common::serving::Server;
use common::{
    CASES, assert_answers, classify, column, jsonl, repository, run_with, stance, string, table,
};
use serde_json::{Value, json};

const TEXT: &str = "Our commitment to the alliance is ironclad. They have not paid their share for forty years, and we \
                    are done paying for them. “It is too early to say,” said Zürich’s envoy.";
const DONE: &str = "document.getElementById('stop').hidden && document.getElementById('status').textContent.includes('statement')";

/// The page, when it knows its server.
fn open(what: &str, arguments: &[&str]) -> Option<(Browser, Server)> {
    let mut browser = Browser::open(what)?;
    let server = Server::start(&[&["--model", "fast"], arguments].concat());
    browser.look(1280, 900, false);
    browser.go(&format!("http://{}/", server.address));
    browser.until("document.documentElement.dataset.ready");
    Some((browser, server))
}

/// What the command says of a plain text on standard input.
fn told(text: &str) -> Vec<Value> {
    let mut command = stance("classify");
    command.args(["-", "--input-format", "text", "--format", "jsonl"]);
    run_with(&mut command, text.as_bytes()).ok().jsonl()
}

/// The statements that are shown: class, text.
fn shown(browser: &mut Browser) -> Vec<(String, String)> {
    let rows = browser.value(
        "[...document.querySelectorAll('.statement')].filter((row) => row.offsetParent).map((row) => \
         [row.querySelector('.label').firstChild.textContent.trim().split(' ').slice(1).join(' '), \
          row.querySelector('.text').textContent])",
    );
    let rows = rows.as_array().expect("rows").clone();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    rows.iter()
        .map(|row| (text(&row[0]), text(&row[1])))
        .collect()
}

fn wanted(told: &[Value]) -> Vec<(String, String)> {
    told.iter()
        .map(|statement| {
            (
                string(statement, "label").to_owned(),
                string(statement, "text").to_owned(),
            )
        })
        .collect()
}

#[test]
fn a_text_that_is_typed_is_labelled_as_the_command_labels_it() {
    let Some((mut browser, _server)) = open("that the page labels what is typed", &[]) else {
        return;
    };
    browser.click("#text");
    browser.type_text(TEXT);
    browser.press("Enter", 13, 2);
    browser.until(DONE);
    let told = told(TEXT);
    assert_eq!(shown(&mut browser), wanted(&told));
    let status = browser.value("document.getElementById('status').textContent");
    assert!(
        status
            .as_str()
            .expect("a text")
            .starts_with("3 statements: "),
        "{status}"
    );
    // By the mouse and by the keyboard the statement's own probabilities are shown.
    for (at, told) in told.iter().enumerate() {
        if at == 0 {
            browser.point(".statement");
        } else {
            browser.value(&format!(
                "document.querySelectorAll('.statement')[{}].focus()",
                at - 1
            ));
            browser.press("ArrowDown", 40, 0);
        }
        let chances = browser.value(
            "Object.fromEntries([...document.querySelectorAll('.chances .who')].map((who) => \
             [who.textContent.split(' ')[1], who.parentElement.children[[...who.parentElement.children].indexOf(who) + 2].textContent]))",
        );
        for (label, p) in told["probabilities"].as_object().expect("probabilities") {
            let p = p.as_f64().expect("a number");
            assert_eq!(
                chances[label],
                json!(format!("{p:.3}")),
                "{label} of statement {at}"
            );
        }
    }
    // The words that are lit are those that the command names, in characters of other widths too.
    let lit = browser
        .value("[...document.querySelectorAll('.statement mark')].map((mark) => mark.textContent)");
    let lit: Vec<&str> = lit
        .as_array()
        .expect("marks")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let mut command = stance("classify");
    command.args([
        "-",
        "--input-format",
        "text",
        "--format",
        "jsonl",
        "--explain",
    ]);
    let explained = run_with(&mut command, TEXT.as_bytes()).ok().jsonl();
    let spans: Vec<&str> = explained
        .iter()
        .flat_map(|statement| statement["evidence"].as_array().expect("evidence"))
        .map(|span| &TEXT[common::range(span)])
        .collect();
    assert!(!lit.is_empty());
    for words in lit {
        assert!(spans.contains(&words), "`{words}` in {spans:?}");
    }
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn what_is_downloaded_is_what_the_command_writes() {
    let Some((mut browser, _server)) = open("what the page gives to take away", &[]) else {
        return;
    };
    let files = [WIRE, NEWS].map(repository);
    browser.drop_files("#drop", &[&files[0], &files[1]]);
    browser.until(DONE);
    let names = [WIRE, NEWS].map(|file| file.rsplit('/').next().expect("a name"));
    let mut told = Vec::new();
    for (file, name) in [WIRE, NEWS].iter().zip(names) {
        for mut statement in classify(&["--format", "jsonl", file]).ok().jsonl() {
            statement["document"] = json!(name);
            told.push(statement);
        }
    }
    let lines = browser.download("#jsonl");
    let mut lines = jsonl(&String::from_utf8(lines).expect("UTF-8"));
    assert!(lines.iter().any(|line| line["holder"].is_string()));
    for line in &mut lines {
        let line = line.as_object_mut().expect("an object");
        // What the page has beyond the command.
        line.retain(|name, _| !["holder", "party", "alliances"].contains(&name.as_str()));
    }
    assert_eq!(lines, told);
    let (header, rows) = table(&browser.download("#csv"));
    let (wanted_header, wanted_rows) = classify(&["--format", "csv", WIRE, NEWS]).ok().csv();
    assert_eq!(rows.len(), wanted_rows.len());
    // But for the document, of which a browser does not tell the folder.
    for (at, name) in wanted_header.iter().enumerate().skip(1) {
        let ours = column(&header, name);
        for (row, wanted) in rows.iter().zip(&wanted_rows) {
            assert_eq!(row[ours], wanted[at], "{name}");
        }
    }
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn the_table_of_all_doors_gets_the_answers_of_the_command() {
    let Some(mut browser) = Browser::open("that the page answers as all doors do") else {
        return;
    };
    let models: &[&str] = if cfg!(feature = "accurate") {
        &["fast", "accurate", "auto"]
    } else {
        &["fast"]
    };
    let server = Server::start(&[]);
    browser.look(1280, 900, false);
    for model in models {
        browser.go(&format!("http://{}/", server.address));
        browser.until("document.documentElement.dataset.ready");
        let chosen = format!("document.getElementById('model').value = '{model}'");
        browser.value(&chosen);
        let chosen = browser.value("document.getElementById('model').value");
        assert_eq!(chosen, *model);
        browser.drop_files("#drop", &[&repository(CASES)]);
        browser.until(DONE);
        let told = classify(&["--format", "jsonl", "--model", model, CASES]);
        let told = told.ok().jsonl();
        let lines = jsonl(&String::from_utf8(browser.download("#jsonl")).expect("UTF-8"));
        assert_eq!((lines.len() > 40, lines.len()), (true, told.len()));
        for (line, told) in lines.iter().zip(&told) {
            assert_eq!(string(line, "text"), string(told, "text"));
            let probability = |name: &str| line["probabilities"][name].as_f64();
            assert_answers(line["label"].as_str(), probability, told);
        }
        // And what is seen of it.
        let shown = shown(&mut browser);
        assert_eq!(shown.len(), told.len());
        for ((label, text), told) in shown.iter().zip(&told) {
            assert_eq!(text, string(told, "text"));
            if let Some(wanted) = told["label"].as_str() {
                assert_eq!(label, wanted, "{told}");
            }
        }
    }
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn the_legend_is_a_filter() {
    let Some((mut browser, _server)) = open("that stances can be hidden", &[]) else {
        return;
    };
    browser.click("#text");
    browser.type_text(TEXT);
    browser.click("#go");
    browser.until(DONE);
    let all = shown(&mut browser);
    let (stance, _) = &all[0];
    browser.click(&format!("#legend [data-stance={stance}]"));
    let rest = shown(&mut browser);
    assert!(
        rest.len() < all.len() && rest.iter().all(|row| row.0 != *stance),
        "{rest:?}"
    );
    browser.click(&format!("#legend [data-stance={stance}]"));
    assert_eq!(shown(&mut browser), all);
}

#[test]
fn files_of_the_folder_and_tables_can_be_chosen() {
    let Some((mut browser, _server)) = open(
        "that files of the folder can be labelled",
        &["--folder", "datasets/examples"],
    ) else {
        return;
    };
    browser.until("!document.getElementById('folder').hidden");
    browser.click("#folder summary");
    for file in [TABLE, OBJECTS] {
        let name = file.rsplit('/').next().expect("a name");
        browser.click(&format!("input[value='{name}']"));
    }
    browser.click("#go");
    browser.until(DONE);
    let mut told = Vec::new();
    for file in [OBJECTS, TABLE] {
        told.extend(classify(&["--format", "jsonl", file]).ok().jsonl());
    }
    assert_eq!(shown(&mut browser), wanted(&told));
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn markup_in_a_text_is_shown_and_not_obeyed() {
    let Some((mut browser, _server)) = open("that markup is shown as text", &[]) else {
        return;
    };
    let text =
        "Our allies <img src=x onerror=alert(1)> & <script>alert(1)</script> will stand by us.";
    browser.click("#text");
    browser.type_text(text);
    browser.click("#go");
    browser.until(DONE);
    let found = browser.value("document.querySelectorAll('main img, main script').length");
    assert_eq!(found, 0);
    let all: String = shown(&mut browser).into_iter().map(|row| row.1).collect();
    assert!(all.contains("<img src=x onerror=alert(1)>"), "{all}");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn what_the_server_refuses_is_told_and_the_page_goes_on() {
    let Some((mut browser, _server)) = open("that refusals are told", &["--max-body", "1K"]) else {
        return;
    };
    browser.click("#text");
    browser.type_text(&"Our allies. ".repeat(200));
    browser.click("#go");
    browser.until("document.querySelector('#faults li')");
    let fault = browser.value("document.getElementById('faults').textContent");
    assert!(
        fault.as_str().expect("a text").contains("--max-body"),
        "{fault}"
    );
    browser.value("document.getElementById('text').value = ''");
    browser.click("#text");
    browser.type_text(TEXT);
    browser.click("#go");
    browser.until(DONE);
    assert_eq!(shown(&mut browser), wanted(&told(TEXT)));
}

#[test]
fn five_thousand_statements_are_shown_and_fit_a_phone() {
    let Some((mut browser, _server)) = open("a long list on a phone", &[]) else {
        return;
    };
    let lines: String = (0..5000)
        .map(|n| format!("Ally number {n} will stand by the treaty of mutual defence.\n"))
        .collect();
    browser.look(360, 740, true);
    browser.value(&format!(
        "document.getElementById('text').value = {}",
        json!(lines)
    ));
    browser.click("#go");
    browser.until(DONE);
    let count = browser.value("document.querySelectorAll('.statement').length");
    assert_eq!(count, 5000);
    browser.click(".statement");
    let (wide, narrow) = (
        browser.value("document.documentElement.scrollWidth"),
        browser.value("document.documentElement.clientWidth"),
    );
    assert_eq!(wide, narrow, "nothing sticks out to the side");
    assert_eq!(
        browser.value("document.getElementById('detail').hidden"),
        false
    );
    browser.press("End", 35, 0);
    let last = browser.value("document.activeElement.querySelector('.text').textContent");
    assert!(
        last.as_str().expect("a text").contains("number 4999"),
        "{last}"
    );
}

#[test]
fn the_report_of_what_was_labelled_opens_in_a_tab_of_its_own() {
    let Some((mut browser, _server)) = open("that the report can be opened", &[]) else {
        return;
    };
    let file = repository(WIRE);
    browser.drop_files("#drop", &[&file]);
    browser.until(DONE);
    browser.click("#report");
    let mut title = String::new();
    for _ in 0..10_000 {
        let targets = browser.call("Target.getTargets", json!({}));
        let targets = targets["targetInfos"].as_array().expect("tabs").clone();
        let report = targets
            .iter()
            .find(|target| string(target, "url").contains("/report?"));
        title = report.map_or_else(String::new, |report| string(report, "title").to_owned());
        if title.starts_with("Who holds what") {
            break;
        }
    }
    assert_eq!(title, "Who holds what toward which alliance");
    assert_eq!(browser.complaints(), [""; 0]);
}
