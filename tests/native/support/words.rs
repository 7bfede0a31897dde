//! How the log of a world calls the effects of a call.

use bedrock_wasm::http::Request;
use bedrock_wasm::io::Attempt;
use bedrock_wasm::io::Because;
use bedrock_wasm::io::Told;

/// `exchange POST runtime/model/m/converse within 600000 by AKID at 120000`: method, host, path and query, the limit,
/// whose signature at which time of the day, or whose key.
pub(crate) fn exchange(request: &Request, limit_ms: u32) -> String {
    let host = request.origin.trim_start_matches("https://").trim_end_matches(".amazonaws.com");
    let mut path = request.path.clone();
    let open: Vec<_> = request.query.iter().filter(|(name, _)| !name.starts_with("X-Amz-")).collect();
    for (position, (name, value)) in open.iter().enumerate() {
        path += &format!("{}{name}={value}", if position == 0 { '?' } else { '&' });
    }
    let Request { method, .. } = request;
    format!("exchange {method} {host}{path} within {limit_ms} by {}", signer(request))
}

fn signer(request: &Request) -> String {
    let find = |pairs: &[(String, String)], wanted: &str| {
        pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone())
    };
    let time = |date: Option<String>| date.unwrap()[9..15].to_owned();
    let id = |credential: &str| credential.split('/').next().unwrap().to_owned();
    if let Some(credential) = find(&request.query, "X-Amz-Credential") {
        return format!("{} in the query at {}", id(&credential), time(find(&request.query, "X-Amz-Date")));
    }
    match find(&request.headers, "authorization") {
        None => "nobody".to_owned(),
        Some(key) if key.starts_with("Bearer ") => key["Bearer ".len()..].to_owned(),
        Some(signature) => {
            let credential = signature.split_once("Credential=").unwrap().1;
            format!("{} at {}", id(credential), time(find(&request.headers, "x-amz-date")))
        }
    }
}

/// `tell response 1 200 in 100`
pub(crate) fn told(told: &Told<'_>) -> String {
    match told {
        Told::Request(attempt, _) => format!("tell request {}", name(attempt)),
        Told::Response(attempt, head, ms) => format!("tell response {} {} in {ms}", attempt.number, head.status),
        Told::Retry(attempt, error, ms) => format!("tell retry {} {} in {ms}", attempt.number, error.class()),
        Told::Warning(code, _, because) => format!("tell warning {code}{}", reason(because)),
    }
}

fn name(attempt: &Attempt<'_>) -> String {
    let Attempt { operation, model_id, number } = attempt;
    format!("{number} {operation}{}", model_id.map(|id| format!(" {id}")).unwrap_or_default())
}

fn reason(because: &Because<'_>) -> String {
    match because {
        Because::Itself => String::new(),
        Because::Of(error) => format!(" because of {}", error.class()),
        Because::Thrown(number) => format!(" because of thrown {number}"),
    }
}
