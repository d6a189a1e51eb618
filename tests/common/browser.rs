//! A browser without a window, steered over a pipe by the Chrome DevTools Protocol: it types, clicks, and looks at
//! what a reader would see.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::Files;

/// Names that Chromium goes by.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// A browser with one page open.
pub struct Browser {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    calls: u64,
    session: String,
    /// What was told and not yet asked for.
    events: Vec<Value>,
    files: Files,
}

impl Browser {
    /// Starts one; where there is none on this machine, says that `what` was not checked.
    pub fn open(what: &str) -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let program = NAMES
            .iter()
            .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
            .find(|program| program.is_file());
        let Some(program) = program else {
            #[allow(clippy::print_stderr)]
            {
                eprintln!("not checked, for want of Chromium: {what}");
            }
            return None;
        };
        let files = Files::new();
        fs::create_dir(files.path("profile")).expect("a folder");
        fs::create_dir(files.path("downloads")).expect("a folder");
        // The browser reads commands from descriptor 3 and answers on 4, which the shell makes of its own two.
        let mut child = Command::new("sh")
            .args([
                "-c",
                "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1",
            ])
            .arg(program)
            .args([
                "--headless=new",
                "--remote-debugging-pipe",
                "--no-first-run",
            ])
            .args(["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            .arg(format!(
                "--user-data-dir={}",
                files.path("profile").display()
            ))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the browser starts");
        let input = child.stdin.take().expect("it is piped");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut browser = Self {
            child,
            input,
            output,
            calls: 0,
            session: String::new(),
            events: Vec::new(),
            files,
        };
        let downloads = browser.files.path("downloads");
        browser.call(
            "Browser.setDownloadBehavior",
            json!({ "behavior": "allow", "downloadPath": downloads, "eventsEnabled": true }),
        );
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attached = browser.call(
            "Target.attachToTarget",
            json!({ "targetId": target["targetId"], "flatten": true }),
        );
        browser.session = super::string(&attached, "sessionId").to_owned();
        for domain in ["Page", "Runtime", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        Some(browser)
    }

    /// One message of the browser.
    fn message(&mut self) -> Value {
        let mut bytes = Vec::new();
        let read = self.output.read_until(0, &mut bytes);
        assert!(read.is_ok_and(|read| read > 0), "the browser has ended");
        bytes.pop();
        serde_json::from_slice(&bytes).expect("messages are JSON")
    }

    /// Calls a method of the protocol.
    #[track_caller]
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.calls += 1;
        let mut call = json!({ "id": self.calls, "method": method, "params": parameters });
        if !self.session.is_empty() && !method.starts_with("Browser.") {
            call["sessionId"] = json!(self.session);
        }
        let mut bytes = call.to_string().into_bytes();
        bytes.push(0);
        self.input.write_all(&bytes).expect("the browser reads");
        loop {
            let mut message = self.message();
            if message["id"] == self.calls {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].take();
            }
            self.events.push(message);
        }
    }

    /// Waits for an event that is as wanted.
    fn event(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            if let Some(at) = self.events.iter().position(&wanted) {
                return self.events.remove(at);
            }
            let message = self.message();
            self.events.push(message);
        }
    }

    /// Evaluates an expression in the page; what is promised is waited for.
    #[track_caller]
    pub fn value(&mut self, expression: &str) -> Value {
        let mut result = self.call(
            "Runtime.evaluate",
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true }),
        );
        let thrown = result.get("exceptionDetails");
        assert!(thrown.is_none(), "{expression}: {result}");
        result["result"]["value"].take()
    }

    /// Waits until an expression is true.
    #[track_caller]
    pub fn until(&mut self, expression: &str) {
        self.value(&format!(
            "new Promise((resolve) => {{ const look = () => ({expression}) ? resolve(true) : setTimeout(look, 20); look(); }})"
        ));
    }

    /// Goes to an address.
    pub fn go(&mut self, address: &str) {
        self.call("Page.navigate", json!({ "url": address }));
        let loaded = |event: &Value| event["method"] == "Page.loadEventFired";
        self.event(loaded);
    }

    /// The middle of the first element that a selector finds, scrolled into view.
    #[track_caller]
    fn middle(&mut self, selector: &str) -> (f64, f64) {
        let place = self.value(&format!(
            "(() => {{ const e = document.querySelector({}); e.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
             const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()",
            json!(selector)
        ));
        let at = |axis: usize| place[axis].as_f64().expect("a place");
        (at(0), at(1))
    }

    /// Moves the mouse onto an element.
    #[track_caller]
    pub fn point(&mut self, selector: &str) {
        let (x, y) = self.middle(selector);
        self.call(
            "Input.dispatchMouseEvent",
            json!({ "type": "mouseMoved", "x": x, "y": y }),
        );
    }

    /// Clicks on an element.
    #[track_caller]
    pub fn click(&mut self, selector: &str) {
        self.point(selector);
        let (x, y) = self.middle(selector);
        for kind in ["mousePressed", "mouseReleased"] {
            self.call(
                "Input.dispatchMouseEvent",
                json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 }),
            );
        }
    }

    /// Types into what has the focus.
    pub fn type_text(&mut self, text: &str) {
        self.call("Input.insertText", json!({ "text": text }));
    }

    /// Presses a key; `modifiers` is 2 with the control key.
    pub fn press(&mut self, key: &str, code: u32, modifiers: u8) {
        for kind in ["rawKeyDown", "keyUp"] {
            self.call(
                "Input.dispatchKeyEvent",
                json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": modifiers }),
            );
        }
    }

    /// Drops files onto an element.
    #[track_caller]
    pub fn drop_files(&mut self, selector: &str, files: &[&Path]) {
        let (x, y) = self.middle(selector);
        let data = json!({ "items": [], "files": files, "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver", "drop"] {
            self.call(
                "Input.dispatchDragEvent",
                json!({ "type": kind, "x": x, "y": y, "data": data }),
            );
        }
    }

    /// Clicks on what starts a download, and gives what came.
    #[track_caller]
    pub fn download(&mut self, selector: &str) -> Vec<u8> {
        self.click(selector);
        let begun = self.event(|event| event["method"] == "Browser.downloadWillBegin");
        self.event(|event| {
            event["method"] == "Browser.downloadProgress" && event["params"]["state"] == "completed"
        });
        let name = super::string(&begun["params"], "suggestedFilename");
        let path = self.files.path("downloads").join(name);
        let bytes = fs::read(&path).expect("it was downloaded");
        // Or the next of its name would get another.
        fs::remove_file(path).expect("it can go");
        bytes
    }

    /// A window of that size, and whether all is dark.
    pub fn look(&mut self, width: u32, height: u32, dark: bool) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 }),
        );
        let scheme = if dark { "dark" } else { "light" };
        let scheme = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": scheme }));
    }

    /// What the page has complained of: exceptions, refused loads, messages on its console.
    pub fn complaints(&mut self) -> Vec<String> {
        // Whatever was told before this answer has been read with it.
        self.value("0");
        let told = [
            "Runtime.exceptionThrown",
            "Runtime.consoleAPICalled",
            "Log.entryAdded",
        ];
        let events = self.events.iter();
        let complaints =
            events.filter(|event| told.iter().any(|method| event["method"] == *method));
        complaints.map(Value::to_string).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
