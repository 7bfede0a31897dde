//! A world of its own for calls over the port: a clock that only waiting moves, a server that is a script or a
//! function, keys that expire, a signal that aborts at a given moment, and a log of every effect in its order.

mod scene;

use std::cell::Cell;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::pin::pin;
use std::rc::Rc;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use bedrock_wasm::http::Head;
use bedrock_wasm::http::Request;
use bedrock_wasm::io::Failure;
use bedrock_wasm::io::FailureKind;
use bedrock_wasm::io::Io;
use bedrock_wasm::io::Keys;
use bedrock_wasm::io::Told;
use bedrock_wasm::io::Want;

use super::script::Answer;
use super::words;

/// 2026-11-22T12:00:00Z, when each world begins.
pub(crate) const NOON_MS: f64 = 1_795_348_800_000.0;
/// Under which number a world keeps the reason of the caller's signal.
pub(crate) const REASON: u32 = 77;
/// For all files of a request together, as in `pkg-template/engine/io.js`.
const FILES_LIMIT_MS: u32 = 60_000;

/// A request as the server got it.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) url: String,
    pub(crate) request: Request,
    pub(crate) payload: String,
}

type Server = Box<dyn FnMut(&Sent) -> Answer>;
type KeySource = Box<dyn FnMut(f64) -> (u32, Result<Keys, Failure>)>;
type Files = (u32, Result<Vec<String>, Failure>);

/// One line to the world.
pub(crate) struct World {
    pub(crate) shared: Rc<Shared>,
    number: usize,
    payload: RefCell<String>,
    deadline_ms: Cell<Option<f64>>,
    reply: RefCell<Option<Answer>>,
}

/// What all lines of a call share.
pub(crate) struct Shared {
    clock_ms: Cell<f64>,
    server: RefCell<Server>,
    keys: RefCell<KeySource>,
    files: RefCell<Files>,
    hash_ms: Cell<u32>,
    abort_at_ms: Cell<f64>,
    /// How many asks were made, and which of them wait: those from a number on that were not released.
    asks: Cell<usize>,
    held_from: Cell<usize>,
    released: RefCell<Vec<usize>>,
    lines: Cell<usize>,
    log: RefCell<Vec<String>>,
    hook: RefCell<Rc<dyn Fn()>>,
    sent: RefCell<Vec<Sent>>,
    warnings: RefCell<Vec<String>>,
}

impl World {
    /// A world whose server gives these answers, one a request.
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut answers = answers.into_iter().collect::<Vec<_>>().into_iter();
        Self::serving(move |sent| answers.next().unwrap_or_else(|| panic!("no answer for {} is left", sent.url)))
    }

    /// A world whose server answers as the function says.
    pub(crate) fn serving(server: impl FnMut(&Sent) -> Answer + 'static) -> Self {
        let shared = Shared {
            clock_ms: Cell::new(NOON_MS),
            server: RefCell::new(Box::new(server)),
            keys: RefCell::new(Box::new(|_| (0, Ok(super::script::access_keys("AKID", None))))),
            files: RefCell::new((0, Ok(Vec::new()))),
            hash_ms: Cell::new(0),
            abort_at_ms: Cell::new(f64::INFINITY),
            asks: Cell::default(),
            held_from: Cell::new(usize::MAX),
            released: RefCell::default(),
            lines: Cell::new(1),
            log: RefCell::default(),
            hook: RefCell::new(Rc::new(|| {})),
            sent: RefCell::default(),
            warnings: RefCell::default(),
        };
        Self::of(Rc::new(shared), 0)
    }

    fn of(shared: Rc<Shared>, number: usize) -> Self {
        let (payload, deadline_ms, reply) = Default::default();
        Self { shared, number, payload, deadline_ms, reply }
    }

    fn note(&self, what: &str) {
        let ms = self.now() - NOON_MS;
        let line = if self.number == 0 { String::new() } else { format!("[{}] ", self.number) };
        self.shared.log.borrow_mut().push(format!("{ms} {line}{what}"));
        let hook = self.shared.hook.borrow().clone();
        hook();
    }

    /// Waits until the ask is answered, if asks are held.
    async fn ask(&self, what: String) {
        self.note(&what);
        let number = self.shared.asks.replace(self.asks() + 1);
        Held { world: self, number, what, is_answered: false }.await;
    }

    fn limit(&self, limit_ms: u32) {
        self.deadline_ms.set((limit_ms > 0).then(|| self.now() + f64::from(limit_ms)));
    }

    /// Lets time pass: less, if the signal or the limit comes first.
    fn pass(&self, ms: u32) -> Result<(), Failure> {
        let abort_ms = self.shared.abort_at_ms.get();
        let deadline_ms = self.deadline_ms.get().unwrap_or(f64::INFINITY);
        let done_ms = self.now() + f64::from(ms);
        let clock = &self.shared.clock_ms;
        if abort_ms <= done_ms.min(deadline_ms) {
            clock.set(abort_ms.max(self.now()));
            return Err(Failure { kind: FailureKind::Aborted, cause: REASON });
        }
        clock.set(done_ms.min(deadline_ms).max(self.now()));
        if deadline_ms < done_ms { Err(Failure { kind: FailureKind::TimedOut, cause: 0 }) } else { Ok(()) }
    }
}

/// An ask that may have to wait. It says when it is given up.
struct Held<'a> {
    world: &'a World,
    number: usize,
    what: String,
    is_answered: bool,
}

impl Future for Held<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        let Shared { held_from, released, .. } = &*self.world.shared;
        let is_answered = self.number < held_from.get() || released.borrow().contains(&self.number);
        self.is_answered = is_answered;
        if is_answered { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if !self.is_answered {
            let word = self.what.split(' ').next().unwrap_or_default();
            self.world.note(&format!("gave up {word}"));
        }
    }
}

impl Io for World {
    async fn keys(&self, limit_ms: u32) -> Result<Keys, Failure> {
        self.limit(limit_ms);
        self.ask(format!("keys within {limit_ms}")).await;
        let (ms, keys) = (self.shared.keys.borrow_mut())(self.now());
        self.pass(ms)?;
        keys
    }

    async fn hash(&self) -> Result<String, Failure> {
        self.ask("hash".to_owned()).await;
        self.pass(self.shared.hash_ms.get())?;
        Ok(bedrock_wasm::sign::sha256_hex(self.payload.borrow().as_bytes()))
    }

    async fn exchange(&self, request: &Request, limit_ms: u32) -> Result<Head, Failure> {
        self.limit(limit_ms);
        self.ask(words::exchange(request, limit_ms)).await;
        let sent = Sent { url: request.url(), request: request.clone(), payload: self.payload.borrow().clone() };
        self.shared.sent.borrow_mut().push(sent.clone());
        let answer = (self.shared.server.borrow_mut())(&sent);
        self.pass(answer.head_ms)?;
        let head = answer.head.clone();
        self.reply.replace(Some(answer));
        head
    }

    /// Of a stream, the body says with a `\u{100}` where a piece ends.
    async fn body(&self, want: Want, limit_ms: u32) -> Result<String, Failure> {
        if want == Want::Piece {
            self.limit(limit_ms);
            self.ask(format!("piece within {limit_ms}")).await;
            let mut reply = self.reply.borrow_mut();
            let reply = reply.as_mut().expect("a stream is read after its head");
            self.pass(reply.body_ms)?;
            self.limit(0);
            let body = reply.body.clone()?;
            let (piece, rest) = body.split_once('\u{100}').unwrap_or((&body, ""));
            reply.body = Ok(rest.to_owned());
            return Ok(piece.to_owned());
        }
        self.ask(format!("body {want:?}")).await;
        let reply = self.reply.take().expect("a body is read once, after its head");
        self.pass(reply.body_ms)?;
        self.limit(0);
        let text = reply.body?;
        match want {
            Want::Text | Want::Outline => Ok(text),
            Want::Json if !text.starts_with('{') => Err(Failure { kind: FailureKind::NotJson(text), cause: 5 }),
            Want::Json | Want::Bytes | Want::Piece => Ok(String::new()),
        }
    }

    async fn files(&self, addresses: &[String]) -> Result<Vec<String>, Failure> {
        self.limit(FILES_LIMIT_MS);
        self.ask(format!("files {}", addresses.join(" "))).await;
        let (ms, files) = self.shared.files.borrow().clone();
        self.pass(ms)?;
        self.limit(0);
        files
    }

    async fn sleep(&self, ms: u32) -> Result<(), Failure> {
        self.limit(0);
        self.ask(format!("sleep {ms}")).await;
        self.pass(ms)
    }

    fn set_payload(&self, text: &str) {
        self.note("payload");
        self.payload.replace(text.to_owned());
    }

    fn line(&self) -> Self {
        let number = self.shared.lines.replace(self.shared.lines.get() + 1);
        Self::of(self.shared.clone(), number)
    }

    fn now(&self) -> f64 {
        self.shared.clock_ms.get()
    }

    fn random(&self) -> f64 {
        1.0
    }

    fn tell(&self, told: Told<'_>) {
        if let Told::Warning(_, message, _) = told {
            self.shared.warnings.borrow_mut().push(message.to_owned());
        }
        self.note(&words::told(&told));
    }
}

/// The outcome of a future whose world answers at once: one poll, no executor.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    poll(pin!(future)).expect("the world answers at once")
}

/// Polls once.
pub(crate) fn poll<T>(future: Pin<&mut impl Future<Output = T>>) -> Option<T> {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
