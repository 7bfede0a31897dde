//! Reads the little that the core needs of AWS's XML: the text of an element, by its name.

use crate::search::split_first;

/// The text of the first element of this name. Entities stay as they are: keys have none.
pub fn element(xml: &str, name: &str) -> Option<String> {
    let (_, after) = split_first(xml, &["<", name, ">"].concat())?;
    let (text, _) = split_first(after, &["</", name, ">"].concat())?;
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_of_that_name_counts() {
        let xml = "<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>a &lt;b&gt;</Message></Error>";
        assert_eq!(element(xml, "Code").as_deref(), Some("AccessDenied"));
        assert_eq!(element(xml, "Message").as_deref(), Some("a &lt;b&gt;"));
        for missing in ["Typ", "Nothing", ""] {
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
