//! `response_format`: a reply in JSON, by the best way that the model has.

use super::Draft;
use super::grammar;
use super::schema;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Capability;
use crate::translate::StructuredOutput;

/// The wanted format of the reply.
pub(super) struct Format<'a> {
    /// The way to ask for it.
    pub(super) output: StructuredOutput,
    /// The schema, its `name` and `description`; of `json_object`, none.
    json_schema: &'a Value<'a>,
    /// Whether the model has to use a tool.
    pub(super) is_forced: bool,
}

impl<'a> Format<'a> {
    /// Reads the wanted format and picks the way.
    pub(super) fn of(draft: &mut Draft<'a>) -> Self {
        let format = draft.param("response_format");
        let kind = format.get("type").word();
        let json_schema = format.get("json_schema");
        let has_schema = matches!(json_schema.get("schema"), Value::Object(_));
        let output = match kind {
            _ if format.is_null() => StructuredOutput::None,
            "text" => StructuredOutput::None,
            "json_object" => StructuredOutput::Prompt,
            "json_schema" if !has_schema => {
                draft.refuse("`response_format.json_schema.schema` is missing: it is the JSON schema.", &[]);
                StructuredOutput::None
            }
            "json_schema"
                if draft.model.can(Capability::StructuredOutput) == Some(true)
                    && grammar::objection(json_schema.get("schema"), false).is_none() =>
            {
                StructuredOutput::OutputConfig
            }
            "json_schema" if !draft.model.lacks(Capability::Tools) => StructuredOutput::Tool,
            "json_schema" => StructuredOutput::Prompt,
            _ => {
                draft.refuse("`response_format.type`: `{}` is not one of text, json_object, json_schema.", &[kind]);
                StructuredOutput::None
            }
        };
        Self { output, json_schema, is_forced: false }
    }

    /// The schema of the tool whose input is the reply.
    pub(super) fn tool_schema(&self) -> Option<&'a Value<'a>> {
        (self.output == StructuredOutput::Tool).then(|| self.json_schema.get("schema"))
    }

    /// The caller's description of the reply, behind other words.
    pub(super) fn describe(&self, words: &str) -> String {
        let description = self.json_schema.get("description").str().unwrap_or_default();
        if description.is_empty() { words.to_owned() } else { [words, " ", &description].concat() }
    }

    /// Asks by words, where nothing makes the model answer as it should.
    pub(super) fn write_prompt(&self, draft: &mut Draft<'_>) {
        let by_tool = match self.output {
            StructuredOutput::Prompt => "",
            StructuredOutput::Tool if !self.is_forced => "Answer by calling the tool `json_response`. If you cannot: ",
            _ => return,
        };
        let words = [by_tool, "Answer with one JSON value and nothing else: no prose, no code fence."].concat();
        let mut words = self.describe(&words);
        if let schema @ Value::Object(_) = self.json_schema.get("schema") {
            let mut text = Writer::default();
            text.value(schema);
            words.push_str(" It follows this JSON schema: ");
            words.push_str(&text.finish());
        }
        draft.system.open('{').key("text").string(&words).close('}');
    }

    /// Asks by `outputConfig`, where the schema is JSON in a string.
    pub(super) fn write_output_config(&self, draft: &mut Draft<'_>, body: &mut Writer) {
        if self.output != StructuredOutput::OutputConfig {
            return;
        }
        let mut text = Writer::default();
        if schema::write_closed(self.json_schema.get("schema"), &mut text) {
            draft.warnings.changed(
                "`response_format`: Bedrock holds the model to no limits of numbers and counts, \
                 and to no patterns that look around; they go into descriptions, so check the reply.",
                &[],
            );
        }
        body.key("outputConfig").open('{').key("textFormat").open('{').key("type").string("json_schema");
        body.key("structure").open('{').key("jsonSchema").open('{').key("schema").string(&text.finish_for_service());
        for name in ["name", "description"] {
            if let Some(text) = self.json_schema.get(name).text().filter(|text| !text.is_blank()) {
                body.key(name).text(text);
            }
        }
        body.close('}').close('}').close('}').close('}');
    }
}
