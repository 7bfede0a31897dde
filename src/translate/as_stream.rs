//! A whole reply as the stream it could have been: for models that answer with tools in one piece only, although the
//! caller wants a stream.

use crate::error::Error;
use crate::eventstream::HeaderBlock;
use crate::eventstream::encode_frame;
use crate::json;
use crate::json::Value;
use crate::json::Writer;

/// The frames of ConverseStream that say what this output of Converse, which is JSON, does.
///
/// # Errors
/// [`Kind::Protocol`](crate::error::Kind::Protocol) if it is no output of Converse, or one of more than 24 MiB.
pub fn as_stream(output: &str) -> Result<Vec<u8>, Error> {
    let output = json::parse(output).unwrap_or_default();
    let message = output.get("output").get("message");
    let mut stream = Stream::default();
    stream.event("messageStart", |event| {
        event.key("role").text(message.get("role").text().unwrap_or_default());
    });
    for (index, block) in (0u32..).zip(message.get("content").items()) {
        stream.block(index, block);
    }
    let of_stop = |name: &str| matches!(name, "stopReason" | "additionalModelResponseFields");
    stream.members("messageStop", &output, of_stop);
    stream.members("metadata", &output, |name| name != "output" && !of_stop(name));
    match stream.is_too_long || message.is_null() {
        true => Err(Error::protocol("The reply is not an output of Converse, or has more than 24 MiB.")),
        false => Ok(stream.frames),
    }
}

#[derive(Default)]
struct Stream {
    frames: Vec<u8>,
    is_too_long: bool,
}

impl Stream {
    fn block(&mut self, index: u32, block: &Value<'_>) {
        let tool = block.get("toolUse");
        let cited = block.get("citationsContent");
        let thought = block.get("reasoningContent");
        if !tool.is_null() {
            self.call(index, tool);
        } else if !cited.is_null() {
            for part in cited.get("content").items() {
                self.delta(index, |delta| {
                    delta.value(part);
                });
            }
            for citation in cited.get("citations").items() {
                self.delta(index, |delta| {
                    delta.open('{').key("citation").value(citation).close('}');
                });
            }
        } else if thought.get("reasoningText").is_null() {
            self.delta(index, |delta| {
                delta.value(block);
            });
        } else {
            for member in thought.get("reasoningText").members() {
                self.delta(index, |delta| {
                    delta.open('{').key("reasoningContent").open('{').member(member.0).value(&member.1).close_all("}}");
                });
            }
        }
        self.event("contentBlockStop", |event| {
            event.key("contentBlockIndex").number(index);
        });
    }

    fn call(&mut self, index: u32, tool: &Value<'_>) {
        self.event("contentBlockStart", |event| {
            event.key("contentBlockIndex").number(index).key("start").open('{').key("toolUse").open('{');
            for (name, value) in tool.members().iter().filter(|(name, _)| !name.is("input")) {
                event.member(*name).value(value);
            }
            event.close_all("}}");
        });
        let mut input = Writer::default();
        input.value(tool.get("input"));
        self.delta(index, |delta| {
            delta.open('{').key("toolUse").open('{').key("input").string(input.as_str()).close_all("}}");
        });
    }

    fn delta(&mut self, index: u32, write: impl FnOnce(&mut Writer)) {
        self.event("contentBlockDelta", |event| write(event.key("contentBlockIndex").number(index).key("delta")));
    }

    /// An event of the members of `output` whose names are such.
    fn members(&mut self, name: &str, output: &Value<'_>, is_such: impl Fn(&str) -> bool) {
        self.event(name, |event| {
            for (name, value) in output.members().iter().filter(|(name, _)| is_such(&name.unescaped())) {
                event.member(*name).value(value);
            }
        });
    }

    fn event(&mut self, name: &str, write: impl FnOnce(&mut Writer)) {
        let mut event = Writer::default();
        event.open('{');
        write(&mut event);
        event.close('}');
        let headers = HeaderBlock::default().string(":event-type", name).string(":message-type", "event");
        match encode_frame(&headers, event.as_str().as_bytes()) {
            Some(frame) => self.frames.extend_from_slice(&frame),
            None => self.is_too_long = true,
        }
    }
}
