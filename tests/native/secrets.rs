//! Secrets are struck from what others say, however they spell them.

use std::rc::Rc;

use aws_smithy_types::base64;
use bedrock_wasm::config::CallOptions;
use bedrock_wasm::credentials::Credentials;
use bedrock_wasm::credentials::CredentialsInput;
use bedrock_wasm::http::percent_encode;
use bedrock_wasm::io::Keys;
use bedrock_wasm::secrets::learn;
use bedrock_wasm::secrets::strike;

use crate::support::script::api_key;
use crate::support::script::broken;
use crate::support::script::client;
use crate::support::script::failed;
use crate::support::script::job_with;
use crate::support::script::new_keys;
use crate::support::script::refused;
use crate::support::script::retries;
use crate::support::world::World;
use crate::support::world::now;

const TOKEN: &str = "IQoJb3JpZ2lu//token+with/slashes==";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// Percent-encoded so often.
fn encoded(text: &str, times: usize) -> String {
    (0..times).fold(text.to_owned(), |text, _| {
        let mut out = String::new();
        percent_encode(&text, "", &mut out);
        out
    })
}

fn entities(text: &str, spell: fn(char) -> String) -> String {
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric();
    text.chars().map(|letter| if is_plain(&letter) { letter.to_string() } else { spell(letter) }).collect()
}

#[test]
fn a_secret_is_found_in_every_spelling() {
    for secret in [SECRET, TOKEN] {
        learn(secret);
    }
    let spellings = [
        TOKEN.to_owned(),
        encoded(TOKEN, 1),
        encoded(TOKEN, 1).to_lowercase().replace(&TOKEN.to_lowercase(), ""),
        encoded(TOKEN, 2),
        encoded(TOKEN, 5),
        TOKEN.replace('+', " "),
        TOKEN.replace('/', "\\/"),
        entities(TOKEN, |letter| format!("\\u{:04x}", letter as u32)),
        entities(TOKEN, |letter| format!("\\u{:04X}", letter as u32)),
        entities(TOKEN, |letter| format!("&#x{:X};", letter as u32)),
        entities(TOKEN, |letter| format!("&#{};", letter as u32)),
        format!("{}\r\n{}", &TOKEN[..10], &TOKEN[10..]),
    ];
    for spelling in spellings.iter().filter(|spelling| spelling.contains("IQoJ")) {
        let struck = strike(&format!("<{spelling}>"));
        assert_eq!(struck, "<***>", "{spelling}");
    }
}

#[test]
fn a_secret_is_found_in_base64_at_every_place() {
    learn(TOKEN);
    for before in ["", "a", "ab", "abc", "x-amz-security-token: "] {
        for after in ["", "a", "ab", "abc", "\nhost: a.example"] {
            let text = base64::encode(format!("{before}{TOKEN}{after}"));
            for text in [text.clone(), text.replace('+', "-").replace('/', "_"), encoded(&text, 1)] {
                let struck = strike(&text);
                assert!(struck.contains("***"), "{text}");
                // What is left decodes to what was around it, and two letters of the secret at most.
                assert!(struck.len() < text.len() - TOKEN.len() + 3, "{text}: {struck}");
            }
        }
    }
}

#[test]
fn a_secret_may_have_what_reads_as_an_escape() {
    let pieces = ["+", "/", "%", "%25", "%41", "%4", "&#65;", "&amp;", "\\", "\\u0041", "\\n"];
    for secret in pieces
        .iter()
        .flat_map(|odd| [format!("{odd}-begins"), format!("in-the-{odd}-middle"), format!("the-end-{odd}")])
    {
        learn(&secret);
        let json = serde_json::to_string(&secret).unwrap();
        let spellings = [
            secret.clone(),
            encoded(&secret, 1),
            encoded(&secret, 2),
            base64::encode(format!("<{secret}>")),
            json.trim_matches('"').to_owned(),
            entities(&secret, |letter| format!("&#x{:x};", letter as u32)),
        ];
        for spelling in spellings {
            let struck = strike(&format!("<{spelling}>"));
            // A mark at an end may stay, and the letters of base64 that stand for `<` and `>` too.
            let words = ["begins", "middle", "end"];
            assert!(struck.contains("***") && !words.iter().any(|word| struck.contains(word)), "{spelling}: {struck}");
        }
    }
}

#[test]
fn a_secret_of_escapes_alone_hides_no_words() {
    for secret in ["\\\\\\\\\\\\\\\\\\", "%2525252525", "%41%42%43", "&#65;&#66;"] {
        learn(secret);
        assert_eq!(strike(secret), "***");
    }
    let words = "100 %, %25, ABC, %41, A\\B &#65; \\";
    assert_eq!(strike(words), words);
}

#[test]
fn of_base64_stay_the_letters_that_others_decide_too() {
    for secret in ["8letters", "9 letters", "10 letters"] {
        learn(secret);
        for before in ["", "a", "ab"] {
            for after in ["", "a", "ab"] {
                // A letter stands for six bits.
                let first = (8 * before.len()).div_ceil(6);
                let behind = 8 * (before.len() + secret.len()) / 6;
                let text = base64::encode(format!("{before}{secret}{after}"));
                assert_eq!(strike(&text), [&text[..first], "***", &text[behind..]].concat(), "{before}{secret}{after}");
            }
        }
    }
}

#[test]
fn less_than_eight_letters_are_no_secret() {
    learn("seven-7");
    learn("eight--8");
    assert_eq!(strike("seven-7 eight--8"), "seven-7 ***");
}

#[test]
fn a_secret_that_is_cut_off_is_found() {
    learn(TOKEN);
    let spellings = [TOKEN.to_owned(), encoded(TOKEN, 1), base64::encode(TOKEN), TOKEN.replace('/', "\\/")];
    for spelling in &spellings {
        for length in 8..spelling.len() {
            let cut = &spelling[..length];
            for (text, end) in [(format!("a {cut}"), ""), (format!("a {cut}… (b)"), "… (b)")] {
                let found = strike(&text);
                let left = found.strip_prefix("a ***").and_then(|found| found.strip_suffix(end));
                // Half an escape may stay, and pieces of less than eight letters.
                let is_short = length < 8 + 9;
                assert!(
                    left.is_some_and(|left| left.len() < 3) || is_short && !found.contains(&TOKEN[..8]),
                    "{text}: {found}"
                );
            }
        }
    }
}

#[test]
fn what_is_no_secret_stays() {
    for secret in [SECRET, TOKEN, "short", ""] {
        learn(secret);
    }
    let mut wrong = TOKEN.to_owned();
    wrong.replace_range(20..21, "x");
    for text in [
        "",
        "short",
        "…",
        "Grüße: 100 % & <b>\\n",
        "IQoJb3J",
        &wrong,
        "%",
        "%2",
        "\\",
        "\\u00",
        "&#;",
        "&#x110000;",
        "&",
    ] {
        assert_eq!(strike(text), text);
    }
}

#[test]
fn the_oldest_secrets_are_forgotten() {
    learn(TOKEN);
    for number in 0..1000 {
        learn(&format!("signature-{number}"));
        // Each request tells it again.
        learn(TOKEN);
    }
    assert_eq!(strike(&format!("{TOKEN} signature-0 signature-999")), "*** signature-0 ***");
}

#[test]
fn a_secret_is_known_as_long_as_it_is_held() {
    let held = learn(TOKEN);
    for number in 0..1000 {
        learn(&format!("signature-{number}"));
    }
    assert_eq!(strike(TOKEN), "***");
    drop(held);
    learn("signature-1000");
    assert_eq!(strike(&format!("{TOKEN} signature-1000")), format!("{TOKEN} ***"));
}

#[test]
fn thousands_that_are_held_are_all_known_and_all_forgotten() {
    let name = |number: usize| format!("{number:08}-of-a-tenant");
    let held: Vec<_> = (0..3000).map(|number| learn(&name(number))).collect();
    assert_eq!(strike(&[name(0), name(1500), name(2999)].join(" ")), "*** *** ***");
    drop(held);
    learn(SECRET);
    assert_eq!(strike(&[name(0), name(1500)].join(" ")), [name(0), name(1500)].join(" "));
}

fn temporary() -> Keys {
    let input = CredentialsInput {
        access_key_id: Some("ASIAEXAMPLE".into()),
        secret_access_key: Some(SECRET.into()),
        session_token: Some(TOKEN.into()),
        expires_at_ms: None,
    };
    Keys::Access(Credentials::new(input).unwrap().into())
}

#[test]
fn a_client_tells_what_its_requests_carry() {
    let client = client();
    let world = World::serving(|sent| {
        let (_, authorization) = sent.request.headers.iter().find(|(name, _)| name == "authorization").unwrap();
        refused(403, "InvalidSignatureException", authorization)
    });
    let world = world.with_keys(|_| (0, Ok(temporary())));
    let headers =
        Some(vec![("x-api-key".to_owned(), "key-of-a-gateway".to_owned()), ("x-team".into(), "research".into())]);
    let query = Some(vec![("code".to_owned(), "of-a-function".to_owned())]);
    let options = CallOptions { headers, query, ..retries(0) };
    let error = now(client.call(&world, &job_with(&client, "Converse", &options))).unwrap_err();
    let said = strike(error.message());
    assert!(said.contains("Credential=ASIAEXAMPLE/") && said.contains("Signature=*** ("), "{said}");
    let quoted = strike(&[TOKEN, SECRET, "key-of-a-gateway", "of-a-function", "research"].join(" "));
    assert_eq!(quoted, "*** *** *** *** research");

    let client = self::client();
    let world = World::new([failed(broken())]).with_keys(|_| (0, Ok(api_key("ABSKQmVkcm9ja0FQSUtleQ=="))));
    now(client.call(&world, &job_with(&client, "Converse", &retries(0)))).unwrap_err();
    assert_eq!(strike("Bearer ABSKQmVkcm9ja0FQSUtleQ=="), "Bearer ***");
}

#[test]
fn calls_at_once_do_not_forget_each_others_signatures() {
    let client = Rc::new(client());
    let inner = client.clone();
    let world = World::serving(|_| refused(403, "AccessDeniedException", "no"));
    // Before the error of the first is told, a hundred others have been signed.
    let others = move || {
        for _ in 0..100 {
            let world = World::new([refused(403, "AccessDeniedException", "no")]).with_keys(new_keys(1.0));
            now(inner.call(&world, &job_with(&inner, "Converse", &retries(0)))).unwrap_err();
        }
    };
    let world = world.with_keys(|_| (0, Ok(temporary()))).with_hook(others);
    now(client.call(&world, &job_with(&client, "Converse", &retries(0)))).unwrap_err();
    let sent = world.sent();
    let (_, authorization) = sent[0].request.headers.iter().find(|(name, _)| name == "authorization").unwrap();
    assert!(strike(authorization).ends_with("Signature=***"), "{authorization}");
}
