//! The items of a response: what each is while it grows, and as JSON.

use std::slice;

use crate::json::Text;
use crate::json::Writer;
use crate::translate::reply;
use crate::translate::reply::Thought;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::translate) enum Kind {
    /// Text for the user.
    Message,
    /// Thoughts, whose text is a summary of them.
    Reasoning,
    /// A call of a function, whose text is its arguments.
    Call,
    /// A call of a custom tool, whose text is its input.
    Custom,
}

/// An item under way. Texts are as they are written in JSON.
#[derive(Debug)]
pub(in crate::translate) struct Item {
    pub(super) kind: Kind,
    pub(super) id: String,
    /// The id of a call, as it is written in JSON, and its name.
    pub(super) call: [String; 2],
    /// Its text; of reasoning, what seals it, too.
    pub(super) said: Thought,
    /// How much text, in UTF-16 units, messages before this one have.
    pub(super) start: u32,
    /// Each as JSON.
    pub(super) annotations: Vec<String>,
    /// Whether it has told of a part: of its content, or of its summary.
    pub(super) has_part: bool,
    /// Whether nothing more is added.
    pub(super) is_ended: bool,
    /// As JSON, once it is done.
    pub(super) done: String,
}

/// The words of a kind of items: its type, how its ids begin (`pkg-template/engine/responses.js` knows that, too), the
/// name of the events about its text and of the member that has it, and the name of the events about its part.
pub(super) struct Names {
    pub(super) kind: &'static str,
    pub(super) id: &'static str,
    pub(super) text: &'static str,
    pub(super) member: &'static str,
    pub(super) part: &'static str,
    pub(super) place: &'static str,
}

impl Kind {
    pub(super) fn names(self) -> &'static Names {
        match self {
            Self::Message => &Names {
                kind: "message",
                id: "msg_",
                text: "output_text",
                member: "text",
                part: "content_part",
                place: r#""content_index":0"#,
            },
            Self::Reasoning => &Names {
                kind: "reasoning",
                id: "rs_",
                text: "reasoning_summary_text",
                member: "text",
                part: "reasoning_summary_part",
                place: r#""summary_index":0"#,
            },
            Self::Call => &Names {
                kind: "function_call",
                id: "fc_",
                text: "function_call_arguments",
                member: "arguments",
                part: "",
                place: "",
            },
            Self::Custom => &Names {
                kind: "custom_tool_call",
                id: "ctc_",
                text: "custom_tool_call_input",
                member: "input",
                part: "",
                place: "",
            },
        }
    }
}

impl Item {
    /// The item as JSON. As long as it is in progress, it has no parts.
    pub(super) fn json(&self, status: &str) -> String {
        let Names { kind, member, .. } = self.kind.names();
        let mut out = Writer::default();
        out.open('{').key("type").string(kind).key("id").string(&self.id);
        let part = if self.has_part { self.part() } else { String::new() };
        match self.kind {
            Kind::Message => {
                out.key("role").string("assistant").key("content").open('[').raw_if(&part).close(']');
            }
            Kind::Reasoning => {
                out.key("summary").open('[').raw_if(&part).close(']').key("encrypted_content");
                // All of the block, so that it does not matter what becomes of the summary.
                let sealed = reply::thinking_blocks(slice::from_ref(&self.said));
                return match &*sealed {
                    "" => out.raw("null}").as_str().to_owned(),
                    sealed => out.string(&["[", sealed, "]"].concat()).close('}').as_str().to_owned(),
                };
            }
            _ => {
                self.write_call(&mut out);
                out.key(member).text(Text::written(&self.said.text));
            }
        }
        out.key("status").string(status).close('}').as_str().to_owned()
    }

    /// The members of a call beside what it is given.
    pub(super) fn write_call(&self, out: &mut Writer) {
        let [id, name] = &self.call;
        out.key("call_id").text(Text::written(id)).key("name").string(name);
    }

    /// Its part: of the content of a message, or of a summary.
    pub(super) fn part(&self) -> String {
        let mut out = Writer::default();
        let is_message = self.kind == Kind::Message;
        out.open('{').key("type").string(if is_message { "output_text" } else { "summary_text" });
        out.key("text").text(Text::written(&self.said.text));
        if is_message {
            out.key("annotations").open('[');
            for annotation in &self.annotations {
                out.raw(annotation);
            }
            out.close(']').raw(r#""logprobs":[]"#);
        }
        out.close('}').as_str().to_owned()
    }
}
