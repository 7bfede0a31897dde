//! Option objects, member by member, so that a refusal can name the member.

use js_sys::Array;
use js_sys::Function;
use js_sys::Object;
use js_sys::Reflect;
use js_sys::Symbol;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::observe::Observer;
use crate::config::CallOptions;
use crate::config::ClientOptions;
use crate::error::Error;

/// An option object, or nothing.
pub(crate) struct Options<'a> {
    object: &'a JsValue,
    /// How messages call it.
    of: &'a str,
}

impl<'a> Options<'a> {
    /// Takes an object, `undefined` or `null`.
    pub(crate) fn new(object: &'a JsValue, of: &'a str) -> Result<Self, Error> {
        if object.is_undefined() || object.is_null() || (object.is_object() && !Array::is_array(object)) {
            return Ok(Self { object, of });
        }
        Err(Error::input(format!("The options of {of} are not an object. Pass {{ name: value }} or nothing.")))
    }

    /// A member, unless it is absent, `undefined` or `null`.
    pub(crate) fn value(&self, name: &str) -> Option<JsValue> {
        if !self.object.is_object() {
            return None;
        }
        Reflect::get(self.object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
    }

    /// A member of plain data, read with one of `JsValue`'s `as_` methods: `serde_wasm_bindgen::from_value` would bring
    /// float formatting for messages that show the value, and the value may be a secret in the wrong place.
    pub(crate) fn data<T>(
        &self,
        name: &str,
        read: fn(&JsValue) -> Option<T>,
        expected: &str,
    ) -> Result<Option<T>, Error> {
        self.value(name).map(|value| read(&value).ok_or_else(|| self.malformed(name, expected))).transpose()
    }

    /// A member that is a function.
    pub(crate) fn function(&self, name: &str) -> Result<Option<Function>, Error> {
        self.value(name).map(JsCast::dyn_into).transpose().map_err(|_| self.malformed(name, "a function"))
    }

    /// A member that is an object of names and values, or pairs of them, such as `Headers` or a `Map`.
    pub(crate) fn pairs(&self, name: &str) -> Result<Option<Vec<(String, String)>>, Error> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let entries = |object: &Object| match Reflect::has(object, &Symbol::iterator()) {
            Ok(true) => Array::from(object),
            _ => Object::entries(object),
        };
        let pair = |entry: JsValue| {
            let entry: Array = entry.dyn_into().ok()?;
            Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
        };
        let pairs = value.dyn_ref::<Object>().and_then(|object| entries(object).iter().map(pair).collect());
        pairs.map(Some).ok_or_else(|| self.malformed(name, "an object of strings"))
    }

    /// A member that is a list of strings; of one that is absent, none.
    #[cfg(feature = "openai")]
    pub(crate) fn strings(&self, name: &str) -> Result<Vec<String>, Error> {
        let Some(value) = self.value(name) else { return Ok(Vec::new()) };
        let strings =
            Array::is_array(&value).then(|| Array::from(&value).iter().map(|item| item.as_string()).collect());
        strings.flatten().ok_or_else(|| self.malformed(name, "a list of strings"))
    }

    /// The member `signal`. Duck-typed, since signals of other realms are as good.
    pub(crate) fn signal(&self) -> Result<Option<AbortSignal>, Error> {
        let is_signal =
            |value: &JsValue| Reflect::get(value, &"aborted".into()).is_ok_and(|aborted| aborted.as_bool().is_some());
        match self.value("signal") {
            Some(value) if !value.is_object() || !is_signal(&value) => Err(self.malformed("signal", "an AbortSignal")),
            value => Ok(value.map(JsCast::unchecked_into)),
        }
    }

    /// Says of each member that is not known that it has no effect: it may be misspelt.
    pub(crate) fn warn_of_unknown(&self, known: &[&str], observer: &Observer) {
        if !self.object.is_object() {
            return;
        }
        for name in Object::keys(self.object.unchecked_ref::<Object>()).iter().filter_map(|name| name.as_string()) {
            if !known.contains(&name.as_str()) {
                let message = format!("{} has no option \"{name}\": it has no effect. Check how it is spelt.", self.of);
                observer.warn("unknown_option", &message);
            }
        }
    }

    fn malformed(&self, name: &str, expected: &str) -> Error {
        Error::input(format!("{name}, an option of {}, is not {expected}.", self.of))
    }

    pub(crate) fn client(&self) -> Result<ClientOptions, Error> {
        Ok(ClientOptions {
            region: self.data("region", JsValue::as_string, "a string such as \"us-east-1\"")?,
            endpoints: self.endpoints()?,
            signing_region: self.data("signingRegion", JsValue::as_string, "a string such as \"us-east-1\"")?,
            signing_host: self.data("signingHost", JsValue::as_string, "a string such as \"aws.example.com\"")?,
            use_fips_endpoint: self.data("useFipsEndpoint", JsValue::as_bool, "true or false")?,
            use_dualstack_endpoint: self.data("useDualstackEndpoint", JsValue::as_bool, "true or false")?,
            default_headers: self.pairs("defaultHeaders")?,
            correct_clock_skew: self.data("correctClockSkew", JsValue::as_bool, "true or false")?,
        })
    }

    /// The member `endpoint`: an address for all services, or an object of addresses for each.
    fn endpoints(&self) -> Result<Vec<(Option<&'static str>, String)>, Error> {
        const EXPECTED: &str = "a string such as \"https://gateway.example.com\"";
        let value = match self.value("endpoint") {
            Some(value) if value.is_object() => value,
            _ => {
                let address = self.data("endpoint", JsValue::as_string, EXPECTED)?;
                return Ok(address.map(|address| (None, address)).into_iter().collect());
            }
        };
        let members = Options::new(&value, "endpoint")?;
        let mut endpoints = Vec::new();
        for (name, endpoint_prefix) in SERVICES {
            if let Some(address) = members.data(name, JsValue::as_string, EXPECTED)? {
                endpoints.push((Some(endpoint_prefix), address));
            }
        }
        Ok(endpoints)
    }

    pub(crate) fn call(&self) -> Result<CallOptions, Error> {
        Ok(CallOptions {
            max_retries: self.data("maxRetries", JsValue::as_f64, "a number")?,
            timeout: self.data("timeout", JsValue::as_f64, "a number of milliseconds")?,
            stream_idle_timeout: self.data("streamIdleTimeout", JsValue::as_f64, "a number of milliseconds")?,
            headers: self.pairs("headers")?,
            query: self.pairs("query")?,
        })
    }
}

/// What the object `endpoint` may name, and what the names of that service's own hosts begin with.
const SERVICES: [(&str, &str); 3] =
    [("bedrockRuntime", "bedrock-runtime"), ("bedrockAgentRuntime", "bedrock-agent-runtime"), ("bedrock", "bedrock")];

/// What `new Bedrock` knows.
pub(crate) const CLIENT_OPTIONS: [&str; 25] = [
    "region",
    "credentials",
    "apiKey",
    "endpoint",
    "signingRegion",
    "signingHost",
    "useFipsEndpoint",
    "useDualstackEndpoint",
    "correctClockSkew",
    "maxRetries",
    "timeout",
    "streamIdleTimeout",
    "fetch",
    "WebSocket",
    "defaultHeaders",
    "logger",
    "logLevel",
    "onRequest",
    "onResponse",
    "onRetry",
    "onWarning",
    "inferenceProfile",
    "fetchImages",
    "models",
    "unsupportedParams",
];

/// What an operation knows.
pub(crate) const CALL_OPTIONS: [&str; 7] =
    ["signal", "timeout", "streamIdleTimeout", "maxRetries", "headers", "query", "region"];
