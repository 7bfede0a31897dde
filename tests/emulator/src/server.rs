//! The server: its state, its routes, its life.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::routing::any;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use crate::bedrock;
use crate::connection::BreakableListener;
use crate::connection::Connection;
use crate::control;
use crate::reply::Random;
use crate::reply::hash;
use crate::session::Session;
use crate::session::SessionOptions;
use crate::session::lock;
use crate::upstream::Upstream;

/// How many sessions are kept; a test run that forgets to delete loses its oldest.
const SESSIONS_MAX: usize = 2_000;

/// Bodies are read and let go level by level, and in a debug build 1,000 levels are more than a thread's usual 2 MB
/// hold.
const STACK_BYTES: usize = 16 << 20;

/// How to start the emulator.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The address to listen on. None: 127.0.0.1, which only this machine reaches. A container wants 0.0.0.0.
    pub host: Option<IpAddr>,
    /// The port; 0 takes any free one.
    pub port: u16,
    /// Milliseconds between two stream events, where a session says nothing else.
    pub token_ms: u64,
    /// A server that writes the replies.
    pub upstream: Option<Upstream>,
    /// The folder that stands for S3: `s3://bucket/key` is the file `bucket/key` in it. Without one, jobs of batch
    /// inference fail.
    pub s3: Option<PathBuf>,
}

/// A running emulator; it stops when dropped.
#[derive(Debug)]
pub struct Emulator {
    address: SocketAddr,
    task: JoinHandle<io::Result<()>>,
    /// Its own threads, whose stacks are large enough; there until the drop.
    threads: Option<Runtime>,
}

impl Emulator {
    /// Starts the emulator.
    ///
    /// # Errors
    /// When address and port cannot be bound.
    pub async fn start(options: Options) -> io::Result<Emulator> {
        let threads = Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build()?;
        let bound =
            threads.spawn(TcpListener::bind((options.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), options.port)));
        let listener = bound.await.map_err(io::Error::other)??;
        let address = listener.local_addr()?;
        let service = Arc::new(Service::new(address, options));
        let app = Router::new()
            .route("/_emulator/{*path}", any(control::handle))
            .fallback(bedrock::handle)
            .with_state(service)
            .into_make_service_with_connect_info::<Connection>();
        let task = threads.spawn(async move { axum::serve(BreakableListener(listener), app).await });
        Ok(Emulator { address, task, threads: Some(threads) })
    }

    /// The base URL, such as `http://127.0.0.1:41234`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until the server fails, which it does not by itself.
    ///
    /// # Errors
    /// When accepting connections fails for good.
    pub async fn run(mut self) -> io::Result<()> {
        (&mut self.task).await.unwrap_or_else(|error| Err(io::Error::other(error)))
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.task.abort();
        // To wait for them is not allowed where the drop may be: in asynchronous code.
        if let Some(threads) = self.threads.take() {
            threads.shutdown_background();
        }
    }
}

/// What all handlers share.
pub(crate) struct Service {
    address: SocketAddr,
    pub(crate) token_ms: u64,
    pub(crate) upstream: Option<Upstream>,
    pub(crate) s3: Option<PathBuf>,
    default: Arc<Session>,
    sessions: Mutex<HashMap<u64, Arc<Session>>>,
    next: AtomicU64,
}

impl Service {
    fn new(address: SocketAddr, options: Options) -> Service {
        Service {
            address,
            token_ms: options.token_ms,
            upstream: options.upstream,
            s3: options.s3,
            default: Arc::new(Session::new(SessionOptions::default())),
            sessions: Mutex::default(),
            next: AtomicU64::new(1),
        }
    }

    /// The session of that id; without one, the default session.
    pub(crate) fn session(&self, id: Option<&str>) -> Option<Arc<Session>> {
        match id {
            None | Some("default") => Some(self.default.clone()),
            Some(id) => lock(&self.sessions).get(&id.parse().ok()?).cloned(),
        }
    }

    /// Makes a session and returns its id.
    pub(crate) fn create(&self, options: SessionOptions) -> u64 {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut sessions = lock(&self.sessions);
        sessions.insert(id, Arc::new(Session::new(options)));
        if sessions.len() > SESSIONS_MAX
            && let Some(oldest) = sessions.keys().min().copied()
        {
            sessions.remove(&oldest);
        }
        id
    }

    pub(crate) fn delete(&self, id: &str) -> bool {
        let removed = id.parse().ok().and_then(|id: u64| lock(&self.sessions).remove(&id));
        if let Some(session) = &removed {
            session.delete();
        }
        removed.is_some()
    }

    /// Where clients find a session: under the name by which its maker reached this server, which is another one than
    /// our own address when a container's port is published.
    pub(crate) fn endpoint(&self, id: u64, host: Option<&str>) -> String {
        match host {
            Some(host) => format!("http://{host}/sessions/{id}"),
            None => format!("http://{}/sessions/{id}", self.address),
        }
    }

    /// Open requests over all sessions, and the number of sessions.
    pub(crate) fn state(&self) -> (usize, usize) {
        let sessions = lock(&self.sessions);
        let open = sessions.values().map(|session| session.open()).fold(self.default.open(), usize::saturating_add);
        (open, sessions.len().saturating_add(1))
    }

    /// A request id in the form of a UUID, each one new.
    pub(crate) fn request_id(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let bytes = Random::new(hash(&number.to_be_bytes())).bytes(16);
        let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default().concat();
        format!("{}-{}-4{}-a{}-{}", part(0, 4), part(4, 6), &part(6, 8)[1..], &part(8, 10)[1..], part(10, 16))
    }
}
