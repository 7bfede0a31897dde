//! The signatures of the events in a streamed request. Each event travels inside a frame with the headers `:date` and
//! `:chunk-signature`; a signature covers the one before it, and the first goes on from that of the request. An empty
//! frame ends the stream.
//! <https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream>
//!
//! AWS's signer for Rust cannot be asked here: it makes signatures for whole seconds only, while the SDK for JavaScript
//! signs the milliseconds of its `:date` too. The test below compares the two where both can.

use std::time::SystemTime;

use aws_sigv4::sign::v4;
use aws_smithy_eventstream::frame::write_headers_to;
use aws_smithy_types::event_stream::Header;
use aws_smithy_types::event_stream::HeaderValue;
use aws_smithy_types::event_stream::Message;
use bytes::Bytes;
use sha2::Digest;
use sha2::Sha256;

use super::Caller;
use super::authorization::SERVICE;
use super::clock::check_clock;
use super::clock::format_date;
use super::hex;
use super::mismatch;
use super::refused;
use crate::credentials::Account;
use crate::errors::ServiceError;

/// The chain of signatures through the events of one request.
pub(crate) struct EventChain {
    account: &'static Account,
    region: String,
    prior: String,
}

impl EventChain {
    /// Goes on from the signature of the request; an API key has none.
    pub(crate) fn of(caller: &Caller) -> Option<EventChain> {
        let signed = caller.signed.as_ref()?;
        let (region, prior) = (caller.region.clone(), signed.signature.clone());
        Some(EventChain { account: signed.account, region, prior })
    }

    /// What is inside a signed frame: an event that is still encoded, or nothing in the last frame.
    ///
    /// # Errors
    /// 403 `InvalidSignatureException` when the frame is not signed, or not rightly, or not now.
    pub(crate) fn open(&mut self, frame: &Message, now: Option<SystemTime>) -> Result<Bytes, ServiceError> {
        let value = |name: &str| {
            let header = frame.headers().iter().find(|header| header.name().as_str() == name);
            header.map(Header::value)
        };
        let (Some(HeaderValue::Timestamp(date)), Some(HeaderValue::ByteArray(signature))) =
            (value(":date"), value(":chunk-signature"))
        else {
            return Err(refused("Each event must have a ':date' and a ':chunk-signature' header."));
        };
        let time = SystemTime::try_from(*date).map_err(|_| mismatch())?;
        check_clock(&format_date(time), now)?;
        let expected = self.sign(time, frame.payload())?;
        if hex(signature) != expected {
            return Err(mismatch());
        }
        self.prior = expected;
        Ok(frame.payload().clone())
    }

    fn sign(&self, time: SystemTime, payload: &[u8]) -> Result<String, ServiceError> {
        let mut date_header = Vec::new();
        let header = Header::new(":date", HeaderValue::Timestamp(time.into()));
        write_headers_to(&[header], &mut date_header).map_err(|_| mismatch())?;
        let date = format_date(time);
        let day = date.split('T').next().unwrap_or_default();
        let string_to_sign = [
            "AWS4-HMAC-SHA256-PAYLOAD",
            &date,
            &format!("{day}/{}/{SERVICE}/aws4_request", self.region),
            &self.prior,
            &hex(&Sha256::digest(&date_header)),
            &hex(&Sha256::digest(payload)),
        ]
        .join("\n");
        let key = v4::generate_signing_key(self.account.secret_access_key, time, &self.region, SERVICE);
        Ok(v4::calculate_signature(key, string_to_sign.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use aws_credential_types::Credentials;
    use aws_sigv4::event_stream::sign_empty_message;
    use aws_sigv4::event_stream::sign_message;
    use aws_smithy_eventstream::frame::write_message_to;

    use super::*;
    use crate::credentials;

    const SEED: &str = "4c8e1b0d6a7f4c8e1b0d6a7f4c8e1b0d6a7f4c8e1b0d6a7f4c8e1b0d6a7f4c8e";

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_383_785)
    }

    fn chain() -> EventChain {
        let account = Account::of(credentials::ACCESS_KEY_ID).unwrap();
        EventChain { account, region: "us-east-1".to_owned(), prior: SEED.to_owned() }
    }

    /// Two events and the end, signed by AWS's own signer, and the events.
    fn signed(at: SystemTime) -> (Vec<Message>, Vec<Vec<u8>>) {
        let identity = Credentials::from_keys(credentials::ACCESS_KEY_ID, credentials::SECRET_ACCESS_KEY, None).into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region("us-east-1")
            .name("bedrock")
            .time(at)
            .settings(())
            .build()
            .unwrap();
        let mut prior = SEED.to_owned();
        let (mut frames, mut events) = (Vec::new(), Vec::new());
        for text in ["first", "second"] {
            let event = Message::new(text.as_bytes()).add_header(Header::new("n", HeaderValue::String(text.into())));
            let (frame, signature) = sign_message(&event, &prior, &params).unwrap().into_parts();
            let mut encoded = Vec::new();
            write_message_to(&event, &mut encoded).unwrap();
            frames.push(frame);
            events.push(encoded);
            prior = signature;
        }
        frames.push(sign_empty_message(&prior, &params).unwrap().into_parts().0);
        (frames, events)
    }

    #[test]
    fn a_chain_of_aws_own_signer_is_followed_to_its_end() {
        let (frames, events) = signed(now());
        let mut chain = chain();
        for (frame, event) in frames.iter().zip(&events) {
            assert_eq!(chain.open(frame, Some(now())).unwrap(), event);
        }
        assert_eq!(chain.open(&frames[2], Some(now())).unwrap(), "");
    }

    #[test]
    fn what_is_changed_left_out_repeated_or_unsigned_is_refused() {
        let (frames, _) = signed(now());
        let refused = |chain: &mut EventChain, frame: &Message| chain.open(frame, Some(now())).unwrap_err().message;
        let wrong = mismatch().message;
        assert_eq!(refused(&mut chain(), &frames[1]), wrong, "left out");
        let mut repeating = chain();
        repeating.open(&frames[0], Some(now())).unwrap();
        assert_eq!(refused(&mut repeating, &frames[0]), wrong, "repeated");
        let changed = Message::new_from_parts(frames[0].headers().to_vec(), &b"other"[..]);
        assert_eq!(refused(&mut chain(), &changed), wrong, "changed");
        let unsigned = Message::new(frames[0].payload().clone());
        assert!(refused(&mut chain(), &unsigned).contains(":chunk-signature"));
    }

    #[test]
    fn the_clock_is_looked_at_if_there_is_one() {
        let (frames, _) = signed(now() - Duration::from_secs(301));
        let late = chain().open(&frames[0], Some(now())).unwrap_err();
        assert!(late.message.starts_with("Signature expired: "), "{late:?}");
        assert!(chain().open(&frames[0], None).is_ok());
    }
}
