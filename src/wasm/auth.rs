//! How a request says who sends it: with a signature by access keys, or with a Bedrock API key.

use js_sys::Function;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

use super::abort::Guard;
use super::client::Shared;
use super::credentials::Source;
use super::error::Failure;
use super::options::Options;
use crate::credentials::ApiKey;
use crate::error::Error;
use crate::http::Request;
use crate::sign;

/// What a client authorizes its requests with.
pub(crate) enum Auth {
    Keys(Source),
    ApiKey(KeySource),
    /// Nothing: enough for what needs no signature.
    None,
}

/// A key, or a function that is asked for one before each attempt.
pub(crate) enum KeySource {
    Static(ApiKey),
    Function(Function),
}

impl Auth {
    /// Reads `credentials` or `apiKey`.
    pub(crate) fn new(options: &Options<'_>) -> Result<Self, Error> {
        match (options.value("credentials"), options.value("apiKey")) {
            (Some(_), Some(_)) => Err(Error::credentials(
                "There are both credentials and an apiKey, and a request can carry only one of them. Leave one out.",
            )),
            (Some(credentials), None) => Ok(Self::Keys(Source::new(credentials)?)),
            (None, Some(key)) => match key.dyn_into::<Function>() {
                Ok(function) => Ok(Self::ApiKey(KeySource::Function(function))),
                Err(key) => Ok(Self::ApiKey(KeySource::Static(read_key(&key)?))),
            },
            (None, None) => Ok(Self::None),
        }
    }

    /// Where the access keys are.
    pub(crate) fn source(&self) -> Result<&Source, Error> {
        match self {
            Self::Keys(source) => Ok(source),
            Self::ApiKey(_) => {
                Err(Error::credentials("Bedrock takes no API key for this. Pass `credentials` instead of an apiKey."))
            }
            Self::None => Err(Error::credentials(
                "No credentials. Pass temporary ones: new Bedrock({ credentials: { accessKeyId, secretAccessKey, sessionToken }, … }), a function that resolves to them, or an `apiKey`.",
            )),
        }
    }
}

impl KeySource {
    pub(crate) async fn authorize(&self, request: Request, guard: &Guard) -> Result<Request, Failure> {
        let key = match self {
            Self::Static(key) => key.clone(),
            Self::Function(function) => {
                let started = function.call0(&JsValue::UNDEFINED).map(|value| Promise::resolve(&value));
                let answer = guard.race(started).await;
                guard.check()?;
                let value = answer.map_err(|thrown| Failure::of_provider("apiKey", thrown))?;
                read_key(&value)?
            }
        };
        Ok(sign::authorize(request, &key))
    }
}

/// Makes a short-term API key of access keys, for at most as long as these are good. `expires_in_s` is in seconds.
pub(crate) async fn create_api_key(
    shared: &Shared,
    expires_in_s: Option<f64>,
    guard: &Guard,
) -> Result<String, Failure> {
    let source = shared.auth.source()?;
    let wanted_s = expires_in_s.unwrap_or(EXPIRES_IN_S_MAX);
    if wanted_s.fract() != 0.0 || !(1.0..=EXPIRES_IN_S_MAX).contains(&wanted_s) {
        return Err(Error::input("expiresIn is not a whole number of seconds from 1 to 43200. Pass one.").into());
    }
    let credentials = source.get(shared, guard).await?;
    let now_ms = shared.now_ms();
    let left_s = credentials.seconds_left(now_ms).unwrap_or(u32::MAX).max(1);
    let region = &shared.config.signing_region;
    Ok(shared.signer.borrow_mut().short_term_key(&credentials, region, left_s.min(wanted_s as u32), now_ms))
}

fn read_key(value: &JsValue) -> Result<ApiKey, Error> {
    let text = value.as_string();
    ApiKey::new(text.ok_or_else(|| {
        Error::credentials("The apiKey is not a string. Pass one, or a function that resolves to one.")
    })?)
}

const EXPIRES_IN_S_MAX: f64 = 43_200.0;
