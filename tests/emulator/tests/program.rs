//! The emulator as a program: its first line, its arguments, its end.
#![expect(clippy::unwrap_used, reason = "all of this is test code, also outside the test functions")]

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_bedrock-emulator"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn it_says_where_it_listens_and_ends_with_its_standard_input() {
    let mut child = start(&["--exit-with-stdin", "--token-ms", "5"]);
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim_end().strip_prefix("listening on http://").unwrap();
    assert!(address.starts_with("127.0.0.1:"), "{line}");

    let answer = ask(address, "GET /_emulator/state", address);
    assert!(answer.ends_with(r#"{"open":0,"sessions":1}"#), "{answer}");

    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn it_listens_where_it_is_told_and_sessions_are_where_it_was_reached() {
    let mut child = start(&["--exit-with-stdin", "--host", "0.0.0.0"]);
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.trim_end().strip_prefix("listening on http://0.0.0.0:").unwrap();

    // As when a container's port is published under another number.
    let answer = ask(&format!("127.0.0.1:{port}"), "POST /_emulator/sessions", "bedrock.test:8080");
    assert!(answer.contains(r#""endpoint":"http://bedrock.test:8080/sessions/1""#), "{answer}");

    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn wrong_arguments_are_explained() {
    for (arguments, complaint) in [
        (["--host", "localhost"], "--host must be an IP address, not localhost"),
        (["--prot", "1"], "unknown argument --prot"),
        (["--port", "70000"], "--port must be a number in range, not 70000"),
        (["--upstream", "https://example.com"], "the upstream must be an http:// URL"),
    ] {
        let output = start(&arguments).wait_with_output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && errors.contains(complaint), "{errors}");
    }
}

/// The whole answer to a request without a body.
fn ask(address: &str, method_and_path: &str, host: &str) -> String {
    let mut connection = TcpStream::connect(address).unwrap();
    write!(connection, "{method_and_path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}
