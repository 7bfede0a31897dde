//! A chat as text. JavaScript keeps the chat between the head of a reply and the reading of its stream, best as a
//! string: nothing has to be freed, and it outlives an instance that trapped.

use super::Chat;
use super::Face;
use super::StructuredOutput;
use crate::json;
use crate::json::Value;
use crate::json::Writer;

impl Chat {
    /// `{ id, created, model, includesUsage, names, structuredOutput, countsGross, thinksAloud }`; the first four
    /// are for `pkg-template/engine/chunks.js`. Of Responses, `response` and `customs` as well, and the first and
    /// `response` are for `responses.js` beside it.
    ///
    /// `id` is the reply's, `created_s` the seconds since 1970.
    pub fn to_json(&self, id: &str, created_s: u32) -> String {
        let mut writer = Writer::default();
        writer.open('{').key("id").string(id).key("created").number(created_s).key("model").string(&self.model);
        writer.key("includesUsage").value(&Value::Bool(self.includes_usage)).key("names").open('[');
        for (as_sent, name) in self.names.iter() {
            writer.open('[').string(as_sent).string(name).close(']');
        }
        writer.close(']').key("structuredOutput").string(self.structured_output.name());
        writer.key("countsGross").value(&Value::Bool(self.counts_gross));
        writer.key("thinksAloud").value(&Value::Bool(self.thinks_aloud));
        if let Some(face) = &self.face {
            writer.key("response").open('{');
            face.write_head(&self.model, created_s, &mut writer);
            writer.close('}').key("customs").open('[');
            for name in &face.customs {
                writer.string(name);
            }
            writer.close(']');
        }
        writer.close('}');
        writer.finish()
    }

    /// Reads the output of [`Chat::to_json`], but for the members of a response that its events do not have. Missing
    /// members are as in a chat without wishes.
    pub fn from_json(text: &str) -> Self {
        let value = json::parse(text).unwrap_or_default();
        let flag = |name| value.get(name).bool().unwrap_or_default();
        let string = |value: &Value<'_>| value.said().into_owned();
        let mut names = Vec::new();
        for pair in value.get("names").items() {
            if let [as_sent, name] = pair.items() {
                names.push((string(as_sent), string(name)));
            }
        }
        let mut face = None;
        if let Value::Array(names) = value.get("customs") {
            let mut customs = Vec::new();
            for name in names {
                customs.push(string(name));
            }
            face = Some(Face { id: string(value.get("id")), echo: String::new(), customs });
        }
        Self {
            model: string(value.get("model")),
            includes_usage: flag("includesUsage"),
            names: names.into(),
            structured_output: StructuredOutput::from_name(&string(value.get("structuredOutput"))),
            counts_gross: flag("countsGross"),
            thinks_aloud: flag("thinksAloud"),
            face,
        }
    }
}

impl StructuredOutput {
    /// The value of `_bedrock.structuredOutput`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::None => "",
            Self::OutputConfig => "native",
            Self::Tool => "tool",
            Self::Prompt => "prompt",
        }
    }

    fn from_name(name: &str) -> Self {
        let all = [Self::OutputConfig, Self::Tool, Self::Prompt];
        all.into_iter().find(|way| way.name() == name).unwrap_or_default()
    }
}
