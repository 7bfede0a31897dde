//! A session keeps one test apart from the others: its own endpoint, options, faults and request log.
//!
//! `POST /_emulator/sessions` with [`SessionOptions`] as JSON makes one and answers `{"id", "endpoint"}`; the endpoint
//! is a base URL with a path, which the client must sign. `GET /_emulator/sessions/<id>` answers its log, `POST
//! …/release` lets go what waits in `stall` or `gate`, `DELETE` ends it. Requests without a session's prefix belong to
//! the session `default`.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::SystemTime;

use axum::http::HeaderMap;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use tokio::sync::watch;

use crate::fault::Fault;
use crate::operation::AsyncInvokes;
use crate::operation::Jobs;
use crate::prompt_cache::PromptCache;

/// How many requests a session remembers; `total` counts on.
const LOG_ENTRIES_MAX: usize = 1_000;
/// How much of a body the log keeps as text.
const LOG_BODY_BYTES_MAX: usize = 64 * 1024;

/// The options of a session; all may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SessionOptions {
    /// Taken one a request, in order.
    pub faults: Vec<Fault>,
    /// How far the service's clock is ahead of the real one, in seconds; also shows in the `date` header.
    pub clock_skew_seconds: i64,
    /// Accept any `x-amz-date`.
    pub ignore_clock: bool,
    /// Milliseconds between two stream events.
    pub token_ms: Option<u64>,
    /// `false` makes a service without CORS: preflights get 403, responses have no CORS headers.
    pub cors: Option<bool>,
    /// Refuse the models that are past the end of their life. Without it they go on answering, since much that was
    /// written about Bedrock names them.
    pub end_of_life: bool,
    /// At least this many sentences in a reply, for measurements on long streams.
    pub sentences: Option<usize>,
}

/// One session.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) options: SessionOptions,
    pub(crate) async_invokes: Mutex<AsyncInvokes>,
    pub(crate) jobs: Mutex<Jobs>,
    pub(crate) prompt_cache: Mutex<PromptCache>,
    faults: Mutex<VecDeque<Fault>>,
    log: Mutex<Log>,
    open: AtomicUsize,
    /// Counts up with each release; `None` when the session was deleted.
    releases: watch::Sender<Option<u64>>,
}

impl Session {
    pub(crate) fn new(mut options: SessionOptions) -> Session {
        let faults = std::mem::take(&mut options.faults).into();
        Session {
            options,
            async_invokes: Mutex::default(),
            jobs: Mutex::default(),
            prompt_cache: Mutex::default(),
            faults: Mutex::new(faults),
            log: Mutex::new(Log::default()),
            open: AtomicUsize::new(0),
            releases: watch::Sender::new(Some(0)),
        }
    }

    pub(crate) fn next_fault(&self) -> Option<Fault> {
        lock(&self.faults).pop_front()
    }

    /// The service's clock, or `None` when it is not looked at.
    pub(crate) fn clock(&self) -> Option<SystemTime> {
        (!self.options.ignore_clock).then(|| self.now())
    }

    pub(crate) fn now(&self) -> SystemTime {
        let (now, skew) = (SystemTime::now(), self.options.clock_skew_seconds);
        let distance = Duration::from_secs(skew.unsigned_abs());
        let shifted = if skew < 0 { now.checked_sub(distance) } else { now.checked_add(distance) };
        shifted.unwrap_or(now)
    }

    pub(crate) fn has_cors(&self) -> bool {
        self.options.cors.unwrap_or(true)
    }

    pub(crate) fn begin(&self, record: Record) -> Arc<Mutex<Record>> {
        self.open.fetch_add(1, Ordering::SeqCst);
        let record = Arc::new(Mutex::new(record));
        let mut log = lock(&self.log);
        log.total = log.total.saturating_add(1);
        log.records.push_back(record.clone());
        if log.records.len() > LOG_ENTRIES_MAX {
            log.records.pop_front();
        }
        record
    }

    pub(crate) fn end(&self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
    }

    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    /// Lets go every request that began before.
    pub(crate) fn release(&self) {
        self.releases.send_modify(|count| *count = count.map(|count| count.saturating_add(1)));
    }

    pub(crate) fn delete(&self) {
        self.releases.send_replace(None);
    }

    pub(crate) fn releases(&self) -> Releases {
        let receiver = self.releases.subscribe();
        let seen = *receiver.borrow();
        Releases { receiver, seen }
    }

    pub(crate) fn report(&self) -> Value {
        // Read first: a request settles its record before it stops counting, so with 0 open every record below is
        // final.
        let open = self.open();
        let log = lock(&self.log);
        let requests: Vec<Value> = log.records.iter().map(|record| json!(*lock(record))).collect();
        json!({ "requests": requests, "total": log.total, "open": open, "faultsLeft": lock(&self.faults).len() })
    }
}

/// What a waiting request listens to.
pub(crate) struct Releases {
    receiver: watch::Receiver<Option<u64>>,
    seen: Option<u64>,
}

impl Releases {
    /// Returns at the first release since this request began, or when the session is deleted.
    pub(crate) async fn released(&mut self) {
        let seen = self.seen;
        // The sender lives as long as the session, which the request holds; an error cannot happen and would mean
        // "deleted".
        let _ = self.receiver.wait_for(|count| *count != seen).await;
    }

    pub(crate) async fn deleted(&mut self) {
        let _ = self.receiver.wait_for(Option::is_none).await;
    }
}

#[derive(Debug, Default)]
struct Log {
    records: VecDeque<Arc<Mutex<Record>>>,
    total: u64,
}

/// One line of the log.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Record {
    method: String,
    path: String,
    pub(crate) operation: Option<&'static str>,
    pub(crate) model_id: Option<String>,
    headers: Map<String, Value>,
    body_text: String,
    body_bytes: usize,
    pub(crate) status: Option<u16>,
    preflight: bool,
    pub(crate) events: Events,
}

/// How far the answer got.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Events {
    pub(crate) sent: usize,
    pub(crate) total: usize,
    pub(crate) state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum State {
    Open,
    Done,
    Aborted,
}

impl Record {
    /// `path` is path and query as they stood on the wire.
    pub(crate) fn new(method: &str, path: &str, headers: &HeaderMap, preflight: bool) -> Record {
        let mut map = Map::new();
        for name in headers.keys() {
            let values: Vec<_> =
                headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
            map.insert(name.as_str().to_owned(), Value::from(values.join(", ")));
        }
        Record {
            method: method.to_owned(),
            path: path.to_owned(),
            operation: None,
            model_id: None,
            headers: map,
            body_text: String::new(),
            body_bytes: 0,
            status: None,
            preflight,
            events: Events { sent: 0, total: 0, state: State::Open },
        }
    }

    /// More of a body that comes in pieces.
    pub(crate) fn count_bytes(&mut self, count: usize) {
        self.body_bytes = self.body_bytes.saturating_add(count);
    }

    /// One event of a body that is a stream of them: one line of its text.
    pub(crate) fn keep_event(&mut self, event: &str) {
        if self.body_text.len().saturating_add(event.len()) < LOG_BODY_BYTES_MAX {
            self.body_text += event;
            self.body_text.push('\n');
        }
    }

    pub(crate) fn keep_body(&mut self, body: &[u8]) {
        let kept = body.get(..LOG_BODY_BYTES_MAX).unwrap_or(body);
        self.body_text = String::from_utf8_lossy(kept).into_owned();
        self.body_bytes = body.len();
    }
}

/// A panic elsewhere must not hide the log from the test that looks for its cause.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
