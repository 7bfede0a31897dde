//! Where credentials come from: an object, or a function that is asked again before they expire.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Date;
use js_sys::Function;
use js_sys::Object;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

use super::abort::Guard;
use super::error::Failure;
use super::options::Options;
use crate::credentials::Credentials;
use crate::credentials::CredentialsInput;
use crate::error::Error;

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
}

impl Source {
    pub(crate) fn new(value: Option<JsValue>) -> Result<Self, Error> {
        let value = value.ok_or_else(|| {
            Error::credentials(
                "No credentials. Pass temporary ones: new Bedrock({ credentials: { accessKeyId, secretAccessKey, sessionToken }, … }), a function that resolves to them, or an `apiKey`.",
            )
        })?;
        match value.dyn_into::<Function>() {
            Ok(function) => {
                Ok(Self::Provider(Provider { function, cached: RefCell::default(), pending: RefCell::default() }))
            }
            Err(value) => Ok(Self::Static(Rc::new(read(&value)?))),
        }
    }

    /// Credentials that are good at `now_ms`.
    pub(crate) async fn get(&self, now_ms: f64, guard: &Guard) -> Result<Rc<Credentials>, Failure> {
        let credentials = match self {
            Self::Static(credentials) => credentials.clone(),
            Self::Provider(provider) => provider.get(now_ms, guard).await?,
        };
        credentials.check_not_expired(now_ms)?;
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
    async fn get(&self, now_ms: f64, guard: &Guard) -> Result<Rc<Credentials>, Failure> {
        let cached = self.cached.borrow().clone().filter(|credentials| !credentials.wants_refresh(now_ms));
        if let Some(credentials) = cached {
            return Ok(credentials);
        }
        let pending = self.pending.borrow().clone();
        let promise = match pending {
            Some(promise) => promise,
            None => self.ask(),
        };
        let answer = guard.race(Ok(promise.clone())).await;
        if self.pending.borrow().as_ref().is_some_and(|pending| Object::is(pending, &promise)) {
            *self.pending.borrow_mut() = None;
        }
        guard.check()?;
        let value = answer.map_err(|thrown| {
            Failure::caused_by(Error::credentials("The `credentials` function failed: see this error's cause."), thrown)
        })?;
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
