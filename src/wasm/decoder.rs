//! The stream's hot path: JavaScript writes a chunk into wasm's memory, makes one call, and reads rows and text back.
//! The stream class in `pkg-template/client/stream.js` is the other end.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::object;
use super::slots::Slots;
use crate::bedrock::operation::Stream;
use crate::eventstream::EncodedText;
use crate::pipeline::EventReader;
#[cfg(feature = "chat")]
use crate::translate::Chat;

thread_local! {
    static DECODERS: Slots<EventDecoder> = const { Slots::new() };
}

/// Decodes one stream at a time; reset it for each.
#[derive(Debug)]
pub struct EventDecoder {
    reader: EventReader,
    /// The numbers that [`EventDecoder::filled`] points at.
    report: [usize; 6],
}

/// A decoder for any stream.
#[wasm_bindgen(js_name = openDecoder)]
pub fn open_decoder() -> usize {
    DECODERS.with(|decoders| decoders.add(EventDecoder::new()))
}

/// Drops a decoder.
#[wasm_bindgen(js_name = closeDecoder)]
pub fn close_decoder(decoder: usize) {
    drop(DECODERS.with(|decoders| decoders.take(decoder)));
}

/// [`EventDecoder::room`], or a null address for an unknown decoder.
#[wasm_bindgen]
pub fn room(decoder: usize, length: usize) -> *const u8 {
    with(decoder, |decoder| decoder.room(length)).unwrap_or(std::ptr::null())
}

/// [`EventDecoder::filled`]
#[wasm_bindgen]
pub fn filled(decoder: usize, length: usize) -> *const usize {
    with(decoder, |decoder| decoder.filled(length)).unwrap_or(std::ptr::null())
}

/// [`EventDecoder::take_error`]
#[wasm_bindgen(js_name = takeError)]
pub fn take_error(decoder: usize) -> JsValue {
    with(decoder, EventDecoder::take_error).unwrap_or_default()
}

/// [`EventDecoder::finish`]
#[wasm_bindgen]
pub fn finish(decoder: usize) -> JsValue {
    with(decoder, EventDecoder::finish).unwrap_or_default()
}

/// [`EventDecoder::reset`]
#[wasm_bindgen]
pub fn reset(decoder: usize, is_model: bool, chat: Option<String>) {
    with(decoder, |decoder| decoder.reset(is_model, chat));
}

fn with<R>(decoder: usize, action: impl FnOnce(&mut EventDecoder) -> R) -> Option<R> {
    DECODERS.with(|decoders| decoders.with(decoder, action))
}

impl EventDecoder {
    /// A decoder for any stream.
    pub fn new() -> Self {
        Self { reader: EventReader::new(Stream::Converse), report: [0; 6] }
    }

    /// The address at which `length` bytes may be written.
    pub fn room(&mut self, length: usize) -> *const u8 {
        self.reader.room(length).as_ptr()
    }

    /// Decodes the bytes written at the last [`EventDecoder::room`]. Returns the address of six numbers: address and
    /// count of the rows' numbers, address and byte length of the text, 1 if that is UTF-16 and 0 if it is ASCII, and 1
    /// if an error follows these events, else 0. They hold until the next call.
    pub fn filled(&mut self, length: usize) -> *const usize {
        self.reader.filled(length);
        let text = match self.reader.encoded_text() {
            EncodedText::Ascii(bytes) => [bytes.as_ptr() as usize, bytes.len(), 0],
            EncodedText::Utf16(units) => [units.as_ptr() as usize, size_of_val(units), 1],
        };
        let rows = &self.reader.batch().rows;
        let [at, bytes, is_utf16] = text;
        self.report = [rows.as_ptr() as usize, rows.len(), at, bytes, is_utf16, usize::from(self.reader.has_error())];
        self.report.as_ptr()
    }

    /// The error after the events of the last chunk, if the stream broke there.
    pub fn take_error(&mut self) -> JsValue {
        self.reader.take_error().map_or(JsValue::UNDEFINED, |error| object::error(&error))
    }

    /// Call this when the body has ended. Returns the error of one that was cut off.
    pub fn finish(&mut self) -> JsValue {
        self.reader.finish().err().map_or(JsValue::UNDEFINED, |error| object::error(&error))
    }

    /// Resets the decoder for another stream: `Stream::Converse` or, if `is_model`, `Stream::Model`. With the output of
    /// [`Chat::to_json`], the rows are those of OpenAI's chunks.
    pub fn reset(&mut self, is_model: bool, chat: Option<String>) {
        self.reader.reset(if is_model { Stream::Model } else { Stream::Converse });
        #[cfg(feature = "chat")]
        if let Some(chat) = chat {
            self.reader.translate(Chat::from_json(&chat));
        }
        #[cfg(not(feature = "chat"))]
        drop(chat);
    }
}

impl Default for EventDecoder {
    fn default() -> Self {
        Self::new()
    }
}
