//! What stands before every route: who may ask, how often, and what every answer says of itself.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::App;
use super::failure::Failure;
use super::metrics::Counted;

/// The address at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// What a page of the server may do: run its own script, use its own style, ask its own server.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// Headers of every answer, unless it has its own.
const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // Not `no-referrer`: a form sent under that has no origin to be known by.
    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// Lets a request through to its route, counts it, and completes the answer.
pub async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let counted = Counted::new(Arc::clone(&app), request.uri().path());
    let mut response = match admit(&app, &request) {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    counted.through(response)
}

fn admit(app: &App, request: &Request) -> Result<(), Failure> {
    let headers = request.headers();
    let host = host(headers)?;
    if !is_ours(host.host(), &app.names) {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            format!(
                "this server is not called `{}`: ask for it by its address, or start it with --host",
                host.host()
            ),
        ));
    }
    let path = request.uri().path();
    let reads_only = matches!(*request.method(), Method::GET | Method::HEAD);
    if (!reads_only || path == "/folder") && is_cross_site(headers, &host) {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            "a page of another site may not ask this server",
        ));
    }
    let is_watched = !matches!(path, "/health" | "/metrics");
    if let (Some(rate), Some(Peer(address)), true) =
        (&app.rate, request.extensions().get(), is_watched)
    {
        rate.take(*address, Instant::now()).map_err(|after| {
            Failure::later(
                StatusCode::TOO_MANY_REQUESTS,
                "too many requests from your address: wait as `Retry-After` says",
                after,
            )
        })?;
    }
    Ok(())
}

/// The one host that is asked for.
fn host(headers: &HeaderMap) -> Result<Authority, Failure> {
    let mut hosts = headers.get_all(HOST).iter();
    let one = hosts.next().filter(|_| hosts.next().is_none());
    one.and_then(|host| Authority::try_from(host.as_bytes()).ok())
        .ok_or_else(|| Failure::bad_request("a request must have one valid header `Host`"))
}

/// Whether the server goes by that name. A name of another's may lead here too once its owner has it point
/// here (DNS rebinding); an address in digits cannot.
fn is_ours(host: &str, names: &[String]) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    bare.parse::<IpAddr>().is_ok()
        || host.eq_ignore_ascii_case("localhost")
        || names.iter().any(|name| name.eq_ignore_ascii_case(host))
}

/// Whether a page of another site has had the browser send this. Programs that are no browsers send neither
/// header.
fn is_cross_site(headers: &HeaderMap, host: &Authority) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    if !matches!(site, None | Some(b"same-origin" | b"none")) {
        return true;
    }
    headers.get_all(ORIGIN).iter().any(|origin| {
        let origin = Uri::try_from(origin.as_bytes()).ok();
        !origin.is_some_and(|origin| is_origin_of(&origin, host))
    })
}

/// Whether an origin is that of the host that is asked.
fn is_origin_of(origin: &Uri, host: &Authority) -> bool {
    let default = match origin.scheme_str() {
        Some("http") => 80,
        Some("https") => 443,
        _ => return false,
    };
    let Some(authority) = origin.authority() else {
        return false;
    };
    authority.host().eq_ignore_ascii_case(host.host())
        && authority.port_u16().unwrap_or(default) == host.port_u16().unwrap_or(default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_goes_by_addresses_localhost_and_the_names_it_was_given() {
        let names = ["stance.example.org".to_owned()];
        for host in [
            "127.0.0.1",
            "[::1]",
            "localhost",
            "LOCALHOST",
            "192.0.2.7",
            "Stance.example.org",
        ] {
            assert!(is_ours(host, &names), "{host}");
        }
        for host in [
            "example.org",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "stance.example.org.evil.example",
            "",
        ] {
            assert!(!is_ours(host, &names), "{host}");
        }
    }

    #[test]
    fn an_origin_is_the_hosts_own_only_with_its_port() {
        let cases = [
            ("http://127.0.0.1:8500", "127.0.0.1:8500", true),
            ("http://localhost", "localhost:80", true),
            ("https://stance.example", "stance.example", true),
            ("http://127.0.0.1:8501", "127.0.0.1:8500", false),
            ("http://localhost:8500", "127.0.0.1:8500", false),
            ("https://evil.example", "127.0.0.1:8500", false),
            ("null", "127.0.0.1:8500", false),
            ("file://", "127.0.0.1:8500", false),
            ("", "127.0.0.1:8500", false),
        ];
        for (origin, host, same) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(ORIGIN, HeaderValue::from_static(origin));
            let host = Authority::from_static(host);
            assert_eq!(is_cross_site(&headers, &host), !same, "{origin} at {host}");
        }
    }

    #[test]
    fn what_the_browser_says_of_the_site_counts() {
        let host = Authority::from_static("127.0.0.1:8500");
        for (site, cross) in [
            ("same-origin", false),
            ("none", false),
            ("same-site", true),
            ("cross-site", true),
            ("whatever", true),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("sec-fetch-site", HeaderValue::from_static(site));
            assert_eq!(is_cross_site(&headers, &host), cross, "{site}");
        }
        assert!(!is_cross_site(&HeaderMap::new(), &host));
    }
}
