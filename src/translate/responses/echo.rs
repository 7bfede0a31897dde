//! What a response repeats of its request.

use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::search::pairs;

/// The facts of a request by which its response is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Face {
    /// The request's id, of which all others are made.
    pub id: String,
    /// What a response repeats of its request: members of JSON.
    pub echo: String,
    /// The names of tools whose input is text.
    pub customs: Vec<String>,
}

impl Face {
    /// Writes the members that all states of a response have.
    pub(in crate::translate) fn write_head(&self, model: &str, created_s: u32, out: &mut Writer) {
        out.key("id").string(&["resp_", &self.id].concat()).key("object").string("response");
        out.key("created_at").number(created_s).key("model").string(model);
        if !self.echo.is_empty() {
            out.raw(&self.echo);
        }
    }
}

/// The members of a request that its response has, too, and those that it has without one.
const ECHOED: &str = r#"background=false
instructions=null
max_output_tokens=null
max_tool_calls=
metadata={}
parallel_tool_calls=true
previous_response_id=null
prompt_cache_key=
reasoning={"effort":null,"summary":null}
safety_identifier=
temperature=null
text={"format":{"type":"text"}}
tool_choice="auto"
tools=[]
top_p=null
truncation="disabled"
user=
store=false"#;

/// These members, in JSON.
pub(super) fn echo(request: &Value<'_>) -> String {
    let mut out = Writer::default();
    for (name, missing) in pairs(ECHOED, '\n', '=') {
        match request.get(name) {
            // Whatever was asked for, nothing is stored.
            _ if name == "store" => drop(out.key(name).raw(missing)),
            Value::Null if missing.is_empty() => {}
            Value::Null => drop(out.key(name).raw(missing)),
            value => drop(out.member(Text::plain(name)).value(value)),
        }
    }
    out.finish()
}
