//! `POST /explain`.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use stance_attribution::Lexicon;
use stance_classifier::Classify;

use super::App;
use super::ask::{Ask, Asked, Kind};
use super::failure::Failure;
use super::given::{Given, heed};
use super::queue;
use crate::commands::explain::told;

/// Says which words of a statement decided, as `stance explain --format json` does.
pub async fn explain(
    State(app): State<Arc<App>>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, Failure> {
    let ask = Ask::new(asked, &app)?;
    let kind = Kind::of(&headers)?;
    let whole = app.bounds.read(&headers, body).await?;
    let _place = app.queue.enter()?;
    queue::run(move || {
        let text = text(&kind, &whole.bytes, &ask, &app.lexicon)?;
        let explanation = app.models.engine(ask.model).explain(&text);
        app.metrics.labelled(1);
        Ok(Json(told(&text, &explanation)))
    })
    .await?
}

/// The one statement of a body.
fn text(kind: &Kind, bytes: &[u8], ask: &Ask, lexicon: &Lexicon) -> Result<String, Failure> {
    let text = match kind {
        Kind::Text(charset) => {
            heed(charset.as_deref(), bytes).map_err(|why| Failure::unreadable(&why))?;
            let decoded = stance_text::decode(bytes, charset.as_deref())
                .map_err(|why| Failure::bad_request(why.to_string()))?;
            decoded.text().trim().to_owned()
        }
        Kind::Json => {
            let given = Given::read(kind, bytes, ask, lexicon)?;
            if given.len() != 1 {
                return Err(Failure::bad_request(
                    "one statement is explained at a time: send {\"text\": \"…\"}",
                ));
            }
            given.text(0).trim().to_owned()
        }
        _ => {
            return Err(Failure::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "a statement is text/plain or application/json",
            ));
        }
    };
    if text.is_empty() {
        return Err(Failure::bad_request("the text is empty: give a statement"));
    }
    Ok(text)
}
