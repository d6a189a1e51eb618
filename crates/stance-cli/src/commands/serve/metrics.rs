//! What the server has done, in the text format of Prometheus (version 0.0.4).

use std::fmt::Write;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use hyper::body::{Frame, SizeHint};

use super::{App, ROUTES};

/// The statuses that the server gives, and `499` for a client that went before it had its answer.
const STATUSES: [u16; 12] = [200, 400, 403, 404, 405, 408, 413, 415, 429, 499, 500, 503];
/// Upper bounds of the histogram's buckets, in seconds.
const BOUNDS: [f64; 14] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0,
];
/// Routes that are told apart; the one behind the last is any other.
const COUNTED: usize = ROUTES.len() + 1;

/// Counts of all requests since the start.
pub struct Metrics {
    requests: [[AtomicU64; STATUSES.len() + 1]; COUNTED],
    /// By upper bound, the last one without.
    seconds: [[AtomicU64; BOUNDS.len() + 1]; COUNTED],
    microseconds: [AtomicU64; COUNTED],
    statements: AtomicU64,
    open: AtomicU64,
}

impl Metrics {
    pub fn new() -> Self {
        let zero = || AtomicU64::new(0);
        Self {
            requests: std::array::from_fn(|_| std::array::from_fn(|_| zero())),
            seconds: std::array::from_fn(|_| std::array::from_fn(|_| zero())),
            microseconds: std::array::from_fn(|_| zero()),
            statements: zero(),
            open: zero(),
        }
    }

    /// Counts statements that were labelled.
    pub fn labelled(&self, statements: usize) {
        self.statements
            .fetch_add(statements as u64, Ordering::Relaxed);
    }

    fn count(&self, route: usize, status: Option<StatusCode>, took: Duration) {
        let status = status.map_or(499, |status| status.as_u16());
        let known = STATUSES.iter().position(|&known| known == status);
        let bound = BOUNDS
            .iter()
            .position(|&bound| took.as_secs_f64() <= bound)
            .unwrap_or(BOUNDS.len());
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.requests[route][known.unwrap_or(STATUSES.len())].fetch_add(1, Ordering::Relaxed);
        self.seconds[route][bound].fetch_add(1, Ordering::Relaxed);
        self.microseconds[route].fetch_add(micros, Ordering::Relaxed);
    }

    fn text(&self, working: usize) -> Result<String, std::fmt::Error> {
        let get = |number: &AtomicU64| number.load(Ordering::Relaxed);
        let name = |route: usize| ROUTES.get(route).map_or("other", |route| route.0);
        let mut out = String::new();
        out.push_str(
            "# HELP stance_requests_total Requests answered, by route and status (499: the client went away).\n\
             # TYPE stance_requests_total counter\n",
        );
        for (route, by_status) in self.requests.iter().enumerate() {
            for (status, count) in by_status.iter().enumerate() {
                let (route, count) = (name(route), get(count));
                if count > 0 {
                    let known = STATUSES.get(status);
                    let status = known.map_or("other".to_owned(), u16::to_string);
                    writeln!(
                        out,
                        "stance_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}"
                    )?;
                }
            }
        }
        out.push_str(
            "# HELP stance_request_seconds Seconds from a request's head to the end of its answer.\n\
             # TYPE stance_request_seconds histogram\n",
        );
        for (route, buckets) in self.seconds.iter().enumerate() {
            let counts: Vec<u64> = buckets.iter().map(get).collect();
            let all: u64 = counts.iter().sum();
            if all == 0 {
                continue;
            }
            let sum = get(&self.microseconds[route]) as f64 / 1e6;
            let route = name(route);
            let mut below = 0;
            for (bound, count) in BOUNDS.iter().zip(&counts) {
                below += count;
                writeln!(
                    out,
                    "stance_request_seconds_bucket{{route=\"{route}\",le=\"{bound}\"}} {below}"
                )?;
            }
            writeln!(
                out,
                "stance_request_seconds_bucket{{route=\"{route}\",le=\"+Inf\"}} {all}\n\
                 stance_request_seconds_sum{{route=\"{route}\"}} {sum}\n\
                 stance_request_seconds_count{{route=\"{route}\"}} {all}"
            )?;
        }
        writeln!(
            out,
            "# HELP stance_statements_total Statements labelled or explained.\n\
             # TYPE stance_statements_total counter\n\
             stance_statements_total {}\n\
             # HELP stance_requests_in_flight Requests whose answer has not ended.\n\
             # TYPE stance_requests_in_flight gauge\n\
             stance_requests_in_flight {}\n\
             # HELP stance_queue_taken Places of the queue (--queue) that are taken.\n\
             # TYPE stance_queue_taken gauge\n\
             stance_queue_taken {working}",
            get(&self.statements),
            get(&self.open),
        )?;
        Ok(out)
    }
}

/// `GET /metrics`.
pub async fn metrics(State(app): State<Arc<App>>) -> impl IntoResponse {
    let text = app.metrics.text(app.queue.taken()).unwrap_or_default();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}

/// A request that is being answered; counted when it is dropped.
pub struct Counted {
    app: Arc<App>,
    route: usize,
    status: Option<StatusCode>,
    /// Whether the answer was given to its end.
    ended: bool,
    start: Instant,
}

impl Counted {
    pub fn new(app: Arc<App>, path: &str) -> Self {
        app.metrics.open.fetch_add(1, Ordering::Relaxed);
        let known = ROUTES.iter().position(|route| route.0 == path);
        Self {
            app,
            route: known.unwrap_or(ROUTES.len()),
            status: None,
            ended: false,
            start: Instant::now(),
        }
    }

    /// The answer, counted when it has been given.
    pub fn through(mut self, response: Response<Body>) -> Response<Body> {
        self.status = Some(response.status());
        response.map(|body| {
            self.ended = body.is_end_stream();
            Body::new(CountedBody {
                body,
                counted: self,
            })
        })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let metrics = &self.app.metrics;
        let status = self.status.filter(|_| self.ended);
        metrics.count(self.route, status, self.start.elapsed());
        metrics.open.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A body that knows whether it was sent whole.
struct CountedBody {
    body: Body,
    counted: Counted,
}

impl HttpBody for CountedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        match &polled {
            Poll::Ready(None) => self.counted.ended = true,
            // A body of known length is not asked again behind its last frame.
            Poll::Ready(Some(Ok(_))) if self.body.is_end_stream() => self.counted.ended = true,
            _ => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
