//! The stream's hot path: JavaScript writes a chunk into wasm's memory, makes one call, and reads rows and text back.
//! The stream class in `pkg-template/client/stream.js` is the other end.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::object;
use crate::bedrock::operation::Stream;
use crate::pipeline::EventReader;
#[cfg(feature = "openai")]
use crate::translate::Chat;

/// Decodes one stream at a time; reset it for each.
#[wasm_bindgen]
#[derive(Debug)]
pub struct EventDecoder {
    reader: EventReader,
    /// What [`EventDecoder::filled`] points at.
    report: [usize; 5],
}

#[wasm_bindgen]
impl EventDecoder {
    /// A decoder for any stream.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self { reader: EventReader::new(Stream::Converse), report: [0; 5] }
    }

    /// The address at which `length` bytes may be written.
    pub fn room(&mut self, length: usize) -> *const u8 {
        self.reader.room(length).as_ptr()
    }

    /// Decodes the bytes written at the last [`EventDecoder::room`]. Returns the address of five numbers: address and
    /// count of the rows' numbers, address and byte length of the text, and 1 if an error follows these events, else 0.
    /// They hold until the next call.
    pub fn filled(&mut self, length: usize) -> *const usize {
        self.reader.filled(length);
        let batch = self.reader.batch();
        let rows = [batch.rows.as_ptr() as usize, batch.rows.len()];
        let text = [batch.text_bytes().as_ptr() as usize, batch.text_bytes().len()];
        self.report = [rows[0], rows[1], text[0], text[1], usize::from(self.reader.has_error())];
        self.report.as_ptr()
    }

    /// The error after the events of the last chunk, if the stream broke there.
    #[wasm_bindgen(js_name = takeError)]
    pub fn take_error(&mut self) -> JsValue {
        self.reader.take_error().map_or(JsValue::UNDEFINED, |error| object::error(&error))
    }

    /// To be called when the body has ended: the error of one that was cut off.
    pub fn finish(&mut self) -> JsValue {
        self.reader.finish().err().map_or(JsValue::UNDEFINED, |error| object::error(&error))
    }

    /// Makes it new for another stream: `Stream::Converse` or, if `is_model`, `Stream::Model`. With what
    /// [`Chat::to_json`] wrote, the rows are those of OpenAI's chunks.
    pub fn reset(&mut self, is_model: bool, chat: Option<String>) {
        self.reader.reset(if is_model { Stream::Model } else { Stream::Converse });
        #[cfg(feature = "openai")]
        if let Some(chat) = chat {
            self.reader.translate(Chat::from_json(&chat));
        }
        #[cfg(not(feature = "openai"))]
        drop(chat);
    }
}

impl Default for EventDecoder {
    fn default() -> Self {
        Self::new()
    }
}
