//! From the threads that talk to clients to those that label, no more at once than there is room for.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::failure::Failure;

/// Places for requests that are worked at or wait for it.
pub struct Queue {
    places: Arc<Semaphore>,
    size: usize,
}

/// A place in the queue, given back when it is dropped.
pub type Place = OwnedSemaphorePermit;

impl Queue {
    pub fn new(size: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(size)),
            size,
        }
    }

    /// A place, where there is one. Whoever comes to a full queue is told so at once: to wait for a place to
    /// wait would take memory without end.
    pub fn enter(&self) -> Result<Place, Failure> {
        Arc::clone(&self.places).try_acquire_owned().map_err(|_| {
            Failure::later(
                StatusCode::SERVICE_UNAVAILABLE,
                format!("{} requests are being worked at: try again", self.size),
                Duration::from_secs(1),
            )
        })
    }

    /// How many places are taken.
    pub fn taken(&self) -> usize {
        self.size - self.places.available_permits()
    }
}

/// Does a piece of work on the threads that label, and waits for it. Work that nobody waits for any more when
/// its turn comes is not done.
pub async fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let (send, done) = oneshot::channel();
    rayon::spawn(move || {
        if send.is_closed() {
            return;
        }
        // A panic in a spawned job would end the process, and with it everybody's requests.
        if let Ok(result) = catch_unwind(AssertUnwindSafe(work)) {
            // The client may have gone meanwhile.
            let _ = send.send(result);
        }
    });
    done.await.map_err(|_| Failure::internal())
}
