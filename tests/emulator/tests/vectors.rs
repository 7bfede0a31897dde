//! The verifier against requests signed by others: vectors on which `@smithy/signature-v4` and `aws4fetch` agree, and
//! short-term API keys made by AWS's two generators.
#![expect(clippy::unwrap_used, reason = "all of this is test code, also outside the test functions")]

use std::time::Duration;
use std::time::SystemTime;

use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::Uri;
use bedrock_emulator::ServiceError;
use bedrock_emulator::signature::Payload;
use bedrock_emulator::signature::Received;
use bedrock_emulator::signature::verify;
use serde_json::Value;

const REQUESTS: &str = include_str!("../../fixtures/sigv4/bedrock-requests.json");
const SHORT_TERM_KEYS: &str = include_str!("data/short-term-keys.json");
/// 2026-11-22T21:43:05Z, when all of them were signed.
const SIGNED_AT_SECONDS: u64 = 1_795_383_785;

fn vectors(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

fn signed_at() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(SIGNED_AT_SECONDS)
}

type Change = fn(&mut Vector);

struct Vector {
    method: String,
    target: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Vector {
    fn of(vector: &Value) -> Vector {
        let uri: Uri = vector["url"].as_str().unwrap().parse().unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in vector["headers"].as_object().unwrap() {
            let name = HeaderName::try_from(name).unwrap();
            headers.insert(name, HeaderValue::try_from(value.as_str().unwrap()).unwrap());
        }
        Vector {
            method: vector["method"].as_str().unwrap().to_owned(),
            target: uri.path_and_query().unwrap().to_string(),
            headers,
            body: vector["body"].as_str().unwrap_or_default().as_bytes().to_vec(),
        }
    }

    fn verify(&self, now: SystemTime) -> Result<(), ServiceError> {
        let (method, target) = (self.method.as_str(), self.target.as_str());
        let payload = Payload::Bytes(&self.body);
        verify(&Received { method, target, authority: None, headers: &self.headers, payload }, Some(now)).map(drop)
    }
}

#[test]
fn published_signatures_are_accepted() {
    let vectors = vectors(REQUESTS);
    assert_eq!(vectors.len(), 12);
    for vector in &vectors {
        assert_eq!(Vector::of(vector).verify(signed_at()), Ok(()), "{}", vector["url"]);
    }
}

#[test]
fn one_changed_byte_anywhere_is_refused() {
    let changes: [(&str, Change); 6] = [
        ("body", |vector| vector.body.push(b' ')),
        ("method", |vector| vector.method = "PUT".to_owned()),
        ("path", |vector| vector.target = vector.target.replace("model", "mod3l")),
        ("escape", |vector| vector.target = vector.target.replace("%3A", ":")),
        ("query", |vector| vector.target += "?x=1"),
        ("header", |vector| {
            let length = HeaderValue::from_static("text/plain");
            vector.headers.insert("content-type", length);
        }),
    ];
    for vector in vectors(REQUESTS) {
        for (what, change) in changes {
            let mut changed = Vector::of(&vector);
            let before = changed.target.clone();
            change(&mut changed);
            if what == "escape" && before == changed.target {
                continue;
            }
            let error = changed.verify(signed_at()).expect_err(what);
            assert_eq!((error.status, error.name.as_str()), (403, "InvalidSignatureException"), "{what}: {error:?}");
        }
    }
}

#[test]
fn a_signature_lasts_five_minutes_either_way() {
    let vector = Vector::of(&vectors(REQUESTS)[0]);
    let minutes = |count: u64| Duration::from_secs(count * 60);
    assert_eq!(vector.verify(signed_at() + minutes(5)), Ok(()));
    assert_eq!(vector.verify(signed_at() - minutes(5)), Ok(()));
    let late = vector.verify(signed_at() + minutes(6)).unwrap_err();
    assert_eq!(
        late.message,
        "Signature expired: 20261122T214305Z is now earlier than 20261122T214405Z (20261122T214905Z - 5 min.)"
    );
    let early = vector.verify(signed_at() - minutes(6)).unwrap_err();
    assert!(early.message.starts_with("Signature not yet current: 20261122T214305Z is still later than"), "{early:?}");
}

#[test]
fn short_term_api_keys_are_checked_like_signatures() {
    let accepted = |key: &str, now: SystemTime| {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", HeaderValue::try_from(format!("Bearer {key}")).unwrap());
        let payload = Payload::Bytes(b"");
        let received = Received { method: "POST", target: "/", authority: None, headers: &headers, payload };
        verify(&received, Some(now)).map(drop)
    };
    for vector in vectors(SHORT_TERM_KEYS) {
        let key = vector["token"].as_str().unwrap();
        let life = Duration::from_secs(vector["expiresIn"].as_u64().unwrap());
        assert_eq!(accepted(key, signed_at()), Ok(()));
        assert_eq!(accepted(key, signed_at() + life - Duration::from_secs(1)), Ok(()));
        assert_eq!(accepted(key, signed_at() + life).unwrap_err().message, "Bearer Token has expired");
        let mut forged = key.to_owned();
        let at = forged.len() / 2;
        let other = if forged.as_bytes()[at] == b'A' { "B" } else { "A" };
        forged.replace_range(at..=at, other);
        let error = accepted(&forged, signed_at()).unwrap_err();
        assert_eq!(error.status, 403, "{error:?}");
    }
}
