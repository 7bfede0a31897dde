//! Each fact of the families is met once, and the neighbour of which it is not true passes.
#![expect(clippy::needless_pass_by_value, reason = "values made by json! on the spot read better without &")]

use serde_json::Value;
use serde_json::json;

use super::converse;
use super::stream;
use crate::errors::ServiceError;

pub(super) const SONNET_4_5: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
pub(super) const SONNET_5: &str = "us.anthropic.claude-sonnet-5";
pub(super) const OPUS_5_5: &str = "global.anthropic.claude-opus-5-5";
pub(super) const NOVA: &str = "amazon.nova-lite-v1:0";
const NOVA_2: &str = "us.amazon.nova-2-lite-v1:0";
pub(super) const LLAMA: &str = "us.meta.llama3-3-70b-instruct-v1:0";
pub(super) const GPT: &str = "us.openai.gpt-6-sol";
pub(super) const GPT_OSS: &str = "openai.gpt-oss-120b-1:0";
pub(super) const GROK: &str = "us.xai.grok-4.6";
const UNKNOWN: &str = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
pub(super) const PNG: &str = "iVBORw0KGgo=";

pub(super) fn asks(model: &str, mut members: Value) -> Result<Value, ServiceError> {
    if members.get("messages").is_none() {
        members["messages"] = json!([{"role": "user", "content": [{"text": "hi"}]}]);
    }
    converse(model, members.to_string().as_bytes())
}

pub(super) fn tools(extra: Value) -> Value {
    let mut spec = json!({"name": "look", "inputSchema": {"json": {"type": "object"}}});
    spec.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    json!({"tools": [{"toolSpec": spec}]})
}

pub(super) fn strict_tool(schema: Value) -> Value {
    json!({"strict": true, "inputSchema": {"json": schema}})
}

pub(super) fn forced(choice: Value) -> Value {
    let mut config = tools(json!({}));
    config["toolChoice"] = choice;
    json!({ "toolConfig": config })
}

fn said(blocks: Value) -> Value {
    json!({"messages": [{"role": "user", "content": blocks}]})
}

pub(super) fn own(fields: Value) -> Value {
    json!({ "additionalModelRequestFields": fields })
}

fn config(fields: Value) -> Value {
    json!({ "inferenceConfig": fields })
}

fn format(schema: &str) -> Value {
    json!({"outputConfig": {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {"name": "a", "schema": schema}}}}})
}

/// The request is refused by `model` with `complaint`, and passes with `other`.
pub(super) fn differ(model: &str, other: &str, request: Value, complaint: &str) {
    let error = asks(model, request.clone()).expect_err(complaint);
    assert!(error.message.contains(complaint), "{model}: {error:?}");
    assert_eq!(asks(other, request.clone()).map(|_| ()), Ok(()), "{other}: {request}");
    assert_eq!(asks(UNKNOWN, request.clone()).map(|_| ()), Ok(()), "{request}");
}

#[test]
fn sampling_and_limits() {
    let field = |name: &str| format!("This model doesn't support the {name} field. Remove {name} and try again.");
    let temperature = config(json!({"temperature": 0.5}));
    let deprecated = "The model returned the following errors: `temperature` is deprecated for this model.";
    differ(SONNET_5, SONNET_4_5, temperature.clone(), deprecated);
    differ("us.anthropic.claude-opus-4-7", "us.anthropic.claude-opus-4-6-v1", temperature.clone(), deprecated);
    differ(SONNET_5, SONNET_4_5, own(json!({"top_k": 5})), "`top_k` is deprecated");
    let both = config(json!({"temperature": 0.5, "topP": 0.5}));
    differ(
        SONNET_4_5,
        "us.anthropic.claude-sonnet-4-20250514-v1:0",
        both,
        "cannot both be specified for this model. Please use only one.",
    );
    differ(GPT, GPT_OSS, temperature.clone(), &field("temperature"));
    differ(GROK, NOVA, config(json!({"topP": 0.5})), &field("topP"));
    differ("moonshotai.kimi-k2.5", "zai.glm-5", temperature, &field("temperature"));
    let stop = config(json!({"stopSequences": ["END"]}));
    for model in [GPT_OSS, GROK, "qwen.qwen3-32b-v1:0", "moonshotai.kimi-k2.5", "minimax.minimax-m2.5", "deepseek.v3.2"]
    {
        differ(model, NOVA, stop.clone(), &field("stopSequences"));
    }
    let few = config(json!({"maxTokens": 8}));
    differ(
        GPT,
        GPT_OSS,
        few.clone(),
        "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 8 instead.",
    );
    differ("us.moonshotai.kimi-k3", "moonshotai.kimi-k2.5", few, "Expected a value >= 16");
}

#[test]
fn tools_of_each_kind() {
    let any = forced(json!({"any": {}}));
    let tool = forced(json!({"tool": {"name": "look"}}));
    for request in [&any, &tool] {
        let complaint = "tool_choice: type \"tool\" and \"any\" are not supported for this model.";
        differ(OPUS_5_5, "us.anthropic.claude-opus-5", request.clone(), complaint);
    }
    differ(LLAMA, NOVA, any, "This model doesn't support the toolConfig.toolChoice.any field.");
    differ(
        "mistral.mistral-large-2402-v1:0",
        SONNET_4_5,
        tool,
        "doesn't support the toolConfig.toolChoice.tool field.",
    );
    let plain = json!({"toolConfig": tools(json!({}))});
    for model in ["us.deepseek.r1-v1:0", "meta.llama3-8b-instruct-v1:0", "amazon.titan-text-express-v1"] {
        differ(model, LLAMA, plain.clone(), "This model doesn't support tool use.");
    }
    assert!(stream(LLAMA, &plain).unwrap_err().message.contains("tool use in streaming mode"));
    assert_eq!(stream(LLAMA, &json!({})), Ok(()));
    assert_eq!(stream(SONNET_5, &plain), Ok(()));
    let strict = json!({"toolConfig": tools(strict_tool(json!({"type": "object", "additionalProperties": false})))});
    differ(
        NOVA_2,
        SONNET_4_5,
        strict.clone(),
        "This model doesn't support the strict field. Remove strict and try again.",
    );
    differ(SONNET_5, SONNET_4_5, strict, "tools.0.custom.strict: Extra inputs are not permitted");
    let mut twice = forced(json!({"any": {}}));
    twice["additionalModelRequestFields"] = json!({"tool_choice": {"type": "any", "disable_parallel_tool_use": true}});
    let error = asks(SONNET_4_5, twice.clone()).unwrap_err();
    assert_eq!(
        error.message,
        "The additional field tool_choice/type conflicts with the existing field toolConfig.toolChoice.any. Remove tool_choice/type and \
         try again."
    );
    twice["additionalModelRequestFields"]["tool_choice"] = json!({"disable_parallel_tool_use": true});
    assert!(asks(SONNET_4_5, twice).is_ok());
    differ(SONNET_4_5, GPT, own(json!({"tool_choice": {"disable_parallel_tool_use": true}})), "missing field `type`");
    let history = |id: &str| {
        json!({"toolConfig": tools(json!({})), "messages": [
            {"role": "user", "content": [{"text": "hi"}]},
            {"role": "assistant", "content": [{"toolUse": {"toolUseId": id, "name": "look", "input": {}}}]},
            {"role": "user", "content": [{"toolResult": {"toolUseId": id, "content": [{"text": "x"}]}}]},
        ]})
    };
    let mistral = "mistral.mistral-large-3-675b-instruct";
    differ(
        mistral,
        NOVA,
        history("tooluse_abc"),
        "Tool call id was tooluse_abc but must be a-z, A-Z, 0-9, with a length of 9.",
    );
    assert!(asks(mistral, history("abcdefgh9")).is_ok());
}

#[test]
fn what_a_message_may_hold() {
    let image = said(json!([{"text": "a"}, {"image": {"format": "png", "source": {"bytes": PNG}}}]));
    let complaint = "This model doesn't support the image field for user messages. Remove image and try again.";
    for model in ["amazon.nova-micro-v1:0", LLAMA, GPT_OSS] {
        differ(model, NOVA, image.clone(), complaint);
    }
    let video = said(json!([{"text": "a"}, {"video": {"format": "mp4", "source": {"bytes": "AAAA"}}}]));
    differ(
        SONNET_5,
        NOVA,
        video.clone(),
        "This model doesn't support the video content block that you provided. Update",
    );
    differ(GPT, NOVA, video, "the video field for user messages");
    let audio = said(json!([{"text": "a"}, {"audio": {"format": "mp3", "source": {"bytes": "AAAA"}}}]));
    differ(NOVA, "mistral.voxtral-mini-3b-2507", audio, "the audio field for user messages");
    let document = said(json!([{"text": "a"}, {"document": {"name": "b", "format": "txt", "source": {"text": "c"}}}]));
    differ(GROK, NOVA, document, "This model doesn't support documents.");
    let system = json!({"system": [{"text": "Be brief."}]});
    differ(
        "amazon.titan-text-express-v1",
        LLAMA,
        system,
        "This model doesn't support system messages. Try again without",
    );
    let result = json!({"toolConfig": tools(json!({})), "messages": [
        {"role": "user", "content": [{"text": "hi"}]},
        {"role": "assistant", "content": [{"toolUse": {"toolUseId": "abcdefgh9", "name": "look", "input": {}}}]},
        {"role": "user", "content": [{"toolResult": {"toolUseId": "abcdefgh9",
            "content": [{"image": {"format": "png", "source": {"bytes": PNG}}}]}}]},
    ]});
    differ(GPT, SONNET_5, result.clone(), complaint);
    differ("mistral.mistral-large-3-675b-instruct", NOVA, result, complaint);
    let later = json!({"messages": [
        {"role": "user", "content": [{"text": "a"}]},
        {"role": "system", "content": [{"text": "b"}]},
        {"role": "assistant", "content": [{"text": "c"}]},
        {"role": "user", "content": [{"text": "d"}]},
    ]});
    differ(SONNET_4_5, SONNET_5, later, "messages.1: role 'system' is not supported on this model");
    let prefill = json!({"messages": [
        {"role": "user", "content": [{"text": "a"}]},
        {"role": "assistant", "content": [{"text": "c"}]},
    ]});
    differ(SONNET_5, SONNET_4_5, prefill, "This model does not support assistant message prefill.");
}

#[test]
fn schemas() {
    let closed = r#"{"type":"object","properties":{"minimum":{"type":["integer","null"]},"kind":{"enum":[{"type":"object"}]}},"additionalProperties":false}"#;
    differ(
        NOVA,
        GPT_OSS,
        format(closed),
        "This model doesn't support the outputConfig field. Remove outputConfig and try again.",
    );
    let complaint = "output_config.format: Extra inputs are not permitted";
    differ("us.anthropic.claude-opus-5", SONNET_4_5, format(closed), complaint);
    for (schema, complaint) in [
        (
            r#"{"type":"object","properties":{}}"#,
            "For 'object' type, 'additionalProperties' must be explicitly set to false",
        ),
        (r#"{"type":"array","items":{"anyOf":[{"type":"object","properties":{}}]}}"#, "'additionalProperties' must be"),
        (
            r#"{"type":"integer","minimum":1,"maximum":2}"#,
            "For 'integer' type, properties maximum, minimum are not supported",
        ),
        (r#"{"type":"array","maxItems":3}"#, "For 'array' type, property 'maxItems' is not supported"),
        (r#"{"$defs":{"a":{"type":"number","minimum":1}},"type":"string"}"#, "For 'number' type, property 'minimum'"),
        (r#"{"type":"array","minItems":2}"#, "'minItems' values other than 0 or 1 are not supported"),
        (r#"{"anyOf":[{"oneOf":[]}]}"#, "Schema type 'oneOf' is not supported"),
        ("{", "is not valid JSON"),
    ] {
        let error = asks(SONNET_4_5, format(schema)).expect_err(schema);
        assert!(error.message.contains(complaint), "{error:?}");
    }
}

#[test]
fn cache_points() {
    let points = |count: usize, point: Value| {
        let blocks: Vec<Value> =
            (0..count).flat_map(|_| [json!({"text": "a"}), json!({ "cachePoint": point })]).collect();
        said(json!(blocks))
    };
    let one = points(1, json!({"type": "default"}));
    let error = asks(LLAMA, one.clone()).unwrap_err();
    assert_eq!((error.status, error.name.as_str()), (403, "AccessDeniedException"));
    differ(LLAMA, NOVA, one.clone(), "You invoked an unsupported model or your request did not allow prompt caching.");
    differ(GPT, SONNET_5, one, "This model doesn't support the cachePoint field. Remove cachePoint and try again.");
    let hour = points(1, json!({"type": "default", "ttl": "1h"}));
    differ(NOVA, SONNET_4_5, hour, "Extended TTL prompt caching is only supported for Anthropic models");
    let error = asks(SONNET_4_5, points(5, json!({"type": "default"}))).unwrap_err();
    assert!(error.message.contains("A maximum of 4 blocks with cache_control may be provided. Found 5."), "{error:?}");
    let mut mixed = points(2, json!({"type": "default"}));
    mixed["messages"][0]["content"][3]["cachePoint"]["ttl"] = json!("1h");
    let error = asks(SONNET_4_5, mixed).unwrap_err();
    assert!(
        error.message.contains(
            "messages.0.content.2.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m'"
        ),
        "{error:?}"
    );
    let mut beside = json!({"toolConfig": tools(json!({}))});
    beside["toolConfig"]["tools"].as_array_mut().unwrap().push(json!({"cachePoint": {"type": "default"}}));
    differ(
        NOVA,
        SONNET_4_5,
        beside,
        "Malformed input request: #/toolConfig/tools/1: extraneous key [cachePoint] is not permitted",
    );
}

#[test]
fn fields_of_the_models_own() {
    differ(
        SONNET_4_5,
        GPT,
        own(json!({"seed": 1})),
        "The model returned the following errors: seed: Extra inputs are not permitted",
    );
    differ(
        NOVA,
        GPT,
        own(json!({"top_k": 1})),
        "Malformed input request: #: extraneous key [top_k] is not permitted, please",
    );
    differ(LLAMA, GPT, own(json!({"top_k": 1})), "extraneous key [top_k] is not permitted");
    differ(GPT, GPT_OSS, own(json!({"reasoning_effort": "low"})), "Unknown parameter: 'reasoning_effort'.");
    let reasoning = |effort: &str| own(json!({"reasoningConfig": {"type": "enabled", "maxReasoningEffort": effort}}));
    differ(NOVA, NOVA_2, reasoning("low"), "the provided reasoning config value is invalid");
    assert!(asks(NOVA_2, reasoning("max")).is_err() && asks(NOVA_2, reasoning("high")).is_ok());
    let mut high = reasoning("high");
    high["inferenceConfig"] = json!({"temperature": 0.5});
    assert!(
        asks(NOVA_2, high).unwrap_err().message.contains("temperature must be unset when maxReasoningEffort is high")
    );
}
