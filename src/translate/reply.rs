//! The common parts of a whole reply and a stream: OpenAI's vocabulary that is written the same in both.

use super::Chat;
use super::StructuredOutput;
use super::Warning;
use super::blob;
use crate::json;
use crate::json::Text;
use crate::json::Value;
use crate::json::Writer;
use crate::search::filled;

/// Bedrock's stop reason in OpenAI's words. Bedrock's own reason is in `_bedrock.stopReason` besides.
///
/// <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_ResponseSyntax>
pub(super) fn finish_reason(stop_reason: &str, has_calls: bool) -> &'static str {
    match stop_reason {
        "max_tokens" | "model_context_window_exceeded" => "length",
        "content_filtered" | "guardrail_intervened" | "refusal" => "content_filter",
        _ if stop_reason.starts_with(MALFORMED) => "stop",
        // `tool_use` with no call for the caller is one of the JSON tool, or of a tool that ran on the server. And some
        // models end a turn of calls with `end_turn`, where a loop over OpenAI's reasons would stop too early.
        _ if has_calls => "tool_calls",
        _ => "stop",
    }
}

/// The beginning of `malformed_model_output` and `malformed_tool_use`.
const MALFORMED: &str = "malformed_";

/// The warning about a reply that the model did not write as it should.
pub(super) fn malformed(stop_reason: &str) -> Option<Warning> {
    stop_reason.starts_with(MALFORMED).then(|| Warning {
        code: "malformed_reply",
        message: filled(
            "The model's reply is malformed (`{}`), and a call that is not whole must not be run. Send the request again.",
            &[stop_reason],
        ),
    })
}

/// The same, for `_bedrock`.
pub(super) fn write_warning(writer: &mut Writer, warning: &Warning) {
    writer.raw(r#""warnings":[{"code":"#).string(warning.code);
    writer.key("message").string(&warning.message).close_all("}]");
}

/// Whether the service runs this tool by itself: nobody else answers the call.
pub(super) fn is_server_tool(tool: &Value<'_>) -> bool {
    tool.get("type").says("server_tool_use")
}

/// Whether this tool is the one whose input is the reply.
pub(super) fn is_json_tool(chat: &Chat, name: &str) -> bool {
    chat.structured_output == StructuredOutput::Tool && name == Chat::JSON_TOOL
}

/// The input of a tool, with the caller's names of its properties.
pub(super) fn write_input(writer: &mut Writer, chat: &Chat, tool: &str, input: &Value<'_>) {
    let group = [tool, "."].concat();
    if input.is_null() {
        writer.raw("{}");
    } else if chat.names.has_group(&group) && matches!(input, Value::Object(_)) {
        writer.open('{');
        for (name, value) in input.members() {
            match chat.names.name(&group, &name.unescaped()) {
                None => writer.member(*name).value(value),
                Some(known) => writer.string(known).colon().value(value),
            };
        }
        writer.close('}');
    } else {
        writer.value(input);
    }
}

/// A citation, with the caller's name of the document.
pub(super) fn citation(chat: &Chat, citation: &Value<'_>) -> String {
    let mut writer = Writer::default();
    writer.open('{');
    for (name, value) in citation.members() {
        let title = value.str().filter(|_| name.is("title"));
        match title.as_deref().and_then(|title| chat.names.name("/", title)) {
            None => writer.member(*name).value(value),
            Some(known) => writer.key("title").string(known),
        };
    }
    writer.close('}').as_str().to_owned()
}

/// How a reply in JSON was asked for, for `_bedrock`.
pub(super) fn write_structured_output(writer: &mut Writer, chat: &Chat) {
    if chat.structured_output != StructuredOutput::None {
        writer.key("structuredOutput").string(chat.structured_output.name());
    }
}

/// The tokens of a reply. Bedrock counts the cache's tokens beside the input, unless it is gross; OpenAI counts them as
/// a part of it.
pub(super) struct Tokens {
    pub(super) read: Option<u32>,
    pub(super) written: Option<u32>,
    pub(super) input: u32,
    pub(super) output: u32,
    pub(super) total: u32,
}

impl Tokens {
    pub(super) fn of(usage: &Value<'_>, is_gross: bool) -> Self {
        let count = |name| usage.get(name).u32();
        let (read, written) = (count("cacheReadInputTokens"), count("cacheWriteInputTokens"));
        let input = count("inputTokens").unwrap_or_default();
        let cached = read.unwrap_or_default().saturating_add(written.unwrap_or_default());
        let input = if is_gross && input >= cached { input } else { input.saturating_add(cached) };
        let output = count("outputTokens").unwrap_or_default();
        Self { read, written, input, output, total: input.saturating_add(output) }
    }
}

/// The `usage` of a reply.
pub(super) fn write_usage(writer: &mut Writer, usage: &Value<'_>, reasoning_tokens: Option<u32>, is_gross: bool) {
    let Tokens { read, written, input, output, total } = Tokens::of(usage, is_gross);
    writer.open('{').key("prompt_tokens").number(input).key("completion_tokens").number(output);
    writer.key("total_tokens").number(total);
    if read.or(written).is_some() {
        writer.raw(r#""prompt_tokens_details":{"cached_tokens":"#).number(read.unwrap_or_default());
        writer.key("cache_write_tokens").number(written.unwrap_or_default()).close('}');
    }
    if let Some(reasoning) = reasoning_tokens {
        writer.raw(r#""completion_tokens_details":{"reasoning_tokens":"#).number(reasoning).close('}');
    }
    writer.close('}');
}

/// How many tokens went into reasoning, if the model says so in its own fields: Claude and OpenAI's models do when the
/// request has `/usage/output_tokens_details` among `additionalModelResponseFieldPaths`.
pub(super) fn reasoning_tokens(reply: &Value<'_>) -> Option<u32> {
    let details = reply.get("additionalModelResponseFields").get("usage").get("output_tokens_details");
    details.get("reasoning_tokens").u32().or(details.get("thinking_tokens").u32())
}

/// The `service_tier`, if there is one.
pub(super) fn write_service_tier(writer: &mut Writer, reply: &Value<'_>) {
    if let Some(tier) = reply.get("serviceTier").get("type").text() {
        writer.key("service_tier").text(tier);
    }
}

/// Members of Bedrock's reply as they are, for `_bedrock`. `p` is padding of random length.
pub(super) fn write_members(writer: &mut Writer, reply: &Value<'_>, without: &str) {
    for (name, value) in reply.members().iter().filter(|(name, _)| !name.is("p") && !name.is(without)) {
        writer.member(*name).value(value);
    }
}

/// A block of reasoning; its texts as they are written in JSON.
#[derive(Debug, Default)]
pub(super) struct Thought {
    pub(super) text: String,
    pub(super) signature: String,
    pub(super) redacted: String,
}

/// The blocks that have to be sent back unchanged in the next turn. One without a signature cannot be: its text is in
/// `reasoning_content` alone. The shape is that of LiteLLM and of Anthropic, whose `data` is the text of Bedrock's
/// blob.
///
/// <https://docs.litellm.ai/docs/reasoning_content>
pub(super) fn thinking_blocks(thoughts: &[Thought]) -> String {
    let mut blocks = Writer::default();
    for Thought { text, signature, redacted, .. } in thoughts {
        if !signature.is_empty() {
            blocks.raw(r#"{"type":"thinking","thinking":"#).text(Text::written(text));
            blocks.key("signature").text(Text::written(signature)).close('}');
        }
        if !redacted.is_empty() {
            blocks.raw(r#"{"type":"redacted_thinking","data":"#).string(&blob::text_or_url(redacted)).close('}');
        }
    }
    blocks.finish()
}

/// The same, as a member.
pub(super) fn write_thinking_blocks(writer: &mut Writer, thoughts: &[Thought]) {
    write_list(writer, "thinking_blocks", &thinking_blocks(thoughts));
}

/// A citation as Bedrock wrote it, and its part of the content, in UTF-16 units.
#[derive(Debug)]
pub(super) struct Cited {
    pub(super) citation: String,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Citations of pages as OpenAI's `annotations`.
pub(super) fn write_annotations(writer: &mut Writer, cited: &[Cited]) {
    let mut annotations = Writer::default();
    for (citation, Cited { start, end, .. }) in read(cited) {
        if let Some(url) = page(&citation) {
            annotations.raw(r#"{"type":"url_citation","url_citation":{"start_index":"#).number(*start);
            annotations.key("end_index").number(*end);
            let title = citation.get("title").text().unwrap_or(url);
            annotations.key("title").text(title).key("url").text(url).close_all("}}");
        }
    }
    write_list(writer, "annotations", annotations.as_str());
}

/// Citations of documents, for which OpenAI has no words, in Bedrock's.
pub(super) fn write_citations(writer: &mut Writer, cited: &[Cited]) {
    let mut citations = Writer::default();
    list_citations(&mut citations, cited);
    write_list(writer, "citations", citations.as_str());
}

/// The same, as items of a list.
pub(super) fn list_citations(citations: &mut Writer, cited: &[Cited]) {
    for (citation, Cited { start, end, .. }) in read(cited).filter(|(citation, _)| page(citation).is_none()) {
        citations.open('{').key("startIndex").number(*start).key("endIndex").number(*end);
        write_members(citations, &citation, "");
        citations.close('}');
    }
}

pub(super) fn read(cited: &[Cited]) -> impl Iterator<Item = (Value<'_>, &Cited)> {
    cited.iter().map(|cited| (json::parse(&cited.citation).unwrap_or_default(), cited))
}

/// A member that is a list, if it has any items.
pub(super) fn write_list(writer: &mut Writer, name: &str, items: &str) {
    if !items.is_empty() {
        writer.key(name).open('[').raw(items).close(']');
    }
}

/// The address of the cited source: that of a web page, or the source of a search result if that is an address.
pub(super) fn page<'a>(citation: &Value<'a>) -> Option<Text<'a>> {
    // A slash may be written with an escape.
    let is_address = |text: &Text<'_>| text.escaped().starts_with("https:") || text.escaped().starts_with("http:");
    let web = citation.get("location").get("web").get("url").text();
    web.or(citation.get("source").text()).filter(is_address)
}
