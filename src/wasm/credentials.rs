//! Where credentials come from: an object, or a function that is asked again before they expire.

use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Date;
use js_sys::Function;
use js_sys::Object;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

use super::abort::Guard;
use super::client::Shared;
use super::error::Failure;
use super::options::Options;
use crate::credentials::Credentials;
use crate::credentials::CredentialsInput;
use crate::error::Error;
use crate::error::Kind;

/// A source of credentials.
pub(crate) enum Source {
    Static(Rc<Credentials>),
    Provider(Provider),
}

/// A caller's function, with what it last resolved to.
pub(crate) struct Provider {
    function: Function,
    cached: RefCell<Option<Rc<Credentials>>>,
    /// The call in flight: however many requests wait for it, there is one.
    pending: RefCell<Option<Promise>>,
    /// Whether the caller was told that the last call failed.
    warned: Cell<bool>,
}

impl Source {
    pub(crate) fn new(value: JsValue) -> Result<Self, Error> {
        match value.dyn_into::<Function>() {
            Ok(function) => {
                let (cached, pending, warned) = Default::default();
                Ok(Self::Provider(Provider { function, cached, pending, warned }))
            }
            Err(value) => Ok(Self::Static(Rc::new(read(&value)?))),
        }
    }

    /// Credentials that are good now.
    pub(crate) async fn get(&self, shared: &Shared, guard: &Guard) -> Result<Rc<Credentials>, Failure> {
        let credentials = match self {
            Self::Static(credentials) => credentials.clone(),
            Self::Provider(provider) => provider.get(shared, guard).await?,
        };
        credentials.check_not_expired(shared.now_ms())?;
        Ok(credentials)
    }

    /// Forgets credentials that AWS called expired, unless another call has had them replaced already. Says whether
    /// asking again can help.
    pub(crate) fn invalidate(&self, used: &Credentials) -> bool {
        let Self::Provider(provider) = self else {
            return false;
        };
        // By value: each call that waited for the function has read an object of its own.
        provider.cached.borrow_mut().take_if(|cached| **cached == *used);
        true
    }
}

impl Provider {
    async fn get(&self, shared: &Shared, guard: &Guard) -> Result<Rc<Credentials>, Failure> {
        let now_ms = shared.now_ms();
        let cached = self.cached.borrow().clone();
        if let Some(cached) = cached.as_ref().filter(|cached| !cached.wants_refresh(now_ms)) {
            return Ok(cached.clone());
        }
        match self.refresh(guard).await {
            Ok(credentials) => Ok(credentials),
            Err(failure) => {
                guard.check()?;
                // The last minutes of the old ones are there for this.
                let Some(cached) = cached.filter(|cached| cached.check_not_expired(now_ms).is_ok()) else {
                    return Err(failure);
                };
                if !self.warned.replace(true) {
                    let message =
                        format!("{} The last credentials are used until they expire.", failure.error.message());
                    shared.observer.warn_because("credentials_refresh", &message, &failure.cause);
                }
                Ok(cached)
            }
        }
    }

    async fn refresh(&self, guard: &Guard) -> Result<Rc<Credentials>, Failure> {
        let pending = self.pending.borrow().clone();
        let promise = match pending {
            Some(promise) => promise,
            None => self.ask(),
        };
        let answer = guard.race(Ok(promise.clone())).await;
        let interruption = guard.check();
        // Whoever gives up waiting leaves the call to the others, but one that takes too long is not waited for again.
        let is_aborted = matches!(&interruption, Err(failure) if failure.error.kind() == Kind::Abort);
        if !is_aborted && self.pending.borrow().as_ref().is_some_and(|pending| Object::is(pending, &promise)) {
            *self.pending.borrow_mut() = None;
        }
        interruption?;
        let value = answer.map_err(|thrown| Failure::of_provider("credentials", thrown))?;
        let credentials = Rc::new(read(&value)?);
        *self.cached.borrow_mut() = Some(credentials.clone());
        Ok(credentials)
    }

    fn ask(&self) -> Promise {
        let promise = match self.function.call0(&JsValue::UNDEFINED) {
            Ok(value) => Promise::resolve(&value),
            Err(thrown) => Promise::reject(&thrown),
        };
        *self.pending.borrow_mut() = Some(promise.clone());
        self.warned.set(false);
        promise
    }
}

fn read(value: &JsValue) -> Result<Credentials, Error> {
    let malformed = || {
        Error::credentials("The credentials are not an object. Pass { accessKeyId, secretAccessKey, sessionToken }.")
    };
    if !value.is_object() {
        return Err(malformed());
    }
    let members = Options::new(value, "credentials").map_err(|_| malformed())?;
    let string = |name: &str| {
        members.data(name, JsValue::as_string, "a string").map_err(|error| Error::credentials(error.message()))
    };
    let expires_at_ms = match members.value("expiration") {
        None => None,
        Some(expiration) => Some(milliseconds(&expiration).ok_or_else(|| {
            Error::credentials("The expiration of the credentials is no time. Pass a Date, an ISO 8601 string or milliseconds since 1970.")
        })?),
    };
    Credentials::new(CredentialsInput {
        access_key_id: string("accessKeyId")?,
        secret_access_key: string("secretAccessKey")?,
        session_token: string("sessionToken")?,
        expires_at_ms,
    })
}

fn milliseconds(expiration: &JsValue) -> Option<f64> {
    Some(Date::new(expiration).get_time()).filter(|milliseconds| !milliseconds.is_nan())
}
