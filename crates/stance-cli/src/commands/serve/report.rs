//! `POST /report`.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use stance_pages::{Input, Page, PageOptions};

use super::App;
use super::ask::Kind;
use super::failure::Failure;
use super::given::MOST;
use super::{folder, queue};
use crate::commands::report::drawn;

/// The part of a form that names a file of the folder instead of holding one.
const OF_FOLDER: &str = "folder";

/// The query of `/report`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Wanted {
    model: Option<String>,
    title: Option<String>,
}

/// A file to be read: its name, what it is where that is known, its bytes.
struct File {
    name: String,
    input: Option<Input>,
    bytes: Bytes,
}

/// Draws the page of `stance report` of the pages that are sent.
pub async fn report(
    State(app): State<Arc<App>>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let Query(wanted) = wanted.map_err(|why| Failure::bad_request(why.body_text()))?;
    // As the command does, where it is there: a report is worth the better reading.
    let better = || app.models.find("auto").unwrap_or(0);
    let model = match &wanted.model {
        Some(name) => app.model(Some(name))?,
        None => better(),
    };
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::to_str);
    let boundary = match kind {
        Some(Ok(kind)) => multer::parse_boundary(kind).ok(),
        _ => None,
    };
    let input = match &boundary {
        Some(_) => None,
        None => Some(input(&headers)?),
    };
    let whole = app.bounds.read(&headers, body).await?;
    let _held = (app.queue.enter()?, whole.share);
    let bytes = Bytes::from(whole.bytes);
    let mut files = Vec::new();
    let mut of_folder = Vec::new();
    match boundary {
        Some(boundary) => parts(bytes, &boundary, &mut files, &mut of_folder).await?,
        None => files.push(File {
            name: "body".to_owned(),
            input,
            bytes,
        }),
    }
    let page = queue::run(move || {
        let mut held = None;
        for path in of_folder {
            let bytes = folder::bytes(&app, &path, &mut held)?;
            files.push(File {
                name: path,
                input: None,
                bytes: bytes.into(),
            });
        }
        let pages = read(&files)?;
        app.metrics.labelled(statements(&pages));
        let title = wanted.title.as_deref();
        let engine = app.models.engine(model);
        drawn(pages, engine, &app.lexicon, title).map_err(|why| Failure::unreadable(&why))
    })
    .await??;
    let mut response = ([(CONTENT_TYPE, "text/html; charset=utf-8")], page.clone()).into_response();
    if let Some(policy) = policy(&page) {
        let headers = response.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// What a body is that is not a form.
fn input(headers: &HeaderMap) -> Result<Input, Failure> {
    Ok(match Kind::of(headers)? {
        Kind::Text(_) => Input::Plain,
        Kind::Html(_) => Input::Html,
        Kind::Json => Input::Json,
        Kind::Lines => Input::JsonLines,
        Kind::Csv => {
            return Err(Failure::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "a table holds statements; a report is drawn from pages: text/plain, text/html, application/json, \
                 application/x-ndjson or multipart/form-data",
            ));
        }
    })
}

/// The files of a form, and the names of those of the folder.
async fn parts(
    bytes: Bytes,
    boundary: &str,
    files: &mut Vec<File>,
    of_folder: &mut Vec<String>,
) -> Result<(), Failure> {
    let broken = |why: multer::Error| Failure::bad_request(format!("not a whole form: {why}"));
    let bytes = stream::iter([Ok::<_, std::io::Error>(bytes)]);
    let mut form = multer::Multipart::new(bytes, boundary);
    while let Some(part) = form.next_field().await.map_err(broken)? {
        if part.name() == Some(OF_FOLDER) {
            of_folder.push(part.text().await.map_err(broken)?);
            continue;
        }
        let name = part.file_name().or(part.name()).unwrap_or("body");
        let name = name.to_owned();
        let bytes = part.bytes().await.map_err(broken)?;
        // A browser sends an empty file where none was chosen.
        if !bytes.is_empty() {
            files.push(File {
                name,
                input: None,
                bytes,
            });
        }
    }
    Ok(())
}

fn read(files: &[File]) -> Result<Vec<Page>, Failure> {
    let mut pages = Vec::new();
    for file in files {
        let options = PageOptions::default().input(file.input);
        let read = stance_pages::read(&file.name, &file.bytes, &options);
        pages.extend(read.map_err(|why| Failure::bad_request(why.to_string()))?);
        if statements(&pages) > MOST {
            return Err(Failure::too_large(format!(
                "more than {MOST} statements: `stance report` has no such bound"
            )));
        }
    }
    if statements(&pages) == 0 {
        return Err(Failure::bad_request(
            "there is no statement in it: send pages, and not only their menus",
        ));
    }
    Ok(pages)
}

fn statements(pages: &[Page]) -> usize {
    pages.iter().map(|page| page.statements.len()).sum()
}

/// The policy that the page has for itself, for its header too: a browser heeds both.
fn policy(page: &str) -> Option<HeaderValue> {
    let (_, from) = page.split_once("Content-Security-Policy\" content=\"")?;
    let (policy, _) = from.split_once('"')?;
    HeaderValue::from_str(&format!("{policy}; frame-ancestors 'none'")).ok()
}
