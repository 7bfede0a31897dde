//! A request and a response head as plain data, without I/O. Bodies travel beside them: a request's body mostly lives
//! in JavaScript's memory and is hashed and sent from there, never copied.

use std::ops::Range;

use time::Date;
use time::Month;
use time::Time;
use time::UtcDateTime;

use crate::secrets::STRUCK;

/// A request on its way from [`pipeline::prepare`](crate::pipeline::prepare) through signing to fetch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Scheme and authority: `https://bedrock-runtime.us-east-1.amazonaws.com`. Where requests are signed for another
    /// host, also the part of the path that the other host does not see.
    pub origin: String,
    /// The path as it goes on the wire and into the signature, percent-encoded.
    pub path: String,
    /// Query parameters, not yet encoded.
    pub query: Vec<(String, String)>,
    /// Header names in lower case. `host` is not among them: fetch sets it, signing derives it from `origin`.
    pub headers: Vec<(String, String)>,
    /// The `host` that is signed instead of the one of `origin`: that of AWS behind a gateway.
    pub signing_host: Option<String>,
}

impl Request {
    /// The address for `fetch`.
    pub fn url(&self) -> String {
        let mut url = format!("{}{}", self.origin, self.path);
        for (position, (name, value)) in self.query.iter().enumerate() {
            url.push(if position == 0 { '?' } else { '&' });
            percent_encode(name, "", &mut url);
            url.push('=');
            percent_encode(value, "", &mut url);
        }
        url
    }

    /// The `host` header that AWS will see: the authority, with its port unless that is the scheme's own.
    pub fn host(&self) -> &str {
        if let Some(host) = &self.signing_host {
            return host;
        }
        let (authority, default_port) = match self.origin.strip_prefix("http://") {
            Some(authority) => (authority, ":80"),
            None => (self.origin.strip_prefix("https://").unwrap_or(&self.origin), ":443"),
        };
        authority.strip_suffix(default_port).unwrap_or(authority)
    }

    /// Whether the request crosses a network for anybody to read: without TLS, and not to this machine.
    pub fn is_in_clear(&self) -> bool {
        let Some(rest) = self.origin.strip_prefix("http://") else { return false };
        let host = rest.as_bytes().split(|byte| b":/".contains(byte)).next().unwrap_or_default();
        let is_loopback = host == b"localhost"
            || host.ends_with(b".localhost")
            || rest.starts_with("[::1]")
            || host.starts_with(b"127.") && host.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.'));
        !is_loopback
    }

    /// Sets a header, replacing one of the same name.
    pub fn set_header(&mut self, name: &str, value: impl Into<String>) {
        self.set(name, value.into());
    }

    #[inline(never)]
    fn set(&mut self, name: &str, value: String) {
        self.headers.retain(|(existing, _)| existing != name);
        self.headers.push((name.to_owned(), value));
    }
}

/// Headers of a request or a response as a log may show them: only headers that cannot hold a secret keep their values.
pub fn redacted(headers: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    let is_open = |name: &str| OPEN_HEADERS.contains(&name) || name.starts_with("x-amzn-");
    headers.iter().map(move |(name, value)| (name.as_str(), if is_open(name) { value.as_str() } else { STRUCK }))
}

/// The head of a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// HTTP status.
    pub status: u16,
    /// Header names in lower case, as fetch gives them. Browsers show only those that CORS exposes.
    pub headers: Vec<(String, String)>,
}

impl Head {
    /// The value of a header, asked for in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(existing, _)| existing.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// AWS's id of the request, under any of the names its services use.
    pub fn request_id(&self) -> Option<&str> {
        ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id", "x-amz-cf-id"]
            .into_iter()
            .find_map(|name| self.header(name))
    }

    /// When the response was made, in milliseconds since 1970. Browsers show it only where CORS exposes it.
    pub fn date_ms(&self) -> Option<f64> {
        date_ms(self.header("date")?)
    }
}

/// An HTTP date, `Sun, 22 Nov 2026 21:43:05 GMT`, in milliseconds since 1970.
///
/// The one form that servers may write. The crate `httpdate` reads the older ones too, for 3 KB of every page.
/// <https://www.rfc-editor.org/rfc/rfc9110.html#section-5.6.7>
pub fn date_ms(text: &str) -> Option<f64> {
    let number = |at: Range<usize>| text.get(at)?.parse::<u32>().ok();
    let byte = |at: Range<usize>| number(at).and_then(|number| u8::try_from(number).ok());
    let month = MONTHS.iter().position(|month| text.get(8..11) == Some(month))?;
    let month = Month::January.nth_next(u8::try_from(month).ok()?);
    let date = Date::from_calendar_date(number(12..16)?.try_into().ok()?, month, byte(5..7)?).ok()?;
    let time = Time::from_hms(byte(17..19)?, byte(20..22)?, byte(23..25)?).ok()?;
    let seconds = UtcDateTime::new(date, time).unix_timestamp();
    (text.get(25..) == Some(" GMT")).then_some(seconds as f64 * 1000.0)
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Names of headers whose values are not secrets. A header that a caller adds may hold one.
const OPEN_HEADERS: [&str; 8] =
    ["accept", "content-type", "content-length", "date", "retry-after", "user-agent", "x-amz-date", "x-amz-target"];

/// The last four bits in lower-case hex. Formatting would bring code for each type of number.
pub(crate) fn hex_digit(number: u32) -> char {
    char::from_digit(number & 15, 16).unwrap_or_default()
}

/// Percent-encodes as RFC 3986 and SigV4 want it: everything but letters, digits, `-._~` and the bytes in `keep`.
pub fn percent_encode(text: &str, keep: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || keep.as_bytes().contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(hex_digit(digit.into()).to_ascii_uppercase());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(origin: &str) -> Request {
        Request { method: "GET", origin: origin.into(), path: "/a%3Ab".into(), ..Request::default() }
    }

    #[test]
    fn the_url_is_put_together_without_normalising() {
        let mut get = request("http://127.0.0.1:8080");
        get.query = vec![("a b".into(), "é/".into()), ("c".into(), String::new())];
        assert_eq!(get.url(), "http://127.0.0.1:8080/a%3Ab?a%20b=%C3%A9%2F&c=");
    }

    #[test]
    fn the_host_has_a_port_only_where_fetch_sends_one() {
        assert_eq!(request("http://localhost:80").host(), "localhost");
        assert_eq!(request("https://localhost:80").host(), "localhost:80");
        assert_eq!(request("https://example.com:443").host(), "example.com");
        assert_eq!(request("http://[::1]:8080").host(), "[::1]:8080");
        let signing_host = Some("bedrock-runtime.us-east-1.amazonaws.com".to_owned());
        let behind_gateway = Request { signing_host, ..request("https://gateway.example") };
        assert_eq!(behind_gateway.host(), "bedrock-runtime.us-east-1.amazonaws.com");
    }

    #[test]
    fn a_log_sees_no_value_that_could_be_a_secret() {
        let mut signed = request("https://a.example");
        for (name, value) in [
            ("content-type", "application/json"),
            ("x-amz-date", "20261122T214305Z"),
            ("x-amzn-bedrock-trace", "ENABLED"),
            ("x-amz-security-token", "IQoJ"),
            ("authorization", "AWS4-HMAC-SHA256 …"),
            ("x-api-key", "of the gateway"),
        ] {
            signed.set_header(name, value);
        }
        let shown: Vec<_> =
            redacted(&signed.headers).filter(|(_, value)| *value != "***").map(|(name, _)| name).collect();
        assert_eq!(shown, ["content-type", "x-amz-date", "x-amzn-bedrock-trace"]);
        assert_eq!(redacted(&signed.headers).count(), 6);
    }

    #[test]
    fn dates_are_read_as_servers_write_them() {
        assert_eq!(date_ms("Sun, 22 Nov 2026 21:43:05 GMT"), Some(1_795_383_785_000.0));
        assert_eq!(date_ms("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0.0));
        assert_eq!(date_ms("Thu, 29 Feb 2024 23:59:59 GMT"), Some(1_709_251_199_000.0));
        for other in [
            "",
            "2026-11-22T21:43:05Z",
            "Sun, 29 Feb 2026 21:43:05 GMT",
            "Sun, 22 Nov 2026 24:43:05 GMT",
            "Sun, 22 Nov 2026 21:43:05 CET",
            "Sun, 22 Nov 2026 21:43:05 GMT+1",
            "Sun, 22 Növ 2026 21:43:05 GMT",
        ] {
            assert_eq!(date_ms(other), None, "{other}");
        }
    }
}
