//! A server that runs, and a plain client of HTTP/1.1 that can do what no well-behaved client does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, Stdio};

use serde_json::Value;

use super::stance;

/// `stance serve` on a free port; killed when dropped.
pub struct Server {
    child: Child,
    stderr: Option<ChildStderr>,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Server {
    /// Starts it with these arguments beside the port, and waits until it listens.
    pub fn start(arguments: &[&str]) -> Self {
        let mut child = stance("serve")
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("it is piped");
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("a line of text");
        let address = line
            .strip_prefix("http://")
            .and_then(|rest| rest.strip_suffix("/\n"))
            .map(str::to_owned);
        let Some(address) = address else {
            let out = child.wait_with_output().expect("it ends");
            panic!("no address: {line}{}", String::from_utf8_lossy(&out.stderr));
        };
        let stderr = child.stderr.take();
        Self {
            child,
            stderr,
            address,
        }
    }

    /// A connection to it.
    pub fn connect(&self) -> Connection {
        let stream = TcpStream::connect(&self.address).expect("the server listens");
        Connection(BufReader::new(stream))
    }

    /// Asks, and reads the whole answer.
    #[track_caller]
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut connection = self.connect();
        connection.head(
            method,
            path,
            headers,
            &[("Content-Length", &body.len().to_string())],
        );
        // A server that refuses need not read the body.
        let _ = connection.0.get_mut().write_all(body);
        connection.answer()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    pub fn post(&self, path: &str, kind: &str, body: impl AsRef<[u8]>) -> Answer {
        self.ask("POST", path, &[("Content-Type", kind)], body.as_ref())
    }

    /// The value of a metric without labels.
    pub fn metric(&self, name: &str) -> u64 {
        let text = self.get("/metrics").ok().text();
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        let value = line.unwrap_or_else(|| panic!("no {name} in {text}"));
        value.trim().parse().expect("a whole number")
    }

    /// Asks it to stop, as a service manager does.
    pub fn terminate(&self) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status();
        assert!(sent.expect("the command kill").success());
    }

    /// Waits for its end: the exit code, and what it said on standard error.
    pub fn ended(mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        if let Some(mut stderr) = self.stderr.take() {
            stderr.read_to_string(&mut said).expect("UTF-8");
        }
        let status = self.child.wait().expect("it ends");
        (status.code(), said)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A connection over which anything can be said.
pub struct Connection(pub BufReader<TcpStream>);

impl Connection {
    /// Sends the head of a request. A host is sent unless there is one among the headers.
    pub fn head(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        more: &[(&str, &str)],
    ) {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|header| header.0 == "Host") {
            let address = self.0.get_ref().peer_addr().expect("it is connected");
            head += &format!("Host: {address}\r\n");
        }
        for (name, value) in headers.iter().chain(more) {
            if !value.is_empty() {
                head += &format!("{name}: {value}\r\n");
            }
        }
        head += "\r\n";
        self.send(head.as_bytes());
    }

    pub fn send(&mut self, bytes: &[u8]) {
        let stream = self.0.get_mut();
        stream.write_all(bytes).expect("the server reads");
        stream.flush().expect("the server reads");
    }

    /// Sends a piece of a body without a length told before; an empty one ends it.
    pub fn send_chunk(&mut self, bytes: &[u8]) {
        let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
        chunk.extend_from_slice(bytes);
        chunk.extend_from_slice(b"\r\n");
        self.send(&chunk);
    }

    /// A line of the head or of a chunk, without its end; none at the end of the connection.
    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.0.read_line(&mut line).expect("the server answers");
        (read > 0).then(|| line.trim_end().to_owned())
    }

    /// Status and headers of the answer, with their names in lower case.
    #[track_caller]
    pub fn answer_head(&mut self) -> Answer {
        let status = self.line().expect("an answer");
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let mut headers = Vec::new();
        while let Some(line) = self.line().filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').expect("a header");
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        Answer {
            status: status.expect("a status"),
            headers,
            body: Vec::new(),
        }
    }

    /// The next piece of an answer of unknown length; none at its end.
    pub fn chunk(&mut self) -> Option<Vec<u8>> {
        let size = self.line()?;
        let size = usize::from_str_radix(&size, 16).expect("the size of a chunk");
        let mut bytes = vec![0; size + 2];
        self.0.read_exact(&mut bytes).expect("a whole chunk");
        bytes.truncate(size);
        (size > 0).then_some(bytes)
    }

    /// The whole answer.
    #[track_caller]
    pub fn answer(&mut self) -> Answer {
        let mut answer = self.answer_head();
        match answer.header("content-length") {
            Some(length) => {
                answer.body = vec![0; length.parse().expect("a length")];
                self.0.read_exact(&mut answer.body).expect("a whole answer");
            }
            None => {
                while let Some(chunk) = self.chunk() {
                    answer.body.extend(chunk);
                }
            }
        }
        answer
    }

    /// Reads until the server closes the connection.
    pub fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        // A connection that is reset is closed too.
        let _ = self.0.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// An answer of the server.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|header| header.0 == name);
        found.map(|header| header.1.as_str())
    }

    /// The answer, which must be a good one.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, 200, "{}", self.text());
        self
    }

    /// The answer, which must be an error of that status that says each of these things.
    #[track_caller]
    pub fn refused(self, status: u16, said: &[&str]) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        let json = self.json();
        let error = json["error"].as_str().expect("an error");
        for words in said {
            assert!(error.contains(words), "`{words}` not in: {error}");
        }
        self
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("answers are UTF-8")
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|why| panic!("{why}: {}", self.text()))
    }
}
