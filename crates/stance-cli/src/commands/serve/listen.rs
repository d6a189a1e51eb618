//! Connections: taken, watched for those that are too slow, and closed in an orderly way at the end.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower_service::Service;

use super::guard::Peer;
use crate::output::Notes;

/// The most connections at once; any more wait to be taken.
const CONNECTIONS: usize = 1024;
/// What is read ahead of a connection, and the longest head of a request, in bytes.
const BUFFER: usize = 64 << 10;

/// Serves until a signal says to stop, then lets requests in flight come to their end within `patience`.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Duration,
    notes: &Notes,
) -> anyhow::Result<()> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut signals = Signals::new()?;
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(BUFFER)
        // A client may end its half of the connection and still read.
        .half_close(true);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = signals.next() => break,
        };
        let (stream, peer, place) = match accepted {
            Ok(accepted) => accepted,
            Err(why) => {
                // As when there are too many open files: it passes, or goes on and on.
                notes.warn(format_args!("a connection could not be taken: {why}"));
                sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        // An answer goes out in one piece, and there is nothing to wait for.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(patience));
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut router = router.clone();
            let mut request = request;
            request.extensions_mut().insert(peer);
            async move { router.call(request).await }
        });
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // That a client broke off is its own affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    notes.say("stopping: requests in flight come to their end, no others are taken");
    tokio::select! {
        ended = timeout(patience, graceful.shutdown()) => {
            if ended.is_err() {
                notes.warn(format_args!("some requests were not done in {} s, and were dropped", patience.as_secs()));
            }
        }
        () = signals.next() => notes.warn("stopped at once"),
    }
    Ok(())
}

type Accepted = (TcpStream, Peer, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> io::Result<Accepted> {
    let place = Arc::clone(places).acquire_owned().await;
    let place = place.map_err(io::Error::other)?;
    let (stream, address) = listener.accept().await?;
    Ok((stream, Peer(address.ip()), place))
}

/// Signals to stop: Ctrl-C, and where there is one, that of service managers.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    async fn next(&mut self) {
        // Without signals it is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
