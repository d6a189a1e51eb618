//! `stance serve`: a page for the browser, and the same over HTTP.
//!
//! A request comes in by [`listen`], passes the [`guard`], is read within [`body`]'s bounds, waits in the
//! [`queue`], is labelled on the threads that label, and goes out by [`answer`] or, line by line, by [`lines`].

mod answer;
mod ask;
mod body;
mod classify;
mod explain;
mod failure;
mod folder;
mod given;
mod guard;
mod lines;
mod listen;
mod metrics;
mod page;
mod queue;
mod rate;
mod report;

use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use anyhow::{Context, bail};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde_json::{Value, json};
use stance_attribution::Lexicon;

use crate::args::ServeArgs;
use crate::engine::{Engine, NO_CASCADE};
use crate::output::{self, Notes};

use body::Bounds;
use failure::Failure;
use folder::Folder;
use metrics::Metrics;
use queue::Queue;
use rate::Rate;

/// Every route and its method.
const ROUTES: [(&str, &str); 10] = [
    ("/", "get"),
    ("/app.css", "get"),
    ("/app.js", "get"),
    ("/classify", "post"),
    ("/explain", "post"),
    ("/folder", "get"),
    ("/health", "get"),
    ("/metrics", "get"),
    ("/openapi.json", "get"),
    ("/report", "post"),
];

/// What all requests share.
pub struct App {
    models: Models,
    bounds: Bounds,
    queue: Queue,
    rate: Option<Rate>,
    /// Names that the server goes by, beside its addresses.
    names: Vec<String>,
    folder: Option<Folder>,
    /// Made when it is first asked for.
    lexicon: LazyLock<Lexicon>,
    metrics: Metrics,
}

impl App {
    /// Index of the model of that name, or of the first where none is named.
    fn model(&self, name: Option<&str>) -> Result<usize, Failure> {
        let Some(name) = name else { return Ok(0) };
        self.models.find(name).ok_or_else(|| {
            Failure::bad_request(format!(
                "no model `{name}`; there are {}",
                self.models.names().join(", ")
            ))
        })
    }
}

/// Serves until it is told to stop.
pub fn run(args: &ServeArgs, notes: &Notes) -> anyhow::Result<()> {
    let name = args.listen.rsplit_once(':').map(|(host, _)| host);
    let patience = Duration::from_secs(args.timeout.into());
    let most = usize::try_from(args.max_body).context("--max-body is more than memory can have")?;
    let app = Arc::new(App {
        models: Models::open(args)?,
        bounds: Bounds::new(most, patience),
        queue: Queue::new(args.queue.into()),
        rate: args.rate.map(Rate::new),
        names: name
            .map(str::to_owned)
            .into_iter()
            .chain(args.host.iter().cloned())
            .collect(),
        folder: args.folder.as_deref().map(Folder::open).transpose()?,
        lexicon: LazyLock::new(Lexicon::default),
        metrics: Metrics::new(),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no threads for the server")?;
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind(&args.listen))
        .with_context(|| format!("cannot listen on {}", args.listen))?;
    let address = listener.local_addr()?;
    output::print(format!("http://{address}/\n").as_bytes())?;
    notes.say(format_args!(
        "serving {}; Ctrl-C ends it",
        app.models.names().join(", ")
    ));
    runtime.block_on(listen::serve(listener, router(&app), patience, notes))?;
    // What still runs is for clients that have had their time.
    runtime.shutdown_background();
    Ok(())
}

fn router(app: &Arc<App>) -> Router {
    Router::new()
        .route("/", get(page::page))
        .route("/app.css", get(page::style))
        .route("/app.js", get(page::script))
        .route("/classify", post(classify::classify))
        .route("/explain", post(explain::explain))
        .route("/folder", get(folder::list))
        .route("/health", get(health))
        .route("/metrics", get(metrics::metrics))
        .route("/openapi.json", get(page::openapi))
        .route("/report", post(report::report))
        .fallback(async || Failure::new(StatusCode::NOT_FOUND, "there is no such page here"))
        .method_not_allowed_fallback(async || {
            Failure::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "not by this method: /openapi.json says what can be asked, and how",
            )
        })
        .layer(middleware::from_fn_with_state(
            Arc::clone(app),
            guard::guard,
        ))
        .with_state(Arc::clone(app))
}

/// `GET /health`: what is served, and that it is.
async fn health(axum::extract::State(app): axum::extract::State<Arc<App>>) -> Json<Value> {
    Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "models": app.models.names(),
        "folder": app.folder.is_some(),
    }))
}

/// The models that may be asked for.
struct Models(Vec<(String, Engine)>);

impl Models {
    /// Opens all of them. What is within the program goes by its name, a file by its own, without the folders.
    fn open(args: &ServeArgs) -> anyhow::Result<Self> {
        let threshold = args.cascade.cascade_threshold;
        let mut models: Vec<(String, Engine)> = Vec::new();
        for path in &args.model {
            let engine = Engine::open(path, threshold)?;
            let name = Path::new(path).file_name().unwrap_or_default();
            let name = name.to_string_lossy().into_owned();
            if models.iter().any(|(other, _)| *other == name) {
                bail!("two models are called `{name}`: rename one of the files");
            }
            models.push((name, engine));
        }
        if threshold.is_some() && models.iter().all(|model| model.1.as_cascade().is_none()) {
            bail!(NO_CASCADE);
        }
        Ok(Self(models))
    }

    fn names(&self) -> Vec<&str> {
        self.0.iter().map(|model| model.0.as_str()).collect()
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|model| model.0 == name)
    }

    fn name(&self, index: usize) -> &str {
        &self.0[index].0
    }

    fn engine(&self, index: usize) -> &Engine {
        &self.0[index].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_openapi_document_has_the_routes_and_no_others() {
        let document: Value = serde_json::from_str(page::OPENAPI).unwrap();
        let paths = document["paths"].as_object().unwrap();
        let mut described: Vec<(&str, &str)> = Vec::new();
        for (path, item) in paths {
            for method in item.as_object().unwrap().keys() {
                described.push((path, method));
            }
        }
        described.sort_unstable();
        assert_eq!(described, ROUTES);
        assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    }
}
