//! Requests in OpenAI's vocabulary, for chats, responses, embeddings and images, to each model of the catalogue: what
//! is sent is JSON in the form that Bedrock wants, and no text of the caller's is lost on the way.
#![no_main]

use bedrock_fuzz::chats;
use bedrock_fuzz::fixtures;
use bedrock_fuzz::json;
use bedrock_fuzz::seeds::with_choices;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::Kind;
use bedrock_wasm::models::Model;
use bedrock_wasm::translate;
use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::TranslationOptions;
use serde_json::Value;

bedrock_fuzz::json_target!(check, seeds: seeds, words: WORDS);

/// The choices are the kind of request, the option `unsupportedParams`, and the model.
fn check([kind, _, low, high]: [u8; 4], text: &str) {
    let theirs = json::lenient(text).filter(|value| value.is_object() && json::depth(text) <= 512);
    let request = translate::parse(text);
    assert_eq!(request.is_ok(), theirs.is_some());
    let (Ok(request), Some(theirs)) = (request, theirs) else { return };
    let mut options = TranslationOptions::parse(["warn", "error", "ignore"].get(usize::from(kind >> 4)).copied())
        .expect("an option that there is");
    match kind % 8 {
        5 => check_response(&request, &Model::of(&chats::model_id([low, high])), options),
        6 => check_embeddings(&request, &theirs, &Model::of(EMBEDDERS[usize::from(low) % EMBEDDERS.len()]), &options),
        7 => check_images(&request, &theirs, &Model::of(PAINTERS[usize::from(low) % PAINTERS.len()]), &options),
        _ => {
            let addresses = translate::addresses(&request).into_iter();
            options.downloads = addresses.map(|address| (address, DOWNLOAD.to_owned())).collect();
            check_chat(&request, &theirs, &Model::of(&chats::model_id([low, high])), &options);
        }
    }
}

fn check_chat(
    request: &bedrock_wasm::json::Value<'_>,
    theirs: &Value,
    model: &Model<'_>,
    options: &TranslationOptions,
) {
    let converse = match translate::request(request, model, options) {
        Ok(converse) => converse,
        Err(error) => return check_refusal(&error),
    };
    let body = sent(&converse.body);
    assert_eq!(converse.streams, theirs["stream"] == true);
    assert!(converse.streams || converse.is_whole);
    check_form(&body);
    let chat = converse.chat.to_json("id", chats::CREATED_S);
    assert!(json::is_json(&chat) && Chat::from_json(&chat) == converse.chat);

    let mut found = Vec::new();
    json::strings(&body, &mut found);
    found.extend(converse.warnings.iter().map(|warning| warning.message.as_str()));
    for text in texts_of_messages(theirs) {
        let text = text.trim();
        let is_there = found.iter().any(|string| string.contains(text));
        assert!(is_there, "{text:?} is neither sent nor warned of:\n{theirs}\n{body}");
    }
}

/// A request of Responses becomes a chat's in any case, and is then sent in Bedrock's form.
fn check_response(request: &bedrock_wasm::json::Value<'_>, model: &Model<'_>, options: TranslationOptions) {
    let asked = match translate::asked(request, options.unsupported_params) {
        Ok(asked) => asked,
        Err(error) => return check_refusal(&error),
    };
    let echo = format!("{{{}}}", asked.face.echo);
    assert!(json::is_json(&echo), "{echo}");
    let chat = match translate::parse(&asked.chat) {
        Ok(chat) => chat,
        // Items are a little deeper as messages.
        Err(error) => return check_refusal(&error),
    };
    let options = TranslationOptions { words: asked.words, ..options };
    match translate::request(&chat, model, &options) {
        Ok(converse) => check_form(&sent(&converse.body)),
        Err(error) => check_refusal(&error),
    }
}

/// What Bedrock's own rules are, of those that no shape says.
fn check_form(body: &Value) {
    let messages = body["messages"].as_array().expect("messages");
    for pair in messages.windows(2) {
        assert_ne!(pair[0]["role"], pair[1]["role"], "roles alternate: {body}");
    }
    for message in messages {
        let content = message["content"].as_array().expect("content");
        assert!(!content.is_empty(), "a message without content: {body}");
        for block in content {
            assert!(block["text"].as_str().is_none_or(|text| !text.trim().is_empty()), "a blank text: {body}");
            let name = block["toolUse"]["name"].as_str();
            assert!(name.is_none_or(is_tool_name), "{name:?} is no name of a tool: {body}");
        }
    }
    let tools = body["toolConfig"]["tools"].as_array();
    for name in tools.into_iter().flatten().filter_map(|tool| tool["toolSpec"]["name"].as_str()) {
        assert!(is_tool_name(name), "{name:?} is no name of a tool: {body}");
    }
}

fn is_tool_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// The texts of messages: what is said, not what is shown, called or thought.
fn texts_of_messages(request: &Value) -> Vec<&str> {
    let mut texts = Vec::new();
    for message in request["messages"].as_array().into_iter().flatten() {
        let content = &message["content"];
        texts.extend(content.as_str());
        for part in content.as_array().into_iter().flatten() {
            texts.extend(part.as_str());
            if part["type"] == "text" {
                texts.extend(part["text"].as_str());
            }
        }
    }
    texts
}

fn check_embeddings(
    request: &bedrock_wasm::json::Value<'_>,
    theirs: &Value,
    model: &Model<'_>,
    options: &TranslationOptions,
) {
    let plan = match translate::embeddings(request, model, options) {
        Ok(plan) => plan,
        Err(error) => return check_refusal(&error),
    };
    assert!(!plan.bodies.is_empty());
    let bodies: Vec<Value> = plan.bodies.iter().map(|body| sent(body)).collect();
    let mut found = Vec::new();
    bodies.iter().for_each(|body| json::strings(body, &mut found));
    let input = &theirs["input"];
    let inputs = input.as_array().map_or(std::slice::from_ref(input), Vec::as_slice);
    assert!(bodies.len() <= inputs.len());
    for text in inputs.iter().filter_map(Value::as_str) {
        let is_there =
            found.iter().any(|string| *string == text || (text.starts_with("data:") && text.ends_with(string)));
        assert!(is_there, "{text:?} is not sent: {bodies:?}");
    }
}

fn check_images(
    request: &bedrock_wasm::json::Value<'_>,
    theirs: &Value,
    model: &Model<'_>,
    options: &TranslationOptions,
) {
    let plan = match translate::images(request, model, options) {
        Ok(plan) => plan,
        Err(error) => return check_refusal(&error),
    };
    let wanted = theirs["n"].as_u64().unwrap_or(1);
    let mut count = 0;
    for body in plan.bodies.iter().map(|body| sent(body)) {
        let prompt = body.get("prompt").unwrap_or(&body["textToImageParams"]["text"]);
        assert_eq!(prompt, &theirs["prompt"]);
        count += body["imageGenerationConfig"]["numberOfImages"].as_u64().unwrap_or(1);
    }
    assert_eq!(count, wanted);
}

/// The body as the service reads it: without half a surrogate pair, of which none takes the escape.
fn sent(body: &str) -> Value {
    json::value(body).unwrap_or_else(|| panic!("what is sent is not JSON: {body}"))
}

fn check_refusal(error: &Error) {
    assert!(error.kind() == Kind::Input && !error.message().is_empty());
    assert!(error.param() != Some(""));
}

const DOWNLOAD: &str = "data:image/png;base64,iVBORw0KGgoAAAAA";

const EMBEDDERS: [&str; 9] = [
    "amazon.titan-embed-text-v1",
    "amazon.titan-embed-text-v2:0",
    "amazon.titan-embed-image-v1",
    "cohere.embed-english-v3",
    "us.cohere.embed-v4:0",
    "amazon.nova-2-multimodal-embeddings-v1:0",
    "twelvelabs.marengo-embed-2-7-v1:0",
    "twelvelabs.marengo-embed-3-0-v1:0",
    "amazon.nova-lite-v1:0",
];

const PAINTERS: [&str; 4] = [
    "amazon.nova-canvas-v1:0",
    "amazon.titan-image-generator-v2:0",
    "stability.sd3-5-large-v1:0",
    "anthropic.claude-sonnet-5",
];

/// Names, and values, as chats and replies have them.
const WORDS: &str = "\
    messages role content type text user assistant system developer tool function tool_calls tool_call_id id \
    name arguments parameters properties tools tool_choice allowed_tools mode image_url url file file_data \
    filename input_audio data format thinking_blocks thinking signature reasoning_details cache_control \
    ephemeral ttl 1h response_format json_schema json_object schema reasoning_effort budget_tokens max_tokens \
    max_completion_tokens temperature top_p top_k stop metadata service_tier bedrock \
    additionalModelRequestFields guardrailConfig promptVariables strict functions function_call none auto \
    required enabled refusal stream stream_options include_usage input dimensions encoding_format base64 \
    input_type search_query truncate END normalize prompt n size 1024x1024 quality hd style seed output_format \
    jpeg aspect_ratio 16:9 negative_prompt cfg_scale object string number array items enum anyOf allOf $ref \
    $defs #/$defs/a additionalProperties minimum minLength pattern c1 f a.b a_b \
    data:image/png;base64,iVBORw0KGgoAAAAA data:application/pdf;base64,JVBERi0xLjcK https://example.com/a.png \
    s3://bucket/key json_response {\"a\":1} guarded_text custom input_text output_text \
    instructions message reasoning summary encrypted_content function_call_output custom_tool_call \
    custom_tool_call_output call_id output input_image input_file file_url item_reference max_output_tokens \
    effort verbosity include store previous_response_id background conversation truncation";

/// Every golden request, and those that were reported.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let chats = fixtures::json_folder("openai/request").into_iter().chain(fixtures::json_folder("reported"));
    for (position, golden) in chats.enumerate() {
        let model = golden["modelId"].as_str().or(golden["model"].as_str()).unwrap_or_default();
        let [low, high] = chats::model_choices(model);
        seeds.extend(seed([(position % 5) as u8, 0, low, high], &golden));
    }
    for golden in fixtures::json_folder("openai/responses/request") {
        let [low, high] = chats::model_choices(golden["modelId"].as_str().unwrap_or_default());
        seeds.extend(seed([5, 0, low, high], &golden));
    }
    for (kind, folder, models) in [(6, "openai/embeddings", &EMBEDDERS[..]), (7, "openai/images", &PAINTERS)] {
        for golden in fixtures::json_folder(folder) {
            let model = models.iter().position(|model| golden["modelId"] == *model).unwrap_or_default();
            seeds.extend(seed([kind, 0, model as u8, 0], &golden));
        }
    }
    seeds
}

fn seed(choices: [u8; 4], golden: &Value) -> Option<Vec<u8>> {
    // Of images in base64 a little is enough.
    let text = golden.get("request")?.to_string();
    (text.len() < 4000).then(|| with_choices(choices, &text))
}
