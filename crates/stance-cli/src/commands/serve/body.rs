//! Reading what a client sends, within bounds of size, time and memory.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, EXPECT};
use axum::http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use super::failure::Failure;

/// What is read and thrown away of a body that is too large, in bytes, so that a client that sends before it
/// reads gets the answer that says so.
const THROWN_AWAY: usize = 64 << 20;

/// Bounds of the bodies of requests.
pub struct Bounds {
    /// The most bytes of one.
    pub most: usize,
    /// How long one may take to come, or the next piece of a stream.
    pub patience: Duration,
    /// Kibibytes left for all.
    memory: Arc<Semaphore>,
}

/// A body, and its share of the memory for all.
pub struct Whole {
    pub bytes: Vec<u8>,
    pub share: Share,
}

/// A share of the memory for bodies, given back when dropped.
pub type Share = Option<OwnedSemaphorePermit>;

impl Bounds {
    pub fn new(most: usize, patience: Duration) -> Self {
        /// Largest bodies that there is memory for, and the least memory, in KiB.
        const LARGEST: usize = 16;
        const LEAST: usize = 256 << 10;
        let memory = (most >> 10).saturating_mul(LARGEST).max(LEAST);
        Self {
            most,
            patience,
            memory: Arc::new(Semaphore::new(memory.min(Semaphore::MAX_PERMITS))),
        }
    }

    /// Adds to a share what so many bytes take.
    pub fn hold(&self, share: &mut Share, bytes: usize) -> Result<(), Failure> {
        let full = || {
            Failure::later(
                StatusCode::SERVICE_UNAVAILABLE,
                "the server holds as many texts as it has memory for: try again",
                Duration::from_secs(1),
            )
        };
        let more = u32::try_from(bytes.div_ceil(1 << 10)).map_err(|_| full())?;
        let more = Arc::clone(&self.memory)
            .try_acquire_many_owned(more)
            .map_err(|_| full())?;
        match share {
            Some(share) => share.merge(more),
            None => *share = Some(more),
        }
        Ok(())
    }

    /// All of a body.
    pub async fn read(&self, headers: &HeaderMap, mut body: Body) -> Result<Whole, Failure> {
        refuse_encoded(headers)?;
        let deadline = Instant::now() + self.patience;
        let (mut bytes, mut share) = (Vec::new(), None);
        let told: Option<usize> = headers
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse().ok());
        if told.is_some_and(|told| told > self.most) {
            if !headers.contains_key(EXPECT) {
                throw_away(&mut body, deadline).await;
            }
            return Err(self.too_large());
        }
        while let Some(piece) = piece(&mut body, deadline).await? {
            if bytes.len() + piece.len() > self.most {
                throw_away(&mut body, deadline).await;
                return Err(self.too_large());
            }
            self.hold(&mut share, piece.len())?;
            bytes.extend_from_slice(&piece);
        }
        Ok(Whole { bytes, share })
    }

    fn too_large(&self) -> Failure {
        Failure::too_large(format!(
            "the body has more than {} bytes (--max-body): send less at once, or JSON lines as a stream \
             (application/x-ndjson)",
            self.most
        ))
    }
}

/// The next bytes of a body; none at its end.
pub async fn piece(body: &mut Body, deadline: Instant) -> Result<Option<Bytes>, Failure> {
    loop {
        let frame = timeout_at(deadline, body.frame()).await.map_err(|_| {
            Failure::new(
                StatusCode::REQUEST_TIMEOUT,
                "the body came too slowly: nothing was done",
            )
        })?;
        let Some(frame) = frame else { return Ok(None) };
        let frame =
            frame.map_err(|why| Failure::bad_request(format!("the body broke off: {why}")))?;
        // What is not data are trailers.
        if let Ok(data) = frame.into_data() {
            return Ok(Some(data));
        }
    }
}

/// Bodies are texts as they are: a few compressed bytes could stand for very many.
pub fn refuse_encoded(headers: &HeaderMap) -> Result<(), Failure> {
    match headers.get(CONTENT_ENCODING) {
        Some(encoding) if encoding != "identity" => Err(Failure::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "bodies are read as they are: send it without Content-Encoding",
        )),
        _ => Ok(()),
    }
}

async fn throw_away(body: &mut Body, deadline: Instant) {
    let mut thrown = 0;
    while let Ok(Some(piece)) = piece(body, deadline).await {
        thrown += piece.len();
        if thrown > THROWN_AWAY {
            break;
        }
    }
}
