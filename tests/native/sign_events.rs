//! Streams that are sent: presigned URLs, signed frames and their chain of signatures against those of AWS's SDK for
//! JavaScript (`fixtures/sigv4/event-streams.json`) and of AWS's crates for Rust.

use std::time::Duration;
use std::time::SystemTime;

use aws_sigv4::event_stream;
use aws_sigv4::http_request;
use aws_sigv4::http_request::SignableBody;
use aws_sigv4::http_request::SignableRequest;
use aws_sigv4::http_request::SignatureLocation;
use aws_sigv4::http_request::SigningSettings;
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream::Header;
use aws_smithy_types::event_stream::HeaderValue;
use aws_smithy_types::event_stream::Message;
use bedrock_wasm::bedrock::operation::Operation;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::config::ClientOptions;
use bedrock_wasm::config::Config;
use bedrock_wasm::credentials::Credentials;
use bedrock_wasm::credentials::CredentialsInput;
use bedrock_wasm::eventstream::HeaderBlock;
use bedrock_wasm::eventstream::encode_frame;
use bedrock_wasm::http::Request;
use bedrock_wasm::pipeline::EventWriter;
use bedrock_wasm::pipeline::prepare;
use bedrock_wasm::sign::EventSigner;
use bedrock_wasm::sign::Scope;
use bedrock_wasm::sign::Signer;
use proptest::prelude::*;
use serde_json::Value;

use crate::support;

#[test]
fn urls_and_frames_are_those_of_the_sdk_for_javascript() {
    let vectors = support::fixture_json("sigv4/event-streams.json").as_array().unwrap().clone();
    assert_eq!(vectors.len(), 4);
    // One signer for all: the key it keeps must not leak from one region or day into another.
    let mut signer = Signer::default();
    for vector in &vectors {
        let request = prepared(vector);
        assert_eq!((request.method, request.path.as_str()), ("GET", text(vector, "path").unwrap().as_str()));
        let keys = &vector["credentials"];
        let credentials =
            credentials(text(keys, "accessKeyId"), text(keys, "secretAccessKey"), text(keys, "sessionToken"));
        let region = text(vector, "region").unwrap();
        let scope = Scope { region: &region, service: "bedrock" };
        let request = signer.presign(request, &credentials, scope, 60, vector["date"].as_f64().unwrap());
        assert_eq!(sorted(&request.query), their_query(vector));

        let mut writer = EventWriter::new(EventSigner::new(&request, &credentials, scope));
        let frames = vector["frames"].as_array().unwrap();
        for (position, frame) in frames.iter().enumerate() {
            let now_ms = frame["date"].as_f64().unwrap();
            let ours = match text(frame, "name") {
                Some(name) => writer.event(&name, text(frame, "payload").unwrap().as_bytes(), now_ms),
                None => writer.end(now_ms),
            };
            assert_eq!(ours.unwrap(), support::from_hex(&text(frame, "frame").unwrap()), "frame {position}");
        }
        assert_eq!(frames.len(), 4);
    }
}

#[test]
fn no_header_of_the_caller_goes_with_a_stream_that_is_sent() {
    let vector = support::fixture_json("sigv4/event-streams.json")[0].clone();
    assert_eq!(prepared(&vector).headers, []);
}

#[test]
fn what_no_frame_can_hold_is_refused() {
    let holds = |headers: HeaderBlock, payload: usize| encode_frame(&headers, &vec![0; payload]).is_some();
    let none = HeaderBlock::default;
    let longest = "x".repeat(32_767);
    assert!(holds(none().string("a", &longest), 0));
    assert!(!holds(none().string("a", &(longest.clone() + "x")).string("b", ""), 0));
    assert!(!holds(none().byte_array("a", &[0; 32_768]), 0));
    assert!(holds(none().timestamp(&"n".repeat(255), 0), 0));
    assert!(!holds(none().timestamp(&"n".repeat(256), 0), 0));
    assert!(!holds((0..4).fold(none(), |block, _| block.string("a", &longest)), 0));
    assert!(holds(none(), 24 * 1024 * 1024));
    assert!(!holds(none(), 24 * 1024 * 1024 + 1));
}

proptest! {
    #[test]
    fn random_requests_are_presigned_as_aws_presigns_them(stream in stream()) {
        let request = stream.presigned();
        prop_assert_eq!(sorted(&request.query), stream.their_query());
    }

    /// Whole seconds only: this one of AWS's signers cuts the rest off, the one for JavaScript sends it.
    #[test]
    fn random_events_are_signed_as_aws_signs_them(
        stream in stream(),
        events in prop::collection::vec(event(), 0..6),
    ) {
        let request = stream.presigned();
        let mut writer = EventWriter::new(EventSigner::new(&request, &stream.credentials(), stream.scope()));
        let identity = stream.identity();
        let mut prior = request.query.last().unwrap().1.clone();
        let mut now_s = stream.now_s;
        for (name, payload, later_s) in &events {
            now_s += later_s;
            let string = |value: &str| HeaderValue::String(value.to_owned().into());
            let message = Message::new(payload.clone())
                .add_header(Header::new(":event-type", string(name)))
                .add_header(Header::new(":message-type", string("event")))
                .add_header(Header::new(":content-type", string("application/json")));
            let parameters = stream.parameters(&identity, now_s, ());
            let (theirs, next) = event_stream::sign_message(&message, &prior, &parameters).unwrap().into_parts();
            let ours = writer.event(name, payload, (now_s * 1000) as f64).unwrap();
            prop_assert_eq!(decoded(&ours), in_our_order(&theirs));
            prior = next;
        }
        let parameters = stream.parameters(&identity, now_s, ());
        let (theirs, _) = event_stream::sign_empty_message(&prior, &parameters).unwrap().into_parts();
        prop_assert_eq!(decoded(&writer.end((now_s * 1000) as f64).unwrap()), in_our_order(&theirs));
    }

    #[test]
    fn frames_are_decoded_by_aws_as_they_were_meant(
        headers in prop::collection::vec(("[a-z:]{1,20}", header_value()), 0..6),
        payload in prop::collection::vec(any::<u8>(), 0..500),
    ) {
        let block = headers.iter().fold(HeaderBlock::default(), |block, (name, value)| match value {
            HeaderValue::String(text) => block.string(name, text.as_str()),
            HeaderValue::ByteArray(bytes) => block.byte_array(name, bytes),
            HeaderValue::Timestamp(time) => block.timestamp(name, time.to_millis().unwrap()),
            other => panic!("{other:?}"),
        });
        let frame = encode_frame(&block, &payload).unwrap();
        let headers = headers.into_iter().map(|(name, value)| Header::new(name, value)).collect();
        prop_assert_eq!(support::reference_frames(&frame), [Message::new_from_parts(headers, payload)]);
    }
}

fn decoded(frame: &[u8]) -> Message {
    let [message] = support::reference_frames(frame).try_into().unwrap();
    message
}

/// AWS's crate puts the date behind the signature, its SDK for JavaScript before it, as we do.
fn in_our_order(message: &Message) -> Message {
    let [signature, date] = message.headers() else { panic!("{message:?}") };
    Message::new_from_parts(vec![date.clone(), signature.clone()], message.payload().clone())
}

fn prepared(vector: &Value) -> Request {
    let headers = Some(vec![("x-a".to_owned(), "1".to_owned())]);
    let options = ClientOptions {
        region: text(vector, "region"),
        endpoints: text(vector, "endpoint").map(|address| (None, address)).into_iter().collect(),
        default_headers: headers,
        ..ClientOptions::default()
    };
    let config = Config::parse(&options, &CallOptions::default()).unwrap();
    let members = [("modelId", text(vector, "modelId").unwrap())];
    prepare(Operation::named("InvokeModelWithBidirectionalStream").unwrap(), &members, &config, &config.call).unwrap()
}

fn their_query(vector: &Value) -> Vec<(String, String)> {
    let pair = |(name, value): (&String, &Value)| (name.clone(), value.as_str().unwrap().to_owned());
    sorted(&vector["query"].as_object().unwrap().iter().map(pair).collect::<Vec<_>>())
}

fn sorted(query: &[(String, String)]) -> Vec<(String, String)> {
    let mut query = query.to_vec();
    query.sort();
    query
}

fn text(value: &Value, member: &str) -> Option<String> {
    value[member].as_str().map(str::to_owned)
}

fn credentials(id: Option<String>, secret: Option<String>, token: Option<String>) -> Credentials {
    Credentials::new(CredentialsInput {
        access_key_id: id,
        secret_access_key: secret,
        session_token: token,
        expires_at_ms: None,
    })
    .unwrap()
}

/// A stream to be opened at some time with some keys.
#[derive(Clone, Debug)]
struct Stream {
    id: String,
    secret: String,
    token: Option<String>,
    region: String,
    path: String,
    expires_in_s: u32,
    now_s: u64,
}

impl Stream {
    fn credentials(&self) -> Credentials {
        credentials(Some(self.id.clone()), Some(self.secret.clone()), self.token.clone())
    }

    fn scope(&self) -> Scope<'_> {
        Scope { region: &self.region, service: "bedrock" }
    }

    fn request(&self) -> Request {
        let origin = "https://example.com:8443".to_owned();
        Request { method: "GET", origin, path: self.path.clone(), ..Request::default() }
    }

    fn presigned(&self) -> Request {
        let now_ms = (self.now_s * 1000) as f64;
        Signer::default().presign(self.request(), &self.credentials(), self.scope(), self.expires_in_s, now_ms)
    }

    fn identity(&self) -> Identity {
        let Self { id, secret, token, .. } = self.clone();
        aws_credential_types::Credentials::new(id, secret, token, None, "test").into()
    }

    fn parameters<'a, S: Default>(
        &'a self,
        identity: &'a Identity,
        now_s: u64,
        settings: S,
    ) -> v4::SigningParams<'a, S> {
        v4::SigningParams::builder()
            .identity(identity)
            .region(&self.region)
            .name("bedrock")
            .time(SystemTime::UNIX_EPOCH + Duration::from_secs(now_s))
            .settings(settings)
            .build()
            .unwrap()
    }

    fn their_query(&self) -> Vec<(String, String)> {
        let identity = self.identity();
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(Duration::from_secs(self.expires_in_s.into()));
        let parameters = self.parameters(&identity, self.now_s, settings).into();
        let request = self.request();
        let signable =
            SignableRequest::new("GET", request.url(), std::iter::empty(), SignableBody::Bytes(b"")).unwrap();
        let (instructions, _) = http_request::sign(signable, &parameters).unwrap().into_parts();
        let pairs: Vec<_> =
            instructions.params().iter().map(|(name, value)| ((*name).to_owned(), value.to_string())).collect();
        sorted(&pairs)
    }
}

fn stream() -> impl Strategy<Value = Stream> {
    let keys = ("[A-Z0-9]{1,20}", "[!-~]{1,40}", prop::option::of("[!-~]{1,200}"));
    // Up to the year 2100.
    let rest = ("[a-z]{2}-[a-z]{4}-[0-9]", "(/[a-z0-9.%~-]{1,12}){1,4}", 1..604_800_u32, 0..4_102_444_800_u64);
    (keys, rest).prop_map(|((id, secret, token), (region, path, expires_in_s, now_s))| {
        // What looks like an escape would be another path to whoever decodes it.
        let path = path.replace('%', "%3A").replace("/.", "/a.");
        Stream { id, secret, token, region, path, expires_in_s, now_s }
    })
}

/// A name, a payload, and how many seconds after the one before.
fn event() -> impl Strategy<Value = (String, Vec<u8>, u64)> {
    (any::<String>(), prop::collection::vec(any::<u8>(), 0..200), 0..100_u64)
}

fn header_value() -> impl Strategy<Value = HeaderValue> {
    prop_oneof![
        any::<String>().prop_map(|text| HeaderValue::String(text.into())),
        prop::collection::vec(any::<u8>(), 0..300).prop_map(|bytes| HeaderValue::ByteArray(bytes.into())),
        // What AWS's type of a time holds.
        (0..253_402_300_799_999_i64).prop_map(|millis| HeaderValue::Timestamp(DateTime::from_millis(millis))),
    ]
}
