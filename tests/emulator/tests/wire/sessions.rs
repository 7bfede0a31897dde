//! Sessions keep tests apart, remember what happened and forget enough.

use serde_json::Value;
use serde_json::json;

use crate::client::CONVERSE;
use crate::client::CONVERSE_STREAM;
use crate::client::Call;
use crate::client::Local;
use crate::client::frame_header;
use crate::client::payload;
use crate::client::question;

#[tokio::test]
async fn the_log_tells_what_was_asked_and_answered() {
    let local = Local::start().await;
    let session = local.session(json!({})).await;
    session.stream().await;
    let log = session.log().await;
    let request = &log["requests"][0];
    assert_eq!(request["method"], "POST");
    assert_eq!(request["path"], session.prefix.clone() + CONVERSE_STREAM);
    assert_eq!(request["operation"], "ConverseStream");
    assert_eq!(request["modelId"], "amazon.nova-micro-v1:0");
    assert_eq!(request["bodyText"], question());
    assert_eq!(request["status"], 200);
    assert!(
        request["headers"]["authorization"].as_str().unwrap().starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
    );
    assert_eq!(request["events"]["state"], "done");
    assert_eq!(request["events"]["sent"], request["events"]["total"]);
    assert_eq!((&log["total"], &log["open"]), (&json!(1), &json!(0)));
}

#[tokio::test]
async fn sessions_do_not_see_each_other() {
    let local = Local::start().await;
    let troubled = local.session(json!({ "faults": [{ "kind": "throttle" }] })).await;
    let calm = local.session(json!({})).await;
    assert_eq!(calm.converse().await.status, 200);
    assert_eq!(local.call(&Call::new(CONVERSE)).await.status, 200);
    assert_eq!(troubled.converse().await.status, 429);
    assert_eq!(troubled.converse().await.status, 200);
    assert_eq!((calm.log().await["total"].clone(), troubled.log().await["total"].clone()), (json!(1), json!(2)));
}

#[tokio::test]
async fn a_request_that_is_refused_takes_no_fault() {
    let local = Local::start().await;
    let session = local.session(json!({ "faults": [{ "kind": "throttle" }] })).await;
    let wrong = Call { secret: "wrong", ..Call::new(&(session.prefix.clone() + CONVERSE)) };
    assert_eq!(local.call(&wrong).await.status, 403);
    assert_eq!(session.converse().await.status, 429);
}

#[tokio::test]
async fn the_log_keeps_a_thousand_requests_and_counts_them_all() {
    let local = Local::start().await;
    let session = local.session(json!({})).await;
    let path = session.prefix.clone() + "/nowhere";
    for _ in 0..1_010 {
        assert_eq!(local.call(&Call { body: String::new(), ..Call::new(&path) }).await.status, 404);
    }
    let log = session.log().await;
    assert_eq!(log["requests"].as_array().unwrap().len(), 1_000);
    assert_eq!(log["total"], 1_010);
}

#[tokio::test]
async fn a_deleted_session_is_gone_and_lets_go_of_its_requests() {
    let local = Local::start().await;
    let session = local.session(json!({ "faults": [{ "kind": "hang" }] })).await;
    let delete = async {
        session.arrived().await;
        assert_eq!(local.control("DELETE", &format!("sessions/{}", session.id), "").await.0, 200);
    };
    let request = Call::new(&(session.prefix.clone() + CONVERSE));
    let hanging = local.send(Call::new(&(session.prefix.clone() + CONVERSE)).request(&local.host));
    let (broken, ()) = tokio::join!(hanging, delete);
    assert!(broken.is_err());
    assert_eq!(local.call(&request).await.status, 404);
    assert_eq!(local.control("GET", &format!("sessions/{}", session.id), "").await.0, 404);
    let (_, state) = local.control("GET", "state", "").await;
    assert_eq!(state["open"], 0);
}

#[tokio::test]
async fn options_nobody_knows_are_refused() {
    let local = Local::start().await;
    for options in [
        json!({ "fault": [] }),
        json!({ "faults": [{ "kind": "earthquake" }] }),
        json!({ "faults": [{ "kind": "stall", "afterr": 1 }] }),
        json!({ "faults": [{ "kind": "badCrc", "part": "middle" }] }),
    ] {
        let (status, answer) = local.control("POST", "sessions", &options.to_string()).await;
        assert_eq!(status, 400, "{options}");
        assert!(answer["message"].as_str().unwrap().starts_with("session options: "), "{answer}");
    }
}

#[tokio::test]
async fn streamed_and_whole_answers_are_one_answer() {
    let local = Local::start().await;
    let session = local.session(json!({ "sentences": 30 })).await;
    let whole = session.converse().await.json();
    let (frames, rest) = session.stream().await.frames().unwrap();
    assert_eq!(rest, 0);
    let streamed: String =
        frames.iter().filter_map(|frame| Some(payload(frame).pointer("/delta/text")?.as_str()?.to_owned())).collect();
    let text = whole.pointer("/output/message/content/0/text").and_then(Value::as_str).unwrap();
    assert_eq!(streamed, text);
    assert!(text.matches(". ").count() + text.matches(".\n").count() >= 15, "{text}");
    let types: Vec<String> = frames.iter().map(|frame| frame_header(frame, ":event-type")).collect();
    assert_eq!(types.first().map(String::as_str), Some("messageStart"));
    assert!(types.ends_with(&["contentBlockStop".to_owned(), "messageStop".to_owned(), "metadata".to_owned()]));
    assert_eq!(payload(frames.last().unwrap())["usage"], whole["usage"]);
}
