//! The records of a job: files of JSON lines in the folder that stands for S3, each line answered by the model as
//! InvokeModel or Converse would, and the files that Bedrock writes of the answers.
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-results.html>

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;
use serde_json::json;

use crate::errors::ServiceError;
use crate::json;
use crate::operation::Call;
use crate::operation::OPERATIONS;
use crate::operation::Route;
use crate::operation::models;

/// Bytes of one file of records; Bedrock takes 1 GB.
const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// What became of a job.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(super) status: &'static str,
    message: Option<String>,
    counts: Option<Counts>,
}

#[derive(Debug, Clone, Default)]
struct Counts {
    succeeded: u64,
    failed: u64,
    input_tokens: u64,
    output_tokens: u64,
}

impl Outcome {
    pub(super) fn of(status: &'static str) -> Outcome {
        Outcome { status, message: None, counts: None }
    }

    /// Adds what GetModelInvocationJob says of it.
    pub(super) fn tell(&self, summary: &mut Value) {
        if let Some(message) = &self.message {
            summary["message"] = json!(message);
        }
        if let Some(counts) = &self.counts {
            summary["totalRecordCount"] = json!(counts.total());
            summary["processedRecordCount"] = json!(counts.total());
            summary["successRecordCount"] = json!(counts.succeeded);
            summary["errorRecordCount"] = json!(counts.failed);
        }
    }
}

impl Counts {
    fn total(&self) -> u64 {
        self.succeeded.saturating_add(self.failed)
    }
}

/// Answers every record of a job and writes the output.
pub(super) async fn run(call: &Call<'_>, id: &str, job: &Value) -> Outcome {
    match answered(call, id, job).await {
        Ok(counts) if counts.succeeded == 0 => Outcome {
            message: Some("No record was answered: the output has an error for each.".to_owned()),
            counts: Some(counts),
            ..Outcome::of("Failed")
        },
        Ok(counts) => {
            let status = if counts.failed == 0 { "Completed" } else { "PartiallyCompleted" };
            Outcome { counts: Some(counts), ..Outcome::of(status) }
        }
        Err(message) => Outcome { message: Some(message), ..Outcome::of("Failed") },
    }
}

async fn answered(call: &Call<'_>, id: &str, job: &Value) -> Result<Counts, String> {
    let root = call.service.s3.as_deref().ok_or("The local Bedrock has no S3: start it with --s3 FOLDER.")?;
    let uri = |pointer: &str| job.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let input = place(root, uri("/inputDataConfig/s3InputDataConfig/s3Uri"))?;
    let output = place(root, uri("/outputDataConfig/s3OutputDataConfig/s3Uri"))?.join(id);
    let model_id = job["modelId"].as_str().unwrap_or_default();
    let is_converse = job["modelInvocationType"] == "Converse";
    let mut counts = Counts::default();
    let files = files(&input)?;
    fs::create_dir_all(&output).map_err(|error| failed(&output, &error))?;
    for file in files {
        let text = fs::read_to_string(&file).map_err(|error| failed(&file, &error))?;
        let mut lines = String::new();
        for (number, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            let answer = record(call, model_id, is_converse, number, line).await;
            counts.count(&answer);
            lines.push_str(&answer.to_string());
            lines.push('\n');
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        write(&output.join(format!("{name}.out")), &lines)?;
    }
    let manifest = json!({
        "totalRecordCount": counts.total(),
        "processedRecordCount": counts.total(),
        "successRecordCount": counts.succeeded,
        "errorRecordCount": counts.failed,
        "inputTokenCount": counts.input_tokens,
        "outputTokenCount": counts.output_tokens,
    });
    write(&output.join("manifest.json.out"), &manifest.to_string())?;
    Ok(counts)
}

/// The line of the output for one of the input.
async fn record(call: &Call<'_>, model_id: &str, is_converse: bool, number: usize, line: &str) -> Value {
    let made_id = format!("{:0>11}", number.saturating_add(1));
    let record = match json::parse(line.as_bytes()) {
        Ok(record @ Value::Object(_)) => record,
        _ => return failure(&made_id, &Value::Null, 400, "The record is not a JSON object."),
    };
    let id = record["recordId"].as_str().unwrap_or(&made_id);
    let input = &record["modelInput"];
    if !input.is_object() {
        return failure(id, input, 400, "The record has no modelInput that is a JSON object.");
    }
    match asked(call, model_id, is_converse, input.to_string().as_bytes()).await {
        Ok(output) => json!({ "recordId": id, "modelInput": input, "modelOutput": output }),
        Err(error) => failure(id, input, error.status, &error.message),
    }
}

fn failure(id: &str, input: &Value, code: u16, message: &str) -> Value {
    json!({ "recordId": id, "modelInput": input, "error": { "errorCode": code, "errorMessage": message } })
}

/// What the model answers to a body, as if it were a request of its own.
async fn asked(call: &Call<'_>, model_id: &str, is_converse: bool, body: &[u8]) -> Result<Value, ServiceError> {
    let name = if is_converse { "Converse" } else { "InvokeModel" };
    let operation = OPERATIONS.iter().find(|operation| operation.name == name);
    let operation = operation.ok_or_else(|| ServiceError::validation("There is no such operation."))?;
    let route = Route { operation, labels: vec![("modelId", model_id.to_owned())] };
    let call = Call { route: &route, query: "", body, ..*call };
    let answer = if is_converse { models::converse(&call).await? } else { models::invoke(&call).await? };
    json::body(&answer.frames.concat())
}

impl Counts {
    fn count(&mut self, answer: &Value) {
        if answer.get("error").is_some() {
            self.failed = self.failed.saturating_add(1);
            return;
        }
        self.succeeded = self.succeeded.saturating_add(1);
        let usage = &answer["modelOutput"]["usage"];
        let tokens = |names: [&str; 2]| names.iter().find_map(|name| usage[*name].as_u64()).unwrap_or_default();
        self.input_tokens = self.input_tokens.saturating_add(tokens(["inputTokens", "input_tokens"]));
        self.output_tokens = self.output_tokens.saturating_add(tokens(["outputTokens", "output_tokens"]));
    }
}

/// The file or folder in `root` that an address in S3 stands for. Nothing outside of it.
fn place(root: &Path, uri: &str) -> Result<PathBuf, String> {
    let parts = uri.trim_start_matches("s3://").split('/').filter(|part| !part.is_empty());
    let mut place = root.to_owned();
    for part in parts {
        if part == "." || part == ".." || part.contains('\\') || part.contains(':') {
            return Err(format!("{uri} has a part that no file is named by."));
        }
        place.push(part);
    }
    Ok(place)
}

/// The files of records at a place: itself, or those of a folder in the order of their names.
fn files(place: &Path) -> Result<Vec<PathBuf>, String> {
    let is_records = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "jsonl");
    let mut found: Vec<PathBuf> = if place.is_dir() {
        let entries = fs::read_dir(place).map_err(|error| failed(place, &error))?;
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_records).collect()
    } else {
        Some(place.to_owned()).into_iter().filter(|path| path.is_file() && is_records(path)).collect()
    };
    if found.is_empty() {
        return Err(format!("{} has no file of records (.jsonl).", place.display()));
    }
    for file in &found {
        let length = fs::metadata(file).map_err(|error| failed(file, &error))?.len();
        if length > FILE_BYTES_MAX {
            return Err(format!("{} has {length} bytes, more than {FILE_BYTES_MAX}.", file.display()));
        }
    }
    found.sort();
    Ok(found)
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|error| failed(file, &error))
}

fn failed(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_in_the_folder() {
        let root = Path::new("/s3");
        assert_eq!(place(root, "s3://bucket/in/a.jsonl"), Ok(PathBuf::from("/s3/bucket/in/a.jsonl")));
        assert_eq!(place(root, "s3://bucket//in/"), Ok(PathBuf::from("/s3/bucket/in")));
        for uri in ["s3://bucket/../../etc/passwd", "s3://bucket/./a", "s3://bucket/a\\..\\b", "s3://bucket/c:/a"] {
            assert!(place(root, uri).is_err(), "{uri}");
        }
    }
}
