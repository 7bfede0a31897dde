//! The little that is read of AWS's XML: the text of an element, found by its name.

/// The text of the first element of this name, if it has text alone.
pub fn element(xml: &str, name: &str) -> Option<String> {
    let after = after(xml, &format!("<{name}>"))?;
    let text = after.split('<').next()?;
    after.strip_prefix(text)?.strip_prefix("</")?.strip_prefix(name)?.strip_prefix('>')?;
    Some(unescape(text))
}

/// What follows the first occurrence of `words`.
fn after<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let at = text.as_bytes().windows(words.len()).position(|window| window == words.as_bytes())?;
    text.get(at.checked_add(words.len())?..)
}

fn unescape(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    unescaped.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (name, rest) = piece.split_once(';').unwrap_or((piece, ""));
        match ENTITIES.iter().find(|(entity, _)| *entity == name) {
            Some((_, character)) => unescaped.push(*character),
            // An entity that AWS does not write is left as it is.
            None => {
                unescaped.push('&');
                unescaped.push_str(piece);
                continue;
            }
        }
        unescaped.push_str(rest);
    }
    unescaped
}

const ENTITIES: [(&str, char); 5] = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_of_that_name_counts() {
        let xml =
            "<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>a &lt;b&gt; &amp; &#39;c</Message></Error>";
        assert_eq!(element(xml, "Code").as_deref(), Some("AccessDenied"));
        assert_eq!(element(xml, "Message").as_deref(), Some("a <b> & &#39;c"));
        for missing in ["Error", "Typ", "Nothing", ""] {
            assert_eq!(element(xml, missing), None, "{missing}");
        }
    }

    #[test]
    fn text_that_is_cut_off_is_none() {
        for xml in ["", "<Code>", "<Code>Access", "<Code>Access</", "<Code>Access</Cod>", "<Code>é"] {
            assert_eq!(element(xml, "Code"), None, "{xml}");
        }
    }
}
