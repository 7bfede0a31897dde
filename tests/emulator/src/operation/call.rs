//! A request whose signature is right and whose operation is known, as handlers see it.

use axum::http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::Route;
use crate::errors::ServiceError;
use crate::exchange::Exchange;
use crate::json;
use crate::server::Service;
use crate::session::Session;
use crate::shape::Shape;

pub(crate) struct Call<'a> {
    pub(crate) service: &'a Service,
    pub(crate) exchange: &'a Exchange,
    pub(crate) route: &'a Route,
    /// The Region that the request was signed for.
    pub(crate) region: &'a str,
    /// The query as it stands on the wire.
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

impl Call<'_> {
    pub(crate) fn label(&self, name: &str) -> &str {
        self.route.label(name)
    }

    pub(crate) fn session(&self) -> &Session {
        &self.exchange.session
    }

    /// The body of an operation whose body is an object.
    pub(crate) fn json(&self) -> Result<Value, ServiceError> {
        json::body(self.body)
    }

    /// A parameter of the query, decoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(key, _)| *key == name)?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    }

    /// A parameter that must be one of `allowed` if it is there.
    pub(crate) fn choice(&self, name: &str, allowed: &[&str], shape: &mut Shape) -> Option<String> {
        let value = self.parameter(name)?;
        shape.choice(name, &value, allowed);
        Some(value)
    }

    /// For the log, where the path does not say it.
    pub(crate) fn note_model(&self, model_id: &str) {
        self.exchange.note(|record| record.model_id = Some(model_id.to_owned()));
    }
}
