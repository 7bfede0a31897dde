//! The beginning of a stream, which is looked at before anything of it is handed out: Bedrock refuses some requests
//! only there, behind a good head.

use super::EventReader;
use crate::bedrock::operation::Stream;
use crate::error::Error;
use crate::error::ErrorReply;
use crate::error::Kind;
use crate::http::Head;

/// Reads a stream until its first event.
#[derive(Debug)]
pub struct Beginning {
    reader: EventReader,
    bytes: usize,
}

impl Beginning {
    /// Of any kind of stream.
    pub fn new() -> Self {
        Self { reader: EventReader::new(Stream::Model), bytes: 0 }
    }

    /// Takes the next piece, a character a byte; says whether another one is needed. An empty piece is the end, and
    /// what is wrong with the bytes is told by whatever reads the stream.
    ///
    /// # Errors
    /// [`Kind::Service`] if the stream begins with an exception.
    pub fn add(&mut self, piece: &str, head: &Head) -> Result<bool, Error> {
        let length = piece.chars().count();
        for (byte, character) in self.reader.room(length).iter_mut().zip(piece.chars()) {
            *byte = character as u8;
        }
        self.reader.filled(length);
        self.bytes = self.bytes.saturating_add(length);
        let is_event = !self.reader.batch().rows.is_empty();
        match self.reader.take_error() {
            Some(error) if !is_event && error.kind() == Kind::Service => Err(in_reply(error, head)),
            Some(_) => Ok(false),
            None => Ok(!is_event && length > 0 && self.bytes < BYTES_MAX),
        }
    }
}

impl Default for Beginning {
    fn default() -> Self {
        Self::new()
    }
}

/// The frame says what happened, the head in which reply.
fn in_reply(error: Error, head: &Head) -> Error {
    let request_id = head.request_id().map(str::to_owned);
    let reply = ErrorReply { request_id, headers: head.headers.clone(), ..error.reply().cloned().unwrap_or_default() };
    error.with_reply(reply)
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

/// No exception is as long.
const BYTES_MAX: usize = 0x8000;
