//! The two ends of the pure core: [`prepare`] turns a call into a request, [`check_head`] and [`EventReader`] turn the
//! answer into events. [`EventWriter`] is for operations to which events are sent as well.

mod beginning;
mod verdict;
mod writer;

pub use self::beginning::broken_off;
pub use self::beginning::idle;
pub use self::beginning::is_unknown;
pub use self::verdict::Verdict;
pub use self::verdict::check_head;
pub use self::verdict::not_json;
pub use self::verdict::refusal;
pub use self::writer::EventWriter;
use crate::bedrock::event::Batch;
use crate::bedrock::operation;
use crate::bedrock::operation::Operation;
use crate::bedrock::operation::Payload;
use crate::bedrock::operation::Stream;
use crate::config;
use crate::config::CallConfig;
use crate::config::Config;
use crate::error::Error;
use crate::error::Kind;
use crate::eventstream::Decoder;
use crate::eventstream::EncodedText;
use crate::http::Request;
use crate::http::hex_digit;
use crate::http::percent_encode;
#[cfg(feature = "chat")]
use crate::translate::Chat;
#[cfg(feature = "chat")]
use crate::translate::Chunks;

/// Builds the request of a call, all but its body, its signature and its date.
///
/// `members` are the input members that travel in path and headers: [`Operation::bound_members`]. No header
/// goes with a request that [sends events](Operation::sends_events).
///
/// # Errors
/// [`Kind::Input`] naming the member.
pub fn prepare(
    operation: &Operation,
    members: &[(&str, String)],
    config: &Config,
    call: &CallConfig,
) -> Result<Request, Error> {
    let member = |name: &str| members.iter().find(|(existing, _)| *existing == name).map(|(_, value)| value.as_str());
    let mut request = Request { method: operation.method, ..Request::default() };
    let endpoint = config.endpoint(operation.service.endpoint_prefix, call)?;
    request.origin = endpoint.origin;
    request.signing_host.clone_from(&config.signing_host);
    match request.signing_host {
        // The signature leaves out the part that the host behind a gateway does not see.
        Some(_) => request.origin.push_str(&endpoint.prefix),
        None => request.path = endpoint.prefix,
    }
    for segment in operation.path.split('/').skip(1) {
        request.path.push('/');
        match operation::label(segment) {
            Some(name) => percent_encode(check_label(name, member(name).unwrap_or_default())?, "", &mut request.path),
            None => request.path.push_str(segment),
        }
    }
    #[cfg(feature = "more")]
    if operation.sends_events() {
        // Where AWS takes the presigned WebSocket, which is a GET without headers of ours.
        request.method = "GET";
        request.path.push_str("-websocket");
        request.query.clone_from(&call.query);
        return Ok(request);
    }
    if operation.input != Payload::Empty {
        for (name, value) in operation.body_headers {
            request.set_header(name, *value);
        }
    }
    for (name, value) in &call.headers {
        request.set_header(name, value.as_str());
    }
    for (name, header) in operation.input_headers {
        if let Some(value) = member(name) {
            let value = if *name == "requestMetadata" { escape_json(value) } else { value.trim_ascii().to_owned() };
            config::check_header_value(name, &value)?;
            request.set_header(header, value);
        }
    }
    for (name, parameter) in operation.input_query {
        if let Some(value) = member(name) {
            request.query.push(((*parameter).to_owned(), value.to_owned()));
        }
    }
    request.query.extend_from_slice(&call.query);
    Ok(request)
}

/// A value that becomes one segment of the path. Fetch would remove `.` and `..` after the path was signed.
fn check_label<'a>(name: &str, value: &'a str) -> Result<&'a str, Error> {
    let example = if name == "modelId" {
        ", such as \"us.amazon.nova-lite-v1:0\" or the ARN of an inference profile"
    } else {
        ""
    };
    match value {
        "" => Err(Error::input(format!("No {name}. Pass one{example}."))),
        "." | ".." => Err(Error::input(format!("The {name} \"{value}\" is a path, not an id. Pass one{example}."))),
        _ if value.len() > LABEL_BYTES_MAX => {
            Err(Error::input(format!("The {name} is {} bytes long; Bedrock takes {LABEL_BYTES_MAX}.", value.len())))
        }
        _ => Ok(value),
    }
}

/// Metadata is JSON inside a header: JSON has a spelling in ASCII for every character, a header has not.
fn escape_json(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte < 0x7f => ascii.push(char::from(byte)),
            _ => {
                ascii.push_str("\\u");
                ascii.extend([12, 8, 4, 0].map(|bits| hex_digit(u32::from(unit) >> bits)));
            }
        }
    }
    ascii
}

/// Reads an eventstream: chunks in, rows out. Reusable, so that ten thousand streams need the memory of one.
#[derive(Debug)]
pub struct EventReader {
    decoder: Decoder,
    batch: Batch,
    stream: Stream,
    /// Of a chat in OpenAI's shape.
    #[cfg(feature = "chat")]
    chunks: Option<Chunks>,
    error: Option<Error>,
    broken: bool,
    saw_message_stop: bool,
    /// Whether the body has ended as it should: a response may still lack its last event.
    #[cfg(feature = "chat")]
    has_ended: bool,
}

impl EventReader {
    /// A reader of this kind of stream.
    pub fn new(stream: Stream) -> Self {
        Self {
            decoder: Decoder::default(),
            batch: Batch::default(),
            stream,
            #[cfg(feature = "chat")]
            chunks: None,
            error: None,
            broken: false,
            saw_message_stop: false,
            #[cfg(feature = "chat")]
            has_ended: false,
        }
    }

    /// Gives the rest of a Converse stream in OpenAI's shape: see [`crate::translate::Chunks`].
    #[cfg(feature = "chat")]
    pub fn translate(&mut self, chat: Chat) {
        self.chunks = Some(Chunks::new(chat));
    }

    /// Room for a chunk of `length` bytes, to be written and then announced with [`EventReader::filled`].
    pub fn room(&mut self, length: usize) -> &mut [u8] {
        self.decoder.room(length)
    }

    /// Decodes the bytes in the last [`EventReader::room`] into [`EventReader::batch`]. Events before an error are in
    /// the batch; [`EventReader::take_error`] gives the error, and nothing after it is read.
    pub fn filled(&mut self, length: usize) {
        self.batch.clear();
        self.decoder.filled(length);
        while !self.broken {
            match self.add_next() {
                Ok(None) => break,
                Ok(Some(is_message_stop)) => self.saw_message_stop |= is_message_stop,
                Err(error) => {
                    self.broken = true;
                    #[cfg(feature = "chat")]
                    let error = if self.chunks.is_some() { error.in_openais_words() } else { error };
                    self.error = Some(error);
                }
            }
        }
        #[cfg(feature = "chat")]
        if self.has_ended
            && let Some(chunks) = &mut self.chunks
        {
            chunks.complete_late(&mut self.batch);
        }
    }

    /// Adds the next event that is not a piece of text, and those before it. Returns whether it was the `messageStop`.
    fn add_next(&mut self) -> Result<Option<bool>, Error> {
        #[cfg(feature = "chat")]
        if let Some(chunks) = &mut self.chunks {
            let Some(frame) = self.decoder.next_frame()? else { return Ok(None) };
            return Ok(Some(chunks.add(frame, &mut self.batch)? == "messageStop"));
        }
        let Some(frame) = self.batch.add_pieces(&mut self.decoder)? else { return Ok(None) };
        Ok(Some(self.batch.add(frame)? == "messageStop"))
    }

    /// The events of the last chunk.
    pub fn batch(&self) -> &Batch {
        &self.batch
    }

    /// The texts of those events, made ready to be read by JavaScript.
    pub fn encoded_text(&mut self) -> EncodedText<'_> {
        self.batch.encoded_text()
    }

    /// Whether an error follows the events of the last chunk.
    pub fn has_error(&self) -> bool {
        self.error.is_some()
    }

    /// The error that ended the stream, once.
    pub fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// Call this when the body has ended. Of a response, [`EventReader::filled`] with nothing then gives the last
    /// event, if it did not come before.
    ///
    /// # Errors
    /// [`Kind::Connection`] when a frame, or a conversation before its `messageStop`, was cut off.
    pub fn finish(&mut self) -> Result<(), Error> {
        self.decoder.finish()?;
        if self.stream == Stream::Converse && !self.saw_message_stop {
            return Err(Error::new(
                Kind::Connection,
                "The stream ended before its messageStop event: the reply is not whole. Send the request again.",
            ));
        }
        #[cfg(feature = "chat")]
        {
            self.has_ended = true;
        }
        Ok(())
    }

    /// Resets the reader for another stream.
    pub fn reset(&mut self, stream: Stream) {
        self.decoder.reset();
        self.batch.reset();
        self.stream = stream;
        #[cfg(feature = "chat")]
        {
            self.chunks = None;
            self.has_ended = false;
        }
        self.error = None;
        self.broken = false;
        self.saw_message_stop = false;
    }
}

const LABEL_BYTES_MAX: usize = 2048;
