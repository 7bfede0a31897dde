//! What attempts make of the clock, at the edges.

use bedrock_wasm::attempts::Attempts;
use bedrock_wasm::attempts::Shared;
use bedrock_wasm::error::Error;
use bedrock_wasm::error::ErrorReply;
use bedrock_wasm::error::Kind;

fn refused(status: u16, code: Option<&str>) -> Error {
    let reply = ErrorReply { status, code: code.map(str::to_owned), ..ErrorReply::default() };
    Error::new(Kind::Service, "").with_reply(reply)
}

#[test]
fn a_clock_that_was_set_meanwhile_explains_a_refusal_by_its_code_or_by_its_status() {
    let mut shared = Shared::default();
    let mut attempts = Attempts::new(2);
    assert_eq!(attempts.begin(&shared), 1);
    // Not yet: the attempt was signed by the clock as it is.
    assert!(!attempts.clock_explains(&shared, &refused(403, Some("InvalidSignatureException"))));
    shared.set_offset_ms(600_000.0);
    assert_eq!(shared.clock.offset_ms(), 600_000.0);
    for (status, code, expected) in [
        (403, Some("InvalidSignatureException"), true),
        (400, Some("RequestExpired"), true),
        (403, Some("SomethingNew"), true),
        (403, None, true),
        (400, Some("ValidationException"), false),
        (404, None, false),
    ] {
        assert_eq!(attempts.clock_explains(&shared, &refused(status, code)), expected, "{status} {code:?}");
    }
    assert_eq!(attempts.begin(&shared), 2);
    assert!(!attempts.clock_explains(&shared, &refused(403, None)));
}
