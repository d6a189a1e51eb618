//! `POST /classify`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::answer::{Answer, format};
use super::ask::{Ask, Asked, Kind};
use super::failure::Failure;
use super::given::Given;
use super::{App, folder, lines, queue};

/// Labels the statements of a body, or of a file of the folder.
pub async fn classify(
    State(app): State<Arc<App>>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let ask = Ask::new(asked, &app)?;
    if ask.file.is_some() {
        return file(app, ask).await;
    }
    let kind = Kind::of(&headers)?;
    if kind == Kind::Lines {
        return lines::stream(app, ask, &headers, body);
    }
    let whole = app.bounds.read(&headers, body).await?;
    let place = app.queue.enter()?;
    let of_reading = Arc::clone(&app);
    let (ask, given) = queue::run(move || {
        let given = Given::read(&kind, &whole.bytes, &ask, &of_reading.lexicon);
        (ask, given.map(|given| (given, whole.share)))
    })
    .await?;
    let (given, share) = given?;
    answer(app, ask, given, (place, share)).await
}

/// Labels a file of the folder.
async fn file(app: Arc<App>, ask: Ask) -> Result<Response, Failure> {
    let place = app.queue.enter()?;
    let of_files = Arc::clone(&app);
    let (ask, given) = queue::run(move || {
        let given = folder::read(&of_files, &ask);
        (ask, given)
    })
    .await?;
    let (given, share) = given?;
    answer(app, ask, given, (place, share)).await
}

async fn answer(
    app: Arc<App>,
    ask: Ask,
    given: Given,
    held: (queue::Place, super::body::Share),
) -> Result<Response, Failure> {
    let format = format(&app, &ask);
    let answer = Answer {
        app,
        ask,
        given,
        format,
        _held: held,
    };
    answer.give().await
}
