//! The beginning of a stream. The core reads it before it hands out any part of the stream: Bedrock refuses some
//! requests only there, behind a good head.

use super::EventReader;
use crate::error::Error;
use crate::error::Kind;
use crate::http::Head;

/// Takes the next piece of a stream, a character a byte; says whether another one is needed to know its first frame. An
/// empty piece is the end, and the stream's reader reports faults in the bytes.
///
/// # Errors
/// [`Kind::Service`] if the stream begins with an exception.
pub fn is_unknown(reader: &mut EventReader, piece: &str, head: &Head) -> Result<bool, Error> {
    let length = piece.chars().count();
    for (to, from) in reader.room(length).iter_mut().zip(piece.chars()) {
        *to = from as u8;
    }
    reader.filled(length);
    if !reader.batch().rows.is_empty() {
        return Ok(false);
    }
    match reader.take_error() {
        None => Ok(length > 0),
        // The frame says what happened, the head in which reply.
        Some(error) if error.kind() == Kind::Service => Err(error.in_reply(head.request_id(), &head.headers)),
        Some(_) => Ok(false),
    }
}

/// The error of a stream from which nothing arrives.
pub fn idle() -> Error {
    let message = "No piece of the stream arrived within streamIdleTimeout. Send the request again, or pass a longer one (0 for none).";
    Error::new(Kind::Timeout, message)
}

/// The error of a reply whose body did not arrive whole.
pub fn broken_off() -> Error {
    Error::new(Kind::Connection, "The connection broke before the reply was whole. Send the request again.")
}
