//! What the facade gets for a success: the output, or the response whose body is the stream.

use js_sys::Array;
use js_sys::Object;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::AbortController;
use web_sys::Response;

use super::error::Failure;
use super::error::set;
use crate::bedrock::operation::Operation;
use crate::bedrock::operation::Payload;
use crate::bedrock::operation::Stream;
use crate::bedrock::xml;
use crate::http::Head;
use crate::pipeline;

#[wasm_bindgen]
extern "C" {
    /// Unlike `js_sys::JSON::parse` it takes the string where it is.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub(crate) fn parse_json(text: &JsValue) -> Result<JsValue, JsValue>;
}

/// A response whose head is good.
pub(crate) struct Reply<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) response: &'a Response,
    pub(crate) head: &'a Head,
}

impl Reply<'_> {
    /// A reply whose body is still to come.
    pub(crate) fn stream(&self, stream: Stream, controller: &AbortController, idle_timeout_ms: u32) -> JsValue {
        let reply = self.object(&self.output_headers());
        set(&reply, "controller", controller);
        set(&reply, "isModelStream", &(stream == Stream::Model).into());
        set(&reply, "streamIdleTimeout", &idle_timeout_ms.into());
        reply.into()
    }

    /// A reply whose body is here: a string of JSON, or the `ArrayBuffer` of a blob.
    pub(crate) fn whole(&self, body: &JsValue) -> Result<JsValue, Failure> {
        let reply = if self.operation.output == Payload::Blob {
            let output = self.output_headers();
            set(&output, "body", &Uint8Array::new(body));
            let reply = self.object(&output);
            set(&reply, "usage", &self.counts(&USAGE_HEADERS));
            set(&reply, "metrics", &self.counts(&METRICS_HEADERS));
            reply
        } else if let Payload::Xml(elements) = self.operation.output {
            let output = Object::new();
            let text = body.as_string().unwrap_or_default();
            for name in elements {
                set(&output, name, &xml::element(&text, name).into());
            }
            self.object(&output)
        } else {
            let output = match parse_json(body) {
                Ok(output) if output.is_object() && !Array::is_array(&output) => output,
                other => {
                    let error = pipeline::not_json(self.operation, self.head, &body.as_string().unwrap_or_default());
                    // What JSON.parse throws shows the beginning of the text.
                    let cause = other.err().filter(|_| !self.operation.service.gives_credentials());
                    return Err(Failure::caused_by(error, cause.unwrap_or_default()));
                }
            };
            self.object(&output)
        };
        set(&reply, "raw", body);
        Ok(reply.into())
    }

    fn object(&self, output: &JsValue) -> Object {
        let reply = Object::new();
        set(&reply, "requestId", &self.head.request_id().into());
        set(&reply, "response", self.response);
        set(&reply, "output", output);
        reply
    }

    /// Numbers that a model's own body may not have. Nothing where there is none of them.
    fn counts(&self, headers: &[(&str, &str)]) -> JsValue {
        let counts = Object::new();
        for (member, header) in headers {
            if let Some(count) = self.head.header(header).and_then(|text| text.parse::<u32>().ok()) {
                set(&counts, member, &count.into());
            }
        }
        if Object::keys(&counts).length() == 0 { JsValue::UNDEFINED } else { counts.into() }
    }

    fn output_headers(&self) -> Object {
        let output = Object::new();
        for (member, header) in self.operation.output_headers {
            if let Some(value) = self.head.header(header) {
                set(&output, member, &value.into());
            }
        }
        output
    }
}

const USAGE_HEADERS: [(&str, &str); 4] = [
    ("inputTokens", "x-amzn-bedrock-input-token-count"),
    ("outputTokens", "x-amzn-bedrock-output-token-count"),
    ("cacheReadInputTokens", "x-amzn-bedrock-cache-read-input-token-count"),
    ("cacheWriteInputTokens", "x-amzn-bedrock-cache-write-input-token-count"),
];
const METRICS_HEADERS: [(&str, &str); 1] = [("latencyMs", "x-amzn-bedrock-invocation-latency")];
