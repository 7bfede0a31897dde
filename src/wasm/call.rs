//! One call: encode and hash the body once, then sign, fetch and judge until an attempt succeeds or none is left.

use std::pin::Pin;
use std::rc::Rc;

use js_sys::Date;
use js_sys::Function;
use js_sys::Math;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;
use web_sys::Response;

use super::abort::Guard;
use super::auth::Auth as ClientAuth;
use super::client::Shared;
use super::error::Failure;
use super::error::set;
use super::fetch;
use super::hash;
use super::input::Input;
use super::observe::Attempt;
use super::options::Options;
use super::reply::Reply;
use super::sender::EventEncoder;
use crate::attempts::Attempts;
use crate::attempts::Next;
use crate::bedrock::operation::Auth;
use crate::bedrock::operation::Operation;
use crate::bedrock::operation::Payload;
use crate::config::CallConfig;
use crate::config::Config;
use crate::credentials::Credentials;
use crate::http::Head;
use crate::http::Request;
use crate::pipeline;
use crate::pipeline::Verdict;
use crate::sign::Scope;

/// A call that is ready to be sent.
pub(crate) struct Call {
    shared: Rc<Shared>,
    client: Rc<Config>,
    operation: &'static Operation,
    model_id: Option<String>,
    config: CallConfig,
    signal: Option<AbortSignal>,
    request: Request,
    body: Uint8Array,
    fetch: Option<Function>,
}

/// A failed attempt, and what is known of it besides.
struct Failed {
    failure: Failure,
    head: Option<Head>,
    credentials: Option<Rc<Credentials>>,
}

impl Call {
    /// `client` is the configuration of the client, or of another region than its own.
    pub(crate) fn new(
        shared: Rc<Shared>,
        client: Rc<Config>,
        operation: &'static Operation,
        input: Input,
        options: &Options<'_>,
        fetch: Option<Function>,
    ) -> Result<Self, Failure> {
        let Input { members, body } = input;
        let config = client.for_call(&options.call()?)?;
        let request = pipeline::prepare(operation, &members, &client, &config)?;
        let model_id = members.into_iter().find(|(name, _)| *name == "modelId").map(|(_, id)| id);
        if operation.sends_events() && !config.headers.is_empty() {
            let message = "headers and defaultHeaders have no effect here: a WebSocket cannot send any.";
            shared.observer.warn("unsent_headers", message);
        }
        let fetch = fetch.or_else(|| shared.fetch.clone());
        Ok(Self { signal: options.signal()?, shared, client, operation, model_id, config, request, body, fetch })
    }

    /// Boxed, since whoever awaits an `async fn` has the whole of its state machine in his own.
    pub(crate) fn send(&self) -> Pin<Box<dyn Future<Output = Result<JsValue, Failure>> + '_>> {
        Box::pin(self.send_until_done())
    }

    async fn send_until_done(&self) -> Result<JsValue, Failure> {
        let payload_hash = match self.is_signed() {
            true => hash::sha256_hex(&self.body).await,
            false => String::new(),
        };
        let mut attempts = Attempts::new(self.config.max_retries);
        loop {
            let number = attempts.begin(&self.shared.attempts.borrow());
            let attempt = Attempt { operation: self.operation, model_id: self.model_id.as_deref(), number };
            let Failed { failure, head, credentials } = match self.attempt(&attempt, &payload_hash).await {
                Ok(reply) => {
                    attempts.succeeded(&mut self.shared.attempts.borrow_mut());
                    return Ok(reply);
                }
                Err(failed) => failed,
            };
            let now_ms = self.shared.now_ms();
            let next = attempts.failed(
                &mut self.shared.attempts.borrow_mut(),
                &failure.error,
                head.as_ref(),
                now_ms,
                Math::random(),
                || credentials.is_some_and(|used| self.forget(&used)),
            );
            match next {
                Next::Stop if attempts.clock_explains(&self.shared.attempts.borrow(), &failure.error) => {
                    return Err(Failure { error: failure.error.passed(), ..failure });
                }
                Next::Stop => return Err(failure),
                Next::Renew => self.shared.observer.retry(&attempt, &failure, 0),
                Next::Wait(delay_ms) => {
                    self.shared.observer.retry(&attempt, &failure, delay_ms as u32);
                    self.sleep(delay_ms as u32).await?;
                }
            }
        }
    }

    async fn attempt(&self, attempt: &Attempt<'_>, payload_hash: &str) -> Result<JsValue, Failed> {
        let guard = self.guard(self.config.timeout_ms)?;
        let (request, credentials) = self.authorize(payload_hash, &guard).await?;
        let (response, head) = self.exchange(attempt, &request, &guard).await?;
        let verdict = pipeline::check_head(self.operation, &head);
        let reply = Reply { operation: self.operation, response: &response, head: &head };
        if let (Verdict::Good, Payload::Events(stream)) = (verdict, self.operation.output) {
            let reply = reply.stream(stream, guard.controller(), self.config.stream_idle_timeout_ms);
            if let Some(credentials) = credentials.filter(|_| self.operation.sends_events()) {
                let encoder = EventEncoder::new(&request, &credentials, self.scope(), self.shared.clone());
                set(reply.unchecked_ref(), "encoder", &encoder.into());
            }
            return Ok(reply);
        }

        let body = match (verdict, self.operation.output) {
            (Verdict::Good, Payload::Blob) => response.array_buffer(),
            _ => response.text(),
        };
        let body = guard.race(body).await;
        if verdict == Verdict::Refused {
            // A status is worth more than a body that breaks off.
            let body = body.ok().and_then(|text| text.as_string()).unwrap_or_default();
            guard.controller().abort();
            return Err(Failed {
                failure: pipeline::refusal(self.operation, &head, &body).into(),
                head: Some(head),
                credentials,
            });
        }
        guard.check()?;
        let body = body.map_err(|thrown| Failure::caused_by(pipeline::broken_off(), thrown))?;
        Ok(reply.whole(&body)?)
    }

    /// Sends the request and waits for the head of the response, which also tells the service's time.
    async fn exchange(
        &self,
        attempt: &Attempt<'_>,
        request: &Request,
        guard: &Guard,
    ) -> Result<(Response, Head), Failure> {
        let observer = &self.shared.observer;
        observer.request(attempt, request);
        let sent_ms = Date::now();
        let response = fetch::fetch(self.fetch.as_ref(), request, &self.body, guard).await?;
        let received_ms = Date::now();
        let head = fetch::head(&response);
        observer.response(attempt, &head, (received_ms - sent_ms) as u32);
        if self.shared.config.correct_clock_skew && self.shared.learn_time(&head, sent_ms, received_ms) {
            let message = "This machine's clock differs from AWS's by minutes. Signatures follow AWS's from now on.";
            observer.warn("clock_skew", message);
        }
        Ok((response, head))
    }

    /// Whether the request carries a signature, and the body has to be hashed for it.
    fn is_signed(&self) -> bool {
        self.operation.auth != Auth::None && !matches!(self.shared.auth, ClientAuth::ApiKey(_))
    }

    /// The request with a fresh signature or the API key, and the access keys that were used.
    async fn authorize(
        &self,
        payload_hash: &str,
        guard: &Guard,
    ) -> Result<(Request, Option<Rc<Credentials>>), Failure> {
        let request = self.request.clone();
        match (self.operation.auth, &self.shared.auth) {
            (Auth::None, _) => return Ok((request, None)),
            (Auth::SignatureOrApiKey, ClientAuth::ApiKey(key)) => {
                return Ok((key.authorize(request, guard).await?, None));
            }
            _ => {}
        }
        let credentials = self.shared.auth.source()?.get(&self.shared, guard).await?;
        let now_ms = self.shared.now_ms();
        let mut signer = self.shared.signer.borrow_mut();
        let signed = if self.operation.sends_events() {
            signer.presign(request, &credentials, self.scope(), PRESIGNED_FOR_S, now_ms)
        } else {
            signer.sign(request, payload_hash, &credentials, self.scope(), now_ms)
        };
        Ok((signed, Some(credentials)))
    }

    fn scope(&self) -> Scope<'_> {
        Scope { region: &self.client.signing_region, service: self.operation.service.signing_name }
    }

    fn forget(&self, used: &Credentials) -> bool {
        matches!(&self.shared.auth, ClientAuth::Keys(source) if source.invalidate(used))
    }

    async fn sleep(&self, delay_ms: u32) -> Result<(), Failure> {
        // A timer of 0 would be none.
        self.guard(delay_ms.max(1))?.elapse().await
    }

    fn guard(&self, timeout_ms: u32) -> Result<Guard, Failure> {
        Guard::new(self.signal.as_ref(), timeout_ms)
    }
}

impl<F: Into<Failure>> From<F> for Failed {
    fn from(failure: F) -> Self {
        Self { failure: failure.into(), head: None, credentials: None }
    }
}

/// So many seconds a presigned URL may be used, as the AWS SDK has it.
const PRESIGNED_FOR_S: u32 = 60;
