//! The page and what belongs to it: files of the tree, within the program.

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// What can be asked, as OpenAPI 3.1 has it.
pub const OPENAPI: &str = include_str!("openapi.json");

/// `GET /`.
pub async fn page() -> Response {
    file("text/html; charset=utf-8", include_str!("page/index.html"))
}

/// `GET /app.css`.
pub async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("page/app.css"))
}

/// `GET /app.js`.
pub async fn script() -> Response {
    file(
        "text/javascript; charset=utf-8",
        include_str!("page/app.js"),
    )
}

/// `GET /openapi.json`.
pub async fn openapi() -> Response {
    file("application/json", OPENAPI)
}

fn file(kind: &'static str, content: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        // Another version of the program has another page.
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, content).into_response()
}
