//! The client as the package's facade holds it: options in, a promise of a reply for each call out.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Date;
use js_sys::Function;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

use super::abort::Guard;
use super::auth;
use super::auth::Auth;
use super::call::Call;
use super::error::Failure;
use super::input::Input;
#[cfg(feature = "openai")]
use super::models::Models;
use super::observe::Observer;
use super::options::CALL_OPTIONS;
use super::options::CLIENT_OPTIONS;
use super::options::Options;
use crate::attempts;
use crate::bedrock::operation::Operation;
use crate::config::Config;
use crate::error::Error;
use crate::http::Head;
use crate::sign::Signer;

/// A client of one region.
#[wasm_bindgen]
pub struct Client {
    pub(crate) shared: Rc<Shared>,
}

/// What the calls of a client have in common.
pub(crate) struct Shared {
    pub(crate) config: Rc<Config>,
    pub(crate) auth: Auth,
    pub(crate) fetch: Option<Function>,
    pub(crate) observer: Observer,
    pub(crate) signer: RefCell<Signer>,
    pub(crate) attempts: RefCell<attempts::Shared>,
    #[cfg(feature = "openai")]
    pub(crate) models: Models,
}

#[wasm_bindgen]
impl Client {
    /// Takes what `new Bedrock({ … })` was given, or options of that kind. Messages call them the options of `of`.
    ///
    /// # Errors
    /// A `BedrockError` or `AuthenticationError` naming the option.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue, of: &str) -> Result<Client, JsValue> {
        Ok(Self { shared: Rc::new(shared(options, of).map_err(Failure::from)?) })
    }

    /// Makes a short-term Bedrock API key of the client's credentials: all but the base64 of it.
    ///
    /// `options` may have `expiresIn`, in seconds.
    #[wasm_bindgen(js_name = createApiKey)]
    pub fn create_api_key(&self, options: JsValue) -> Promise {
        let shared = self.shared.clone();
        future_to_promise(async move {
            let options = Options::new(&options, "createApiKey").map_err(Failure::from)?;
            options.warn_of_unknown(&["expiresIn"], &shared.observer);
            let expires_in =
                options.data("expiresIn", JsValue::as_f64, "a number of seconds").map_err(Failure::from)?;
            let guard = Guard::new(None, shared.config.call.timeout_ms)?;
            Ok(auth::create_api_key(&shared, expires_in, &guard).await?.into())
        })
    }

    /// Calls the operation of this AWS name. Resolves to the reply that `pkg-template/client/client.js` takes apart.
    /// `fetch` takes the place of the client's own where the operation needs a WebSocket.
    ///
    /// Not an `async fn`: that would keep the client borrowed, and freeing it during a call would throw.
    pub fn send(&self, operation: &str, input: JsValue, options: JsValue, fetch: Option<Function>) -> Promise {
        let shared = self.shared.clone();
        let operation = Operation::named(operation);
        future_to_promise(async move {
            let operation = operation.ok_or_else(|| Failure::from(Error::input("Bedrock has no such operation.")))?;
            let options = Options::new(&options, operation.method_name).map_err(Failure::from)?;
            options.warn_of_unknown(&CALL_OPTIONS, &shared.observer);
            let input = Input::of(operation, &input)?;
            let client = shared.config_of_call(&options, None).map_err(Failure::from)?;
            Ok(Call::new(shared.clone(), client, operation, input, &options, fetch)?.send().await?)
        })
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("config", &self.shared.config).finish_non_exhaustive()
    }
}

fn shared(options: &JsValue, of: &str) -> Result<Shared, Error> {
    let options = Options::new(options, of)?;
    let observer = Observer::new(&options)?;
    options.warn_of_unknown(&CLIENT_OPTIONS, &observer);
    #[cfg(feature = "openai")]
    let models = Models::new(&options, &observer)?;
    Ok(Shared {
        config: Rc::new(Config::parse(&options.client()?, &options.call()?)?),
        auth: Auth::new(&options)?,
        fetch: options.function("fetch")?,
        observer,
        signer: RefCell::default(),
        attempts: RefCell::default(),
        #[cfg(feature = "openai")]
        models,
    })
}

impl Shared {
    /// The configuration of a call whose options, or else its model's name, may name another region.
    pub(crate) fn config_of_call(&self, options: &Options<'_>, named: Option<&str>) -> Result<Rc<Config>, Error> {
        let region = options.data("region", JsValue::as_string, "a string such as \"us-east-1\"")?;
        match region.as_deref().or(named) {
            Some(region) => Ok(Rc::new(self.config.in_region(region)?)),
            None => Ok(self.config.clone()),
        }
    }

    /// The service's time in milliseconds since 1970, as far as it is known.
    pub(crate) fn now_ms(&self) -> f64 {
        self.attempts.borrow().clock.now_ms(Date::now())
    }

    /// Learns the service's time from the head of a response, and says whether that is news.
    pub(crate) fn learn_time(&self, head: &Head, sent_ms: f64, received_ms: f64) -> bool {
        let clock = &mut self.attempts.borrow_mut().clock;
        let before = *clock;
        clock.learn(head, sent_ms, received_ms);
        *clock != before
    }
}
