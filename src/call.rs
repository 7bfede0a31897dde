//! One call over the port: keys, signature, exchange, verdict, and again, until an attempt succeeds or none is left.

#[cfg(feature = "more")]
mod api_key;
mod authorize;
mod begin;
mod errors;
mod job;
mod keys;
mod secrets;
mod together;

use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;

use crate::attempts;
use crate::attempts::Attempts;
use crate::attempts::Next;
use crate::bedrock::operation::Auth;
use crate::bedrock::operation::SENDS_EVENTS;
use crate::bedrock::operation::Stream;
use crate::config::Config;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::http::Head;
use crate::http::Request;
use crate::io::Attempt;
use crate::io::Because;
use crate::io::Io;
use crate::io::Keys;
use crate::io::Told;
use crate::io::Want;
use crate::pipeline;
use crate::pipeline::EventReader;
use crate::pipeline::Verdict;
use crate::sign::Signer;

use self::begin::begins;
use self::errors::error_of;
use self::errors::refusal;
use self::errors::unread;
pub use self::job::Job;
pub use self::secrets::Secrets;
use self::secrets::learn_secrets;
pub use self::together::all;

/// A client: its valid options, and the facts that its calls learn for each other.
#[derive(Debug)]
pub struct Client {
    /// The options.
    pub config: Config,
    signer: RefCell<Signer>,
    attempts: RefCell<attempts::Shared>,
    keys: RefCell<Option<Keys>>,
    /// Whether the caller can be asked for other credentials.
    renews_keys: bool,
    /// Whether the caller was told that the last refresh of the credentials failed.
    warned_of_refresh: Cell<bool>,
}

/// A reply whose head is good. Its body was read as [`Job::want`] says; that of a stream is still to come.
#[derive(Debug)]
pub struct Reply {
    /// Status and headers.
    pub head: Head,
    /// The body, where it was wanted as text.
    pub text: String,
    /// The signed request of a stream and its credentials, which sign the events that the caller sends. `None` where no
    /// operation sends events.
    pub signed: Option<(Request, Rc<Credentials>)>,
    /// Held as long as others may quote the request: until its stream has ended.
    pub secrets: Secrets,
}

/// A failed attempt, with its other known facts.
struct Failed {
    error: Error,
    head: Option<Head>,
    keys: Option<Keys>,
    request: Option<Request>,
}

impl Client {
    /// A client that has learnt nothing yet. `renews_keys` says that its credentials are a function.
    pub fn new(config: Config, renews_keys: bool) -> Self {
        let (signer, attempts, keys, warned_of_refresh) = Default::default();
        Self { config, signer, attempts, keys, renews_keys, warned_of_refresh }
    }

    /// Takes over the facts that another client with the same options has learnt: its keys, and how many milliseconds
    /// the local clock is behind the service's.
    pub fn learn_from(&self, keys: Option<Keys>, offset_ms: f64) {
        self.keys.replace(keys);
        self.attempts.borrow_mut().set_offset_ms(offset_ms);
    }

    /// The service's time in milliseconds since 1970 when the local clock shows `local_ms`, as far as it is known.
    pub fn service_time_ms(&self, local_ms: f64) -> f64 {
        self.attempts.borrow().clock.now_ms(local_ms)
    }

    /// Makes the call.
    ///
    /// # Errors
    /// The error of the last attempt.
    pub async fn call<I: Io>(&self, io: &I, job: &Job) -> Result<Reply, Error> {
        authorize::warn(io, job);
        let mut attempts = Attempts::new(job.config.max_retries);
        let mut payload_hash = String::new();
        loop {
            let number = attempts.begin(&self.attempts.borrow());
            let failed = match self.attempt(io, job, number, &mut payload_hash).await {
                Ok(reply) => {
                    attempts.succeeded(&mut self.attempts.borrow_mut());
                    return Ok(reply);
                }
                Err(failed) => failed,
            };
            let delay_ms = self.after(io, job, &mut attempts, number, failed)?;
            if delay_ms > 0 {
                io.sleep(delay_ms).await.map_err(|failure| error_of(job, failure))?;
            }
        }
    }

    async fn attempt<I: Io>(&self, io: &I, job: &Job, number: u32, hash: &mut String) -> Result<Reply, Failed> {
        let begun_ms = io.now();
        let mut keys = None;
        if job.operation.auth != Auth::None {
            let good = self.keys(io, job, begun_ms).await?;
            if matches!(good, Keys::Access(_)) && hash.is_empty() {
                *hash = io.hash().await.map_err(|failure| error_of(job, failure))?;
            }
            keys = Some(good);
        }
        let sent_ms = io.now();
        let request = self.authorize(job, keys.as_ref(), hash, sent_ms)?;
        let secrets = learn_secrets(job, keys.as_ref(), Some(&request));
        io.tell(Told::Request(job.attempt(number), &request));
        let limit_ms = left_ms(job.config.timeout_ms, sent_ms - begun_ms);
        let head = match io.exchange(&request, limit_ms).await {
            Ok(head) => head,
            Err(failure) => {
                let (error, request) = (error_of(job, failure), Some(request));
                return Err(Failed { error, head: None, keys, request });
            }
        };
        self.learn(io, job.attempt(number), &head, sent_ms);
        let verdict = pipeline::check_head(job.operation, &head);
        let want = match verdict {
            Verdict::Refused => Want::Text,
            Verdict::Good if job.is_stream() => Want::Piece,
            Verdict::Good => job.want,
        };
        let mut reader = EventReader::new(Stream::Converse);
        // One place waits for all kinds of bodies: each such place is half a KB of code.
        let error = loop {
            // In a stream both ways, the first event answers the caller's.
            let body = match want {
                Want::Piece if job.operation.sends_events() => Ok(String::new()),
                _ => io.body(want, job.config.stream_idle_timeout_ms).await,
            };
            let text = match verdict {
                Verdict::Refused => break refusal(job, &head, body),
                Verdict::Good if want == Want::Piece => begins(job, &mut reader, &head, body),
                Verdict::Good => body.map(Some).map_err(|failure| unread(job, &head, failure)),
            };
            match text {
                Ok(None) => {}
                Ok(Some(text)) => {
                    let signed = match keys {
                        Some(Keys::Access(credentials)) if SENDS_EVENTS && want == Want::Piece => {
                            Some((request, credentials))
                        }
                        _ => None,
                    };
                    return Ok(Reply { head, text, signed, secrets });
                }
                Err(error) => break error,
            }
        };
        Err(Failed { error, head: Some(head), keys, request: Some(request) })
    }

    /// Reports a head, and learns the service's time from it.
    #[inline(never)]
    fn learn(&self, io: &impl Io, attempt: Attempt<'_>, head: &Head, sent_ms: f64) {
        let received_ms = io.now();
        io.tell(Told::Response(attempt, head, received_ms - sent_ms));
        if !self.config.correct_clock_skew {
            return;
        }
        let mut shared = self.attempts.borrow_mut();
        let before = shared.clock;
        shared.clock.learn(head, sent_ms, received_ms);
        let is_news = shared.clock != before;
        // A hook may call the client.
        drop(shared);
        if is_news {
            let message = "This machine's clock differs from AWS's by minutes. Signatures follow AWS's from now on.";
            io.tell(Told::Warning("clock_skew", message, Because::Itself));
        }
    }

    /// Decides after a failed attempt: the milliseconds before the next one, or the error for the caller.
    #[inline(never)]
    fn after<I: Io>(
        &self,
        io: &I,
        job: &Job,
        attempts: &mut Attempts,
        number: u32,
        failed: Failed,
    ) -> Result<u32, Error> {
        let Failed { error, head, keys, request } = failed;
        // Held until all listeners were told, and the last to be forgotten afterwards.
        let _secrets = learn_secrets(job, keys.as_ref(), request.as_ref());
        let now_ms = self.service_time_ms(io.now());
        let mut shared = self.attempts.borrow_mut();
        let renew = || keys.as_ref().is_some_and(|used| self.forget(used));
        let next = attempts.failed(&mut shared, &error, head.as_ref(), now_ms, io.random(), renew);
        let delay_ms = match next {
            Next::Stop if attempts.clock_explains(&shared, &error) => return Err(error.passed()),
            Next::Stop => return Err(error.after_retries(number.saturating_sub(1))),
            Next::Renew => 0,
            Next::Wait(delay_ms) => delay_ms as u32,
        };
        drop(shared);
        io.tell(Told::Retry(job.attempt(number), &error, delay_ms));
        // Even a wait of nothing lets the caller's signal end the call.
        Ok(if next == Next::Renew { 0 } else { delay_ms.max(1) })
    }
}

/// The rest of a limit. A limit of 0 means no limit.
fn left_ms(limit_ms: u32, passed_ms: f64) -> u32 {
    if limit_ms == 0 { 0 } else { (f64::from(limit_ms) - passed_ms).max(1.0) as u32 }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, head: None, keys: None, request: None }
    }
}
