//! A whole reply: the output of Converse is read as the stream that it could have been, so that the response is the one
//! that the events of a stream add up to.

use super::Face;
use crate::bedrock::event::Batch;
use crate::error::Error;
use crate::json::Writer;
use crate::translate;
use crate::translate::Chat;
use crate::translate::Chunks;
use crate::translate::Warning;

/// The form of a whole reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The response.
    Whole,
    /// The rows of its events, `{ rows, text }`, where a stream was asked for.
    Events,
}

/// The JSON of a `Response`, or of its events.
///
/// `output` is the JSON of Converse's output, `created_s` the seconds since 1970. `warnings` gets the faults of the
/// reply.
///
/// # Errors
/// [`crate::error::Kind::Protocol`] if `output` is not an output of Converse.
pub fn response(
    output: &str,
    chat: &Chat,
    face: &Face,
    created_s: u32,
    form: Form,
    warnings: &mut Vec<Warning>,
) -> Result<String, Error> {
    let output = translate::parse_reply(output)?;
    let mut batch = Batch::default();
    let mut chunks = if form == Form::Whole { Chunks::of_whole(chat) } else { Chunks::new(chat.clone()) };
    let members = chunks.add_whole(&output, &mut batch, warnings)?;
    let mut out = Writer::default();
    out.open('{');
    if form == Form::Events {
        out.key("rows").open('[');
        for number in &batch.rows {
            out.number(*number);
        }
        out.close(']').key("text").string(batch.text());
    } else {
        face.write_head(&chat.model, created_s, &mut out);
        chunks.write_response(&members, &mut out);
    }
    out.close('}');
    Ok(out.finish())
}
