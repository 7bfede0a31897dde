//! The inputs that users of Bedrock's clients reported, one a file: `tests/fixtures/reported/README.md` has them by
//! kind, with the tests of each kind's further cases.

use bedrock_wasm::bedrock::operation::Operation;
use bedrock_wasm::call::Job;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::models::Model;
use bedrock_wasm::openai::Options;
use bedrock_wasm::translate;
use bedrock_wasm::translate::Converse;
use bedrock_wasm::translate::TranslationOptions;
use bedrock_wasm::translate::completion;
use serde_json::Value;

use crate::support;
use crate::support::chats::request;
use crate::support::chunks::CREATED_S;
use crate::support::chunks::ID;
use crate::support::chunks::chunks_and_end;
use crate::support::fixture_json;
use crate::support::fixture_names;
use crate::support::fixture_text;
use crate::support::replies::frames;
use crate::support::script;
use crate::support::script::openai;
use crate::support::script::refused;
use crate::support::script::retries;
use crate::support::source::files;
use crate::support::world::World;
use crate::support::world::now;

const FOLDER: &str = "reported";

#[test]
fn what_was_reported_is_as_it_should_be() {
    let names = fixture_names(FOLDER).into_iter().filter(|name| name != "README.md");
    let mut count = 0;
    for name in names {
        let reported = fixture_json(&format!("{FOLDER}/{name}"));
        check(&name, &reported);
        count += 1;
    }
    assert_eq!(count, 41);
}

#[test]
fn the_table_names_each_input_once() {
    let table = fixture_text(&format!("{FOLDER}/README.md"));
    for name in fixture_names(FOLDER).iter().filter(|name| *name != "README.md") {
        let stem = name.strip_suffix(".json").unwrap();
        assert_eq!(table.matches(&format!("`{stem}`")).count(), 1, "{name}");
    }
    // The tests are there.
    let tests = table.split('`').filter(|word| word.ends_with(".rs") || word.ends_with(".mjs"));
    for path in tests {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(root.join("tests").join(path).is_file(), "{path}");
    }
}

#[test]
fn each_fact_about_models_names_two_tests() {
    let table =
        std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/models.md")).unwrap();
    let sources: String = ["tests/native", "tests/emulator"]
        .iter()
        .flat_map(|folder| files(folder, "rs"))
        .map(|file| file.text)
        .collect();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.contains(" | | |"))
        .skip(2)
        .map(|line| line.trim_matches('|').rsplitn(3, '|').collect())
        .collect();
    assert!(rows.len() > 35);
    for cells in rows {
        for test in &cells[..2] {
            let name = test.trim().trim_matches('`');
            assert!(sources.contains(&format!("fn {name}(")), "{name}");
        }
    }
}

fn check(name: &str, reported: &Value) {
    let has = |member: &str| reported.get(member).is_some();
    match () {
        () if has("complaint") && has("code") => check_code(name, reported),
        () if has("exception") => check_first_frame(name, reported),
        () if has("region") => check_region(name, reported),
        () if has("events") => check_stream(name, reported),
        () if has("output") => check_reply(name, reported),
        () => check_request(name, reported),
    }
}

fn text<'a>(reported: &'a Value, member: &str) -> &'a str {
    reported[member].as_str().unwrap_or_else(|| panic!("{member} of {reported}"))
}

fn translated(reported: &Value) -> Result<Converse, String> {
    // As it is in the file: half a surrogate pair is an escape there, and no Rust string can hold it.
    let request = reported["request"].to_string();
    let request = if reported["kind"] == "surrogate" { request.replace("@half@", "\\ud83d") } else { request };
    let options = TranslationOptions::parse(reported["unsupportedParams"].as_str()).unwrap();
    let parsed = translate::parse(&request).unwrap();
    translate::request(&parsed, &Model::of(text(reported, "model")), &options)
        .map_err(|error| error.message().to_owned())
}

fn check_request(name: &str, reported: &Value) {
    let outcome = translated(reported);
    if let Some(words) = reported["error"].as_str() {
        let error = outcome.unwrap_err();
        assert!(error.contains(words), "{name}: {error}");
        return;
    }
    let converse = outcome.unwrap();
    let body: Value = serde_json::from_str(&converse.body).unwrap();
    for (pointer, expected) in reported["body"].as_object().unwrap() {
        assert_eq!(body.pointer(pointer).unwrap_or(&Value::Null), expected, "{name} {pointer}: {body}");
    }
    let warnings: Vec<_> = converse.warnings.iter().map(|warning| &warning.message).collect();
    let expected = reported["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), expected.len(), "{name}: {warnings:?}");
    for (warning, words) in warnings.iter().zip(expected) {
        assert!(warning.contains(words.as_str().unwrap()), "{name}: {warning}");
    }
    bedrock_emulator::check_converse(text(reported, "model"), &converse.body, false).unwrap();
}

fn check_stream(name: &str, reported: &Value) {
    let chat = translated(reported).unwrap().chat;
    let events: Vec<(&str, Value)> = reported["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| (event[0].as_str().unwrap(), event[1].clone()))
        .collect();
    let (chunks, error) = chunks_and_end(&[&frames(&events)], &chat);
    match reported["error"].as_str() {
        Some(words) => {
            let error = error.unwrap();
            assert!(error.message().contains(words), "{name}: {error}");
        }
        None => {
            let usage = chunks.last().unwrap()["usage"].as_object().unwrap();
            for (member, expected) in reported["usage"].as_object().unwrap() {
                assert_eq!(&usage[member], expected, "{name} {member}");
            }
        }
    }
}

fn check_reply(name: &str, reported: &Value) {
    let chat = translated(reported).unwrap().chat;
    let reply = completion(&reported["output"].to_string(), &chat, ID, CREATED_S, &mut Vec::new()).unwrap();
    let reply: Value = serde_json::from_str(&reply).unwrap();
    for (member, expected) in reported["message"].as_object().unwrap() {
        assert_eq!(&reply["choices"][0]["message"][member], expected, "{name} {member}");
    }
}

fn check_code(name: &str, reported: &Value) {
    let complaint = text(reported, "complaint").replace('"', "\\\"");
    let world = World::new([refused(400, "ValidationException", &complaint)]);
    let options = Options { call: retries(0), ..Options::default() };
    let error = now(openai().chat(&world, &request("amazon.nova-micro-v1:0"), &options)).unwrap_err();
    assert_eq!(error.code(), reported["code"].as_str(), "{name}");
}

fn check_region(name: &str, reported: &Value) {
    let client = script::client();
    let members = [("modelId", text(reported, "model").to_owned())];
    let job = Job::new(Operation::named("Converse").unwrap(), &members, &client.config, &CallOptions::default());
    let world = World::new([script::good()]);
    now(client.call(&world, &job.unwrap())).unwrap();
    assert_eq!(world.last_sent().url.split('/').nth(2), reported["host"].as_str(), "{name}");
    assert!(!text(reported, "host").contains(text(reported, "region")));
}

fn check_first_frame(name: &str, reported: &Value) {
    let payload = serde_json::json!({ "message": reported["complaint"] }).to_string();
    let headers = [(":message-type", "exception"), (":exception-type", text(reported, "exception"))];
    let frame: String = support::frame(&headers, payload).into_iter().map(char::from).collect();
    let answer = |body: &str| script::reply(200, body).header("content-type", "application/vnd.amazon.eventstream");
    let client = script::client();
    let world = World::new([answer(&frame), answer("")]);
    now(client.call(&world, &script::job(&client, "ConverseStream"))).unwrap();
    assert_eq!(Some(world.sent().len() as u64), reported["asked"].as_u64(), "{name}");
}
