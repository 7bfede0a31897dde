//! Addresses as the `url` crate reads them, which keeps to the same standard as `fetch`.

use url::ParseError;
use url::Url;

/// The address as fetch reads it. One difference is on purpose: of a name in Punycode nobody here looks whether it
/// means something. If it does not, fetch refuses it by itself, and nothing has gone anywhere.
pub fn read(address: &str, host: &str) -> Option<Url> {
    match Url::parse(address) {
        Ok(url) => Some(url),
        Err(ParseError::IdnaError) if host.contains("xn--") => None,
        Err(error) => panic!("fetch refuses {address}, which was accepted: {error}"),
    }
}
