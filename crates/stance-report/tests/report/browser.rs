//! The page in a browser: its filters work, its policy holds, and nothing in it runs that should not.
//!
//! Wants Chromium or Chrome, by the variable `CHROMIUM` or on the path, and is skipped with a word where there is none.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::common::{error_model, two_years};
use crate::hostile;
use stance_report::page::scripted;
use stance_report::{Layout, Options, Report, html};

/// The browser, if there is one that runs.
fn browser() -> Option<PathBuf> {
    let given = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    let found = given
        .into_iter()
        .chain(usual.map(PathBuf::from))
        .find(|browser| {
            let version = Command::new(browser)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            version.is_ok_and(|status| status.success())
        });
    if found.is_none() {
        eprintln!("skipped: there is no Chromium here; CHROMIUM may name one");
    }
    found
}

/// What the page is after its scripts have run, and what the browser complained of.
fn opened(browser: &Path, page: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    std::fs::write(&file, page).unwrap();
    let out = Command::new(browser)
        .args([
            "--headless",
            "--disable-gpu",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--enable-logging=stderr",
        ])
        .args([
            "--virtual-time-budget=10000",
            "--window-size=360,740",
            "--dump-dom",
        ])
        .arg(format!(
            "--user-data-dir={}",
            folder.path().join("profile").display()
        ))
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&out.stdout), text(&out.stderr))
}

/// The page with a script more, which its policy is made to allow.
fn with_script(page: &str, script: &str) -> String {
    let allowed = scripted("", "", script, "");
    let hash = allowed
        .split("script-src ")
        .nth(1)
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    page.replacen("script-src ", &format!("script-src {hash} "), 1)
        .replace("</body>", &format!("<script>{script}</script></body>"))
}

fn page() -> String {
    let collection = two_years();
    let report = Report::new(&collection, Some(&error_model()), &Options::default()).unwrap();
    html(&report, &Layout::default())
}

#[test]
fn the_filters_show_what_was_asked_for_and_nothing_else() {
    let Some(browser) = browser() else { return };
    // Each step sets fields as a user does, and writes down what can be seen.
    let script = r##"
const field = (name) => document.getElementById("f-" + name);
const named = (name, text) => Array.from(field(name).options).find((option) => option.textContent === text).value;
const seen = (selector) =>
  Array.from(document.querySelectorAll(selector)).filter((element) => element.checkVisibility()).length;
const set = (values) => {
  document.querySelector("#filters button").click();
  for (const [name, value] of Object.entries(values)) {
    field(name).value = value;
    field(name).dispatchEvent(new Event("input", { bubbles: true }));
  }
  return seen("#list tbody tr") + "/" + seen("figure.timeline") + "/" + field("shown").textContent;
};
const told = {
  all: set({}),
  holder: set({ holder: named("holder", "Belmar") }),
  alliance: set({ alliance: named("alliance", "Northern Pact") }),
  both: set({ alliance: named("alliance", "Northern Pact"), holder: named("holder", "Belmar") }),
  stance: set({ stance: named("stance", "critical") }),
  dates: set({ from: "2022-03-01", to: "2022-04-30" }),
  words: set({ text: "IRONCLAD osk (3)" }),
  none: set({ text: "no such words" }),
};
set({});
document.querySelector(".cell a").click();
told.cell = field("shown").textContent;
told.wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
const result = document.createElement("pre");
result.id = "told";
result.textContent = JSON.stringify(told);
document.body.append(result);
"##;
    let (dom, complaints) = opened(&browser, &with_script(&page(), script));
    let told = dom
        .split("<pre id=\"told\">")
        .nth(1)
        .unwrap_or_else(|| panic!("{complaints}"));
    let told: serde_json::Value =
        serde_json::from_str(told.split("</pre>").next().unwrap()).unwrap();
    let expected = serde_json::json!({
        "all": "105/4/105 statements, 6 plots",
        "holder": "25/2/25 statements, 2 plots",
        "alliance": "8/1/8 statements, 1 plot",
        "both": "0/2/0 statements, 2 plots",
        "stance": "24/6/24 statements, 6 plots",
        "dates": "9/6/9 statements, 6 plots",
        "words": "1/6/1 statement, 6 plots",
        "none": "0/6/0 statements, 6 plots",
        "cell": "73 statements, 3 plots",
        "wide": false,
    });
    assert_eq!(told, expected, "{complaints}");
}

#[test]
fn the_policy_lets_the_page_be_itself() {
    let Some(browser) = browser() else { return };
    let (dom, complaints) = opened(&browser, &page());
    assert!(
        !complaints.contains("Content Security Policy"),
        "{complaints}"
    );
    // Its script has run: the form, hidden in the file, is shown.
    assert!(page().contains("<form id=\"filters\" hidden"));
    assert!(
        dom.contains("<form id=\"filters\" aria-label"),
        "{complaints}"
    );
}

#[test]
fn hostile_records_run_nothing_in_a_browser() {
    let Some(browser) = browser() else { return };
    let page = hostile::page(&hostile::collection());
    let (dom, complaints) = opened(&browser, &page);
    assert!(
        dom.contains("105") || dom.contains("statements"),
        "{complaints}"
    );
    assert!(!dom.contains("data-broken"), "a record ran");
    assert!(
        !complaints.contains("Content Security Policy"),
        "{complaints}"
    );
    // The check itself can fail: where the policy allows it and the escaping is undone, the record does run.
    let undone = page.replace("default-src 'none'; ", "").replacen(
        "script-src ",
        "script-src 'unsafe-inline' ",
        1,
    );
    let start =
        undone.find("script-src 'unsafe-inline' ").unwrap() + "script-src 'unsafe-inline' ".len();
    let end = start + undone[start..].find(';').unwrap();
    let undone = format!("{}{}", &undone[..start], &undone[end..])
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    let (dom, _) = opened(&browser, &undone);
    assert!(dom.contains("data-broken"), "the check would not see it");
}
