//! From what is given to the bytes of the answer, a part at a time.

use std::ops::Range;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use rayon::prelude::*;
use stance_classifier::{Classify, Scratch};

use super::App;
use super::ask::{Ask, Form};
use super::body::Share;
use super::failure::Failure;
use super::given::Given;
use super::queue::{self, Place};
use crate::output::statements::{Format, Labelled, TextFormat};

/// A request that is being answered.
pub struct Answer {
    pub app: Arc<App>,
    pub ask: Ask,
    pub given: Given,
    pub format: Format,
    /// Its place in the queue and its memory, kept until the answer is given.
    pub _held: (Place, Share),
}

/// How statements are written for a request.
pub fn format(app: &App, ask: &Ask) -> Format {
    let format = match ask.form {
        Form::Json | Form::Jsonl => TextFormat::Jsonl,
        Form::Csv => TextFormat::Csv,
    };
    Format::new(format, app.models.engine(ask.model).labels(), ask.explain)
}

/// Labels some of what is given, side by side, and renders it a line each.
///
/// It is for the caller to begin the format with the fields of what is given.
pub fn label(
    app: &App,
    ask: &Ask,
    given: &Given,
    format: &Format,
    range: Range<usize>,
) -> anyhow::Result<Vec<u8>> {
    let engine = app.models.engine(ask.model);
    let numbers: Vec<usize> = range.collect();
    let pieces: Vec<Vec<u8>> = numbers
        .par_chunks(engine.piece(numbers.len()))
        .map_init(Scratch::new, |scratch, piece| {
            let mut rows = format.rows();
            let texts: Vec<&str> = piece.iter().map(|&at| given.text(at)).collect();
            engine.answer(
                &texts,
                ask.explain,
                scratch,
                |at, prediction, explanation| {
                    let text = texts[at];
                    rows.write(&Labelled {
                        origin: given.origin(piece[at]),
                        text,
                        prediction,
                        explanation,
                        // Of nothing there is nothing to say, however likely.
                        abstained: text.trim().is_empty()
                            || prediction.label_at_least(ask.abstain).is_none(),
                    })
                },
            )?;
            Ok(rows.finish()?.bytes)
        })
        .collect::<anyhow::Result<_>>()?;
    app.metrics.labelled(numbers.len());
    Ok(pieces.concat())
}

impl Answer {
    /// The next part of the answer, from the statement `from`, and where the one after it begins.
    ///
    /// A part is worth the threads' while and takes no longer than a moment, so that requests take turns, and
    /// that one whose client has gone does not go on.
    fn part(&self, from: usize) -> anyhow::Result<(Vec<u8>, usize)> {
        let engine = self.app.models.engine(self.ask.model);
        let all = self.given.len();
        let most = engine.piece(usize::MAX) * rayon::current_num_threads();
        let to = from.saturating_add(most).min(all);
        let rendered = label(&self.app, &self.ask, &self.given, &self.format, from..to)?;
        if self.ask.form != Form::Json {
            return Ok((rendered, to));
        }
        let mut part = Vec::with_capacity(rendered.len() + 64);
        if from == 0 {
            let model = serde_json::to_string(self.app.models.name(self.ask.model))?;
            part.extend_from_slice(format!("{{\"model\":{model},\"statements\":[\n").as_bytes());
        }
        // Within a statement there is no end of a line: strings have it escaped.
        for (at, line) in rendered.split_inclusive(|&byte| byte == b'\n').enumerate() {
            if from + at > 0 {
                part.push(b',');
            }
            part.extend_from_slice(line);
        }
        if to == all {
            part.extend_from_slice(b"]}\n");
        }
        Ok((part, to))
    }

    /// The first part; what stands before all statements is in it.
    fn begin(&mut self) -> Result<(Vec<u8>, usize), Failure> {
        let mut head = Vec::new();
        let fields = self.given.fields();
        self.format
            .begin(&self.ask.document, fields, &mut head)
            .map_err(|why| Failure::unreadable(&why))?;
        let (part, to) = self.part(0).map_err(|why| Failure::unreadable(&why))?;
        head.extend_from_slice(&part);
        Ok((head, to))
    }

    /// Labels what is given: all of it at once where that is little, else as a stream.
    pub async fn give(mut self) -> Result<Response, Failure> {
        let kind = content_type(self.ask.form);
        let (answer, first) = queue::run(move || {
            let first = self.begin();
            (self, first)
        })
        .await?;
        let (bytes, to) = first?;
        if to >= answer.given.len() {
            return Ok(([(CONTENT_TYPE, kind)], bytes).into_response());
        }
        let answer = Arc::new(answer);
        let first = Some((Bytes::from(bytes), to));
        let parts = stream::try_unfold((answer, first, 0), |(answer, first, from)| async move {
            if let Some((bytes, to)) = first {
                return Ok(Some((bytes, (answer, None, to))));
            }
            if from >= answer.given.len() {
                return Ok::<_, std::io::Error>(None);
            }
            let next = Arc::clone(&answer);
            let part = queue::run(move || next.part(from)).await;
            match part {
                Ok(Ok((bytes, to))) => Ok(Some((Bytes::from(bytes), (answer, None, to)))),
                Ok(Err(why)) => Err(std::io::Error::other(format!("{why:#}"))),
                Err(why) => Err(std::io::Error::other(why.message().to_owned())),
            }
        });
        Ok(([(CONTENT_TYPE, kind)], Body::from_stream(parts)).into_response())
    }
}

/// What an answer is.
pub const fn content_type(form: Form) -> &'static str {
    match form {
        Form::Json => "application/json",
        Form::Jsonl => "application/x-ndjson",
        Form::Csv => "text/csv; charset=utf-8",
    }
}
