//! The beginning of a stream, which is looked at before anything of it is handed out: Bedrock refuses some requests
//! only there, behind a good head.

use crate::bedrock::error::from_frame;
use crate::error::Error;
use crate::error::Kind;
use crate::eventstream::Decoder;
use crate::http::Head;

/// Takes the next piece of a stream, a character a byte; says whether another one is needed to know its first frame. An
/// empty piece is the end, and what is wrong with the bytes is told by whatever reads the stream.
///
/// # Errors
/// [`Kind::Service`] if the stream begins with an exception.
pub fn is_unknown(decoder: &mut Decoder, piece: &str, head: &Head) -> Result<bool, Error> {
    let bytes: Vec<u8> = piece.chars().map(|character| character as u8).collect();
    decoder.push(&bytes);
    match decoder.next_frame() {
        Ok(None) => Ok(!bytes.is_empty()),
        Ok(Some(frame)) if matches!(frame.headers.string(":message-type"), Some("exception" | "error")) => {
            // The frame says what happened, the head in which reply.
            Err(from_frame(frame).in_reply(head.request_id(), &head.headers))
        }
        _ => Ok(false),
    }
}

/// The error of a stream of which nothing arrives.
pub fn idle() -> Error {
    let message = "No piece of the stream arrived within streamIdleTimeout. Send the request again, or pass a longer streamIdleTimeout (0 for none).";
    Error::new(Kind::Timeout, message)
}

/// The error of a reply whose body did not arrive whole.
pub fn broken_off() -> Error {
    Error::new(Kind::Connection, "The connection broke before the reply was whole. Send the request again.")
}
