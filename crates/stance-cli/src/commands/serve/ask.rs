//! What is asked: the query of a request, and what kind of text its body is.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;

use super::App;
use super::failure::Failure;

/// The query of `/classify` and `/explain` as it stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Asked {
    model: Option<String>,
    explain: bool,
    abstain: Option<f64>,
    format: Form,
    offsets: Offsets,
    attribution: bool,
    document: Option<String>,
    text_column: Option<String>,
    furniture: bool,
    file: Option<String>,
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// One JSON object with all statements.
    #[default]
    Json,
    /// A JSON object a statement, as `stance classify --format jsonl` writes them.
    Jsonl,
    /// A table, as `stance classify --format csv` writes it.
    Csv,
}

/// What the offsets of evidence are counted in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Offsets {
    /// Bytes of the body.
    #[default]
    Input,
    /// Bytes of the statement's own text.
    Text,
}

/// A query that makes sense.
#[derive(Debug)]
pub struct Ask {
    /// Index of the model.
    pub model: usize,
    pub explain: bool,
    /// The least probability that is enough for a label.
    pub abstain: f64,
    pub form: Form,
    pub offsets: Offsets,
    /// Whether to say of a page's statements who holds them, and toward what.
    pub attribution: bool,
    /// What a page is called in the answer.
    pub document: String,
    /// Member or column that holds the text.
    pub text_column: String,
    pub furniture: bool,
    /// A file of the folder that is served, in place of a body.
    pub file: Option<String>,
}

impl Ask {
    pub fn new(asked: Result<Query<Asked>, QueryRejection>, app: &App) -> Result<Self, Failure> {
        let Query(asked) = asked.map_err(|why| Failure::bad_request(why.body_text()))?;
        let model = app.model(asked.model.as_deref())?;
        let abstain = asked.abstain.unwrap_or(0.0);
        if !(0.0..=1.0).contains(&abstain) {
            return Err(Failure::bad_request(
                "`abstain` is a probability, a number from 0 to 1",
            ));
        }
        if asked.format == Form::Csv && asked.offsets == Offsets::Text {
            return Err(Failure::bad_request(
                "`offsets=text` is for JSON: a table has the places in the input",
            ));
        }
        if asked.attribution && asked.offsets == Offsets::Input {
            return Err(Failure::bad_request(
                "`attribution=true` needs `offsets=text` beside it",
            ));
        }
        Ok(Self {
            model,
            explain: asked.explain,
            abstain,
            form: asked.format,
            offsets: asked.offsets,
            attribution: asked.attribution,
            document: asked
                .document
                .or_else(|| asked.file.clone())
                .unwrap_or_else(|| "body".to_owned()),
            text_column: asked.text_column.unwrap_or_else(|| "text".to_owned()),
            furniture: asked.furniture,
            file: asked.file,
        })
    }
}

/// What a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Plain text, split into statements; with the encoding that it claims to be in.
    Text(Option<String>),
    /// A page of HTML, split into statements.
    Html(Option<String>),
    /// `{"text": …}` or `{"texts": […]}`.
    Json,
    /// A JSON object a line.
    Lines,
    /// A table with a header.
    Csv,
}

impl Kind {
    /// As the header `Content-Type` has it.
    pub fn of(headers: &HeaderMap) -> Result<Self, Failure> {
        let told = headers.get(CONTENT_TYPE).map(HeaderValue::to_str);
        let told = match told {
            Some(Ok(told)) => told.to_ascii_lowercase(),
            _ => String::new(),
        };
        let (kind, parameters) = told.split_once(';').unwrap_or((&told, ""));
        let charset = parameters.split(';').find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            (name.trim() == "charset").then(|| value.trim().trim_matches('"').to_owned())
        });
        match kind.trim() {
            "text/plain" => Ok(Self::Text(charset)),
            "text/html" | "application/xhtml+xml" => Ok(Self::Html(charset)),
            "application/json" => Ok(Self::Json),
            "application/x-ndjson" | "application/jsonl" => Ok(Self::Lines),
            "text/csv" => Ok(Self::Csv),
            _ => Err(Failure::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the header Content-Type must say what the body is: text/plain, text/html, application/json, \
                 application/x-ndjson or text/csv",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(told: &'static str) -> Option<Kind> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(told));
        Kind::of(&headers).ok()
    }

    #[test]
    fn the_content_type_says_what_a_body_is_in_any_case_and_with_parameters() {
        let utf8 = Some("utf-8".to_owned());
        for (told, wanted) in [
            ("text/plain", Some(Kind::Text(None))),
            ("Text/Plain; Charset=UTF-8", Some(Kind::Text(utf8.clone()))),
            ("text/html;charset=\"utf-8\"", Some(Kind::Html(utf8))),
            ("application/json", Some(Kind::Json)),
            ("application/x-ndjson", Some(Kind::Lines)),
            ("text/csv; header=present", Some(Kind::Csv)),
            ("application/x-www-form-urlencoded", None),
            ("text", None),
            ("", None),
        ] {
            assert_eq!(kind(told), wanted, "{told}");
        }
        assert!(Kind::of(&HeaderMap::new()).is_err());
    }
}
