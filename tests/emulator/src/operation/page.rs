//! Lists in pages. A token says where the next page begins and to which list it belongs; nobody but this file looks
//! into it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use serde_json::json;

use super::Call;
use crate::answer::Answer;
use crate::errors::ServiceError;
use crate::shape::Shape;

const RESULTS_MAX: f64 = 1_000.0;

pub(super) struct Page {
    items: Vec<Value>,
    next_token: Option<String>,
}

impl Page {
    /// The page under the name that its operation has for it; the last page has no token.
    pub(super) fn answer(self, member: &str) -> Answer {
        let mut body = json!({ member: self.items });
        if let Some(token) = self.next_token {
            body["nextToken"] = json!(token);
        }
        Answer::json(&body)
    }
}

/// The page of `items` that begins where `token` says, or at the beginning.
///
/// # Errors
/// 400 `ValidationException` when the token is none that this list has given.
pub(super) fn page(items: Vec<Value>, size: usize, list: &str, token: Option<&str>) -> Result<Page, ServiceError> {
    let start = match token {
        None => 0,
        Some(token) => position(list, token).ok_or_else(|| ServiceError::validation("The nextToken is not valid."))?,
    };
    let end = start.saturating_add(size);
    let next_token = (end < items.len()).then(|| URL_SAFE_NO_PAD.encode(format!("{list} {end}")));
    Ok(Page { items: items.into_iter().skip(start).take(size).collect(), next_token })
}

/// `maxResults` of a query, which may be 1 to 1000.
pub(super) fn size(call: &Call<'_>, default: usize, shape: &mut Shape) -> Result<usize, ServiceError> {
    let Some(text) = call.parameter("maxResults") else { return Ok(default) };
    let count: u32 = text.parse().map_err(|_| {
        ServiceError::serialization(format!("STRING_VALUE '{text}' can not be converted to an Integer"))
    })?;
    shape.value("maxResults", f64::from(count), (1.0, RESULTS_MAX));
    Ok(usize::try_from(count).unwrap_or(default))
}

fn position(list: &str, token: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    text.strip_prefix(list)?.strip_prefix(' ')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_one_another_and_end() {
        let items: Vec<Value> = (0..5).map(Value::from).collect();
        let mut seen = Vec::new();
        let mut sizes = Vec::new();
        let mut token = None;
        loop {
            let page = page(items.clone(), 2, "things", token.as_deref()).unwrap();
            sizes.push(page.items.len());
            seen.extend(page.items);
            token = page.next_token;
            if token.is_none() {
                break;
            }
        }
        assert_eq!((seen, sizes), (items.clone(), vec![2, 2, 1]));
        assert!(page(items, 5, "things", None).unwrap().next_token.is_none());
    }

    #[test]
    fn a_token_belongs_to_its_list() {
        let items: Vec<Value> = (0..5).map(Value::from).collect();
        let token = page(items.clone(), 2, "things", None).unwrap().next_token.unwrap();
        for (list, token) in [("others", token.as_str()), ("things", "nonsense"), ("things", "")] {
            assert!(page(items.clone(), 2, list, Some(token)).is_err(), "{list} {token}");
        }
    }
}
