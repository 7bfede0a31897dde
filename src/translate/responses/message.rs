//! The items of a reply as one message of a chat.

use super::events::Events;
use super::items::Kind;
use crate::json::Text;
use crate::json::Writer;
use crate::translate::reply;
use crate::translate::reply::Cited;
use crate::translate::reply::Thought;

impl Events {
    /// Writes the message. Gives whether it has calls.
    pub(in crate::translate) fn write_message(&self, cited: &[Cited], thoughts: &[Thought], out: &mut Writer) -> bool {
        let (mut content, mut reasoning, mut calls) = (String::new(), String::new(), Writer::default());
        for item in &self.items {
            let said = &item.said.text;
            match item.kind {
                Kind::Message => content.push_str(said),
                Kind::Reasoning => reasoning.push_str(said),
                _ => {
                    let [id, name] = &item.call;
                    calls.open('{').key("id").text(Text::written(id));
                    calls.raw(r#""type":"function","function":{"name":"#).string(name);
                    calls.key("arguments").text(Text::written(said)).close_all("}}");
                }
            }
        }
        out.raw(r#"{"role":"assistant","content":"#);
        match content.is_empty() && !calls.is_empty() {
            true => out.raw("null"),
            false => out.text(Text::written(&content)),
        };
        out.raw(r#""refusal":null"#);
        reply::write_annotations(out, cited);
        if !reasoning.is_empty() {
            out.key("reasoning_content").text(Text::written(&reasoning));
        }
        reply::write_thinking_blocks(out, thoughts);
        reply::write_list(out, "tool_calls", calls.as_str());
        out.close('}');
        !calls.is_empty()
    }
}
