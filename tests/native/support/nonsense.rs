//! Values that no caller should send.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use serde_json::json;

/// Any JSON, much of it nearly what is wanted.
pub(crate) fn any_value() -> impl Strategy<Value = Value> {
    let words =
        ["", "a", "\"\\", "auto", "END", "256x", "1x1", "data:image/;base64,", "x".repeat(99).leak(), "é🏔\u{0}"];
    let leaf = prop_oneof![
        select(vec![Value::Null, json!(true), json!(-1), json!(1.5), json!(256), json!(4294967296_u64)]),
        select(words.to_vec()).prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            inner.prop_map(|value| json!({ "type": "image_url", "image_url": value })),
        ]
    })
}
