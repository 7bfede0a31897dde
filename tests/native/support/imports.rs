//! Which module may import which: see `tidy`.

/// The module each file belongs to, and the modules it may import. `wasm` may import all and nothing imports `wasm`.
pub(crate) const IMPORTS: [(&str, &[&str]); 18] = [
    ("attempts", &["clock", "error", "http", "retry"]),
    ("bedrock", &["error", "eventstream", "http"]),
    ("call", &["attempts", "bedrock", "config", "credentials", "error", "http", "io", "pipeline", "sign"]),
    ("clock", &["http"]),
    ("config", &["endpoint", "error"]),
    ("credentials", &["error"]),
    ("endpoint", &["error"]),
    ("error", &[]),
    ("http", &[]),
    ("io", &["credentials", "error", "http"]),
    ("json", &[]),
    ("models", &[]),
    (
        "openai",
        &["bedrock", "call", "config", "error", "http", "io", "json", "models", "pipeline", "retry", "translate"],
    ),
    (
        "pipeline",
        &["bedrock", "config", "credentials", "endpoint", "error", "eventstream", "http", "retry", "sign", "translate"],
    ),
    ("retry", &["error", "http"]),
    ("sign", &["credentials", "http"]),
    ("translate", &["bedrock", "error", "eventstream", "json", "models"]),
    (
        "wasm",
        &[
            "attempts",
            "bedrock",
            "call",
            "config",
            "credentials",
            "error",
            "eventstream",
            "http",
            "io",
            "json",
            "models",
            "openai",
            "pipeline",
            "sign",
            "translate",
        ],
    ),
];
