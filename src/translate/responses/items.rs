//! The items of a response: what each is while it grows, and as JSON.

use std::slice;

use super::annotations;
use crate::json::Text;
use crate::json::Writer;
use crate::translate::reply;
use crate::translate::reply::Cited;
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
pub(super) struct Item {
    pub(super) kind: Kind,
    /// Made of its place, and told nowhere else.
    pub(super) id: String,
    /// Members of a call: its id and its name.
    pub(super) call: String,
    /// Its text; of reasoning, what seals it, too.
    pub(super) said: Thought,
    /// How much text, in UTF-16 units, messages before this one have.
    pub(super) start: u32,
    pub(super) cited: Vec<Cited>,
    /// Whether it has told of a part of its summary.
    pub(super) has_summary: bool,
    /// Whether nothing more is added.
    pub(super) is_ended: bool,
    /// As JSON, once it is done.
    pub(super) done: String,
}

impl Kind {
    fn prefix(self) -> &'static str {
        // `pkg-template/engine/responses.js` knows them, too.
        match self {
            Self::Message => "msg_",
            Self::Reasoning => "rs_",
            Self::Call => "fc_",
            Self::Custom => "ctc_",
        }
    }
}

impl Item {
    pub(super) fn new(kind: Kind, reply_id: &str, place: usize) -> Self {
        Self {
            kind,
            id: [kind.prefix(), reply_id, "_", &place.to_string()].concat(),
            call: String::new(),
            said: Thought::default(),
            start: 0,
            cited: Vec::new(),
            has_summary: false,
            is_ended: false,
            done: String::new(),
        }
    }

    /// The item as it begins.
    pub(super) fn begun(&self) -> String {
        let mut out = self.open();
        match self.kind {
            Kind::Message => out.raw(r#""role":"assistant","status":"in_progress","content":[]"#),
            Kind::Reasoning => out.raw(r#""summary":[],"encrypted_content":null"#),
            Kind::Call => out.raw(&self.call).raw(r#""arguments":"","status":"in_progress""#),
            Kind::Custom => out.raw(&self.call).raw(r#""input":"","status":"in_progress""#),
        };
        out.close('}').as_str().to_owned()
    }

    /// The whole item.
    pub(super) fn whole(&self, status: &str) -> String {
        let mut out = self.open();
        let text = Text::written(&self.said.text);
        match self.kind {
            Kind::Message => {
                out.raw(r#""role":"assistant","status":"#).string(status).key("content").open('[');
                out.raw(&self.part()).close(']');
            }
            Kind::Reasoning => {
                out.key("summary").open('[');
                if self.has_summary {
                    out.raw(&self.part());
                }
                out.close(']').key("encrypted_content");
                // All of the block, so that it does not matter what becomes of the summary.
                let sealed = reply::thinking_blocks(slice::from_ref(&self.said));
                if sealed.is_empty() {
                    out.raw("null")
                } else {
                    out.string(&["[", &sealed, "]"].concat())
                };
            }
            Kind::Call => drop(out.raw(&self.call).key("arguments").text(text).key("status").string(status)),
            Kind::Custom => drop(out.raw(&self.call).key("input").text(text).key("status").string(status)),
        }
        out.close('}').as_str().to_owned()
    }

    /// Its part: of the content of a message, or of a summary.
    pub(super) fn part(&self) -> String {
        let mut out = Writer::default();
        let is_message = self.kind == Kind::Message;
        out.open('{').key("type").string(if is_message { "output_text" } else { "summary_text" });
        out.key("text").text(Text::written(&self.said.text));
        if is_message {
            out.key("annotations").open('[');
            for annotation in annotations::of(&self.cited, self.start) {
                out.raw(&annotation);
            }
            out.close(']').raw(r#""logprobs":[]"#);
        }
        out.close('}').as_str().to_owned()
    }

    fn open(&self) -> Writer {
        let mut out = Writer::default();
        let kind = match self.kind {
            Kind::Message => "message",
            Kind::Reasoning => "reasoning",
            Kind::Call => "function_call",
            Kind::Custom => "custom_tool_call",
        };
        out.open('{').key("type").string(kind).key("id").string(&self.id);
        out
    }
}
