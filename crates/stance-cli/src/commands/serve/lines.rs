//! JSON lines as a stream: each is answered by a line of its own as soon as it is there, and no more of them
//! are read than are labelled and sent on.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::App;
use super::answer::{format, label};
use super::ask::{Ask, Form};
use super::body::{Share, piece, refuse_encoded};
use super::failure::Failure;
use super::given::{Given, object};
use super::queue::{self, Place};
use crate::output::statements::Format;

/// Bytes that are labelled together where as many are there.
const BATCH: usize = 256 << 10;

/// Lines that come in and are answered.
struct Lines {
    app: Arc<App>,
    ask: Arc<Ask>,
    format: Arc<Format>,
    body: Body,
    /// Read and not labelled.
    buffer: Vec<u8>,
    /// Bytes of the buffer in which no line ends.
    searched: usize,
    /// Lines before the buffer.
    number: usize,
    /// Whether what comes is the rest of a line that is too long.
    skipping: bool,
    /// Whether the body has ended, or is not read on.
    ended: bool,
    held: Share,
    _place: Place,
}

/// Begins to answer lines.
pub fn stream(
    app: Arc<App>,
    ask: Ask,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    if ask.form == Form::Csv {
        return Err(Failure::bad_request(
            "JSON lines are answered by JSON lines: leave out format=csv",
        ));
    }
    refuse_encoded(headers)?;
    let place = app.queue.enter()?;
    let format = format(&app, &ask);
    let lines = Lines {
        app,
        ask: Arc::new(ask),
        format: Arc::new(format),
        body,
        buffer: Vec::new(),
        searched: 0,
        number: 0,
        skipping: false,
        ended: false,
        held: None,
        _place: place,
    };
    // An answer is made when the one before it has been taken: a client that reads slowly is read from slowly.
    let answers = stream::try_unfold(lines, |mut lines| async move {
        match lines.next().await {
            Ok(answer) => Ok(answer.map(|answer| (answer, lines))),
            Err(why) => Err(std::io::Error::other(why.message().to_owned())),
        }
    });
    let kind = [(CONTENT_TYPE, "application/x-ndjson")];
    Ok((kind, Body::from_stream(answers)).into_response())
}

impl Lines {
    /// The answers to the next lines; none at the end.
    async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        loop {
            let whole = self.whole();
            if whole > 0 {
                self.searched = 0;
                let rest = self.buffer.split_off(whole);
                let lines = std::mem::replace(&mut self.buffer, rest);
                let answers = self.answer(lines).await?;
                if !answers.is_empty() {
                    return Ok(Some(answers.into()));
                }
            } else if self.ended {
                return Ok(None);
            } else if self.buffer.len() > self.app.bounds.most {
                self.skipping = true;
                (self.buffer, self.searched, self.held) = (Vec::new(), 0, None);
                return Ok(Some(too_long(self.number + 1, &self.app).into()));
            } else {
                self.read().await?;
            }
        }
    }

    /// Bytes of the buffer that are whole lines, of no more of them than are labelled together.
    fn whole(&mut self) -> usize {
        let engine = self.app.models.engine(self.ask.model);
        let most = engine.piece(usize::MAX) * rayon::current_num_threads();
        let fresh = self.buffer[self.searched..].iter().enumerate();
        let ends = fresh.filter(|&(_, &byte)| byte == b'\n');
        match ends.take(most).last() {
            Some((at, _)) => self.searched + at + 1,
            None if self.ended => self.buffer.len(),
            None => {
                self.searched = self.buffer.len();
                0
            }
        }
    }

    /// Reads what comes next.
    async fn read(&mut self) -> Result<(), Failure> {
        let deadline = Instant::now() + self.app.bounds.patience;
        let Some(bytes) = piece(&mut self.body, deadline).await? else {
            self.ended = true;
            return Ok(());
        };
        let mark = self.number == 0 && self.buffer.is_empty();
        let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) if mark => rest,
            _ => &bytes,
        };
        let bytes = match bytes.iter().position(|&byte| byte == b'\n') {
            _ if !self.skipping => bytes,
            None => return Ok(()),
            Some(end) => {
                self.skipping = false;
                self.number += 1;
                &bytes[end + 1..]
            }
        };
        // The memory for a long line is of what there is for all; a usual one takes no share.
        if self.buffer.len() + bytes.len() > BATCH {
            self.app.bounds.hold(&mut self.held, bytes.len())?;
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    /// Answers whole lines.
    async fn answer(&mut self, lines: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let (app, ask) = (Arc::clone(&self.app), Arc::clone(&self.ask));
        let format = Arc::clone(&self.format);
        let first = self.number + 1;
        let (answers, count) =
            queue::run(move || answer(&app, &ask, &format, &lines, first)).await?;
        self.number += count;
        self.held = None;
        answers.map_err(|why| Failure::unreadable(&why))
    }
}

/// Answers lines of which the first has that number; gives the answers and how many lines there were.
fn answer(
    app: &App,
    ask: &Ask,
    format: &Format,
    lines: &[u8],
    first: usize,
) -> (anyhow::Result<Vec<u8>>, usize) {
    let mut objects: Vec<Map<String, Value>> = Vec::new();
    // What is to be said of each line that is not blank: a statement, or why there is none.
    let mut read: Vec<Option<Vec<u8>>> = Vec::new();
    let mut count = 0;
    for line in lines.split_inclusive(|&byte| byte == b'\n') {
        count += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        if line.len() > app.bounds.most {
            read.push(Some(too_long(first + count - 1, app)));
            continue;
        }
        match object(line, &ask.text_column) {
            Ok(object) => {
                objects.push(object);
                read.push(None);
            }
            Err(why) => read.push(Some(refusal(first + count - 1, &why.to_string()))),
        }
    }
    let given = Given::Objects {
        text: ask.text_column.clone(),
        objects,
    };
    let labelled = label(app, ask, &given, format, 0..given.len());
    let woven = labelled.map(|labelled| {
        let mut answers = labelled.split_inclusive(|&byte| byte == b'\n');
        let mut out = Vec::with_capacity(labelled.len());
        for refused in &read {
            match refused {
                Some(refusal) => out.extend_from_slice(refusal),
                None => out.extend_from_slice(answers.next().unwrap_or_default()),
            }
        }
        out
    });
    (woven, count)
}

/// What is answered to a line that is too long.
fn too_long(number: usize, app: &App) -> Vec<u8> {
    let most = app.bounds.most;
    refusal(
        number,
        &format!("a line of more than {most} bytes (--max-body)"),
    )
}

/// What is answered to a line that cannot be labelled.
fn refusal(number: usize, why: &str) -> Vec<u8> {
    let mut line = json!({ "error": why, "line": number })
        .to_string()
        .into_bytes();
    line.push(b'\n');
    line
}
