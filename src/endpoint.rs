//! Where a request goes: region, partition, FIPS, dual-stack or a custom endpoint become an origin and a path prefix.
//!
//! The rules are those of AWS's endpoint rule set for `bedrock-runtime`, checked against its published test cases.

use crate::error::Error;
use crate::search::says;
use crate::search::split_last;

/// The parameters that decide the endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters<'a> {
    /// `us-east-1`
    pub region: Option<&'a str>,
    /// Use this origin (and path prefix) instead of AWS's.
    pub endpoint: Option<&'a str>,
    /// FIPS 140 endpoints.
    pub use_fips: bool,
    /// IPv4 and IPv6.
    pub use_dualstack: bool,
}

/// A valid place to send requests to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Scheme and authority.
    pub origin: String,
    /// Empty, or a path that begins with a slash and ends without one; it stands before the operation's own path and
    /// is signed with it.
    pub prefix: String,
}

/// Resolves the endpoint of `service` (`bedrock-runtime`).
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input), with AWS's own wording where its rule set has one.
pub fn resolve(service: &str, parameters: &Parameters<'_>) -> Result<Endpoint, Error> {
    if let Some(endpoint) = parameters.endpoint {
        if parameters.use_fips {
            return Err(Error::input("Invalid Configuration: FIPS and custom endpoint are not supported"));
        }
        if parameters.use_dualstack {
            return Err(Error::input("Invalid Configuration: Dualstack and custom endpoint are not supported"));
        }
        return custom(endpoint);
    }
    let region = parameters.region.ok_or_else(|| Error::input("Invalid Configuration: Missing Region"))?;
    check_region(region)?;
    let partition = partition(region);
    let fips = if parameters.use_fips { "-fips" } else { "" };
    let suffix = if parameters.use_dualstack { partition.dual_stack_dns_suffix } else { partition.dns_suffix };
    Ok(Endpoint { origin: format!("https://{service}{fips}.{region}.{suffix}"), prefix: String::new() })
}

/// A region becomes part of a host name: anything but a label could send signed requests elsewhere.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) for anything but lower-case letters, digits and inner hyphens that begins
/// with a letter.
pub fn check_region(region: &str) -> Result<(), Error> {
    // `1e3` or `0x7f` is a number in the wrong place: each region of AWS's begins with a letter.
    if is_label(region) && !region.starts_with(|first: char| first.is_ascii_digit()) {
        return Ok(());
    }
    // Without the value: it may be a key in the wrong place.
    Err(Error::input(
        "The region is not a region name. Pass one such as \"us-east-1\": lower-case letters, digits and hyphens.",
    ))
}

/// The region that an ARN names: the resource is only there. `None` for a value that is not an ARN.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) naming the `member` whose value begins as an ARN but is not one.
pub fn region_of_arn<'a>(member: &str, value: &'a str) -> Result<Option<&'a str>, Error> {
    if !value.starts_with("arn:") {
        return Ok(None);
    }
    // Partition, service, region, account, resource.
    let mut parts = value.split(':');
    match (parts.nth(3), parts.nth(1)) {
        (Some(region), Some(resource)) if !resource.is_empty() && is_label(region) => Ok(Some(region)),
        _ => Err(Error::input(
            [
                "The ",
                member,
                " is not a whole ARN. Pass one such as \"arn:aws:bedrock:us-east-1:123456789012:…\", or an id.",
            ]
            .concat(),
        )),
    }
}

fn is_label(region: &str) -> bool {
    (1..=63).contains(&region.len())
        && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !region.starts_with('-')
        && !region.ends_with('-')
}

/// The host of a signature: an authority as it stands in the `host` header.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) for anything else.
pub fn check_host(host: &str) -> Result<String, Error> {
    if is_authority(host) {
        return Ok(host.to_ascii_lowercase());
    }
    Err(Error::input("signingHost is not a host name. Pass one such as \"bedrock-runtime.us-east-1.amazonaws.com\"."))
}

fn custom(endpoint: &str) -> Result<Endpoint, Error> {
    let refuse = |why: &str| {
        // The endpoint itself may hold a password: only the part that cannot is shown.
        Err(Error::input(format!(
            "The endpoint {why}. Pass an address such as \"https://gateway.example.com/bedrock\"."
        )))
    };
    let scheme_of = |scheme: &'static str| {
        let (start, rest) = endpoint.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some((scheme, rest))
    };
    let Some((scheme, rest)) = scheme_of("https://").or_else(|| scheme_of("http://")) else {
        return refuse("does not begin with https:// or http://");
    };
    if rest.contains(['?', '#']) {
        return refuse("has a query or a fragment, which cannot be kept");
    }
    let authority = rest.split('/').next().unwrap_or_default();
    let mut path = rest.strip_prefix(authority).unwrap_or_default();
    while let Some(shorter) = path.strip_suffix('/') {
        path = shorter;
    }
    if authority.contains('@') {
        return refuse("has a user name or password in it, which fetch does not accept");
    }
    if !is_authority(authority) {
        return refuse("has no valid host name or port");
    }
    if path.split('/').any(|segment| matches!(segment, "." | "..") || has_encoded_dot(segment)) {
        return refuse("has a . or .. segment in its path, which fetch would remove after signing");
    }
    if path.as_bytes().windows(2).any(|two| two == b"//") {
        return refuse("has two slashes in a row in its path, which not all servers keep");
    }
    if !path.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte)) {
        return refuse("has a character in its path that must be percent-encoded");
    }
    Ok(Endpoint { origin: format!("{scheme}{}", authority.to_ascii_lowercase()), prefix: path.to_owned() })
}

/// Whether the authority is one that fetch takes, with the port as it goes into the `host` header, which is signed.
fn is_authority(authority: &str) -> bool {
    let (host, port) = match split_last(authority, b':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => is_ipv6(address),
        None => {
            host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
                && (is_ipv4(host) || !ends_in_number(host))
        }
    };
    is_host
        && port.is_none_or(|port| {
            port.parse::<u32>().is_ok_and(|port| port <= u16::MAX.into()) && !port.starts_with(['0', '+'])
        })
}

/// Whether fetch would read the host as an IPv4 address, which has many notations: `0x7f.1` becomes `127.0.0.1` after
/// signing. `1e3` counts too: fetch would not read it as an address, but no host ends in a number. So does a host
/// without a name.
///
/// <https://url.spec.whatwg.org/#ends-in-a-number-checker>
fn ends_in_number(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let last = split_last(host, b'.').map_or(host, |(_, last)| last).as_bytes();
    match last {
        [] | [b'0', b'x' | b'X'] => true,
        [b'0', b'x' | b'X', hex @ ..] => hex.iter().all(u8::is_ascii_hexdigit),
        [first, ..] => {
            first.is_ascii_digit()
                && last.last().is_some_and(u8::is_ascii_digit)
                && last.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'e' | b'E'))
        }
    }
}

/// As fetch writes one: four numbers up to 255 without zeros before them.
fn is_ipv4(host: &str) -> bool {
    let mut count = 0_u32;
    for part in host.as_bytes().split(|byte| *byte == b'.') {
        count = count.saturating_add(1);
        match part {
            [b'0'..=b'9']
            | [b'1'..=b'9', b'0'..=b'9']
            | [b'1', b'0'..=b'9', b'0'..=b'9']
            | [b'2', b'0'..=b'4', b'0'..=b'9']
            | [b'2', b'5', b'0'..=b'5'] => {}
            _ => return false,
        }
    }
    count == 4
}

/// As fetch writes one into the `host` header: in groups of hex digits without zeros before them, where `::` stands for
/// the first of the longest runs of zeros.
fn is_ipv6(address: &str) -> bool {
    let bytes = address.as_bytes();
    // At an end, one colon of `::` parts nothing.
    let bytes = if bytes.starts_with(b"::") { bytes.get(1..).unwrap_or_default() } else { bytes };
    let bytes = bytes.strip_suffix(b":").filter(|start| start.is_empty() || start.ends_with(b":")).unwrap_or(bytes);
    let (mut left_out, mut zeros, mut before, mut most, mut is_shortened) = (8_u32, 0_u32, 0_u32, 0_u32, false);
    for group in bytes.split(|byte| *byte == b':') {
        if group.is_empty() {
            if is_shortened || zeros > 0 {
                return false;
            }
            // A zero beside it would be among those that it stands for.
            (is_shortened, before, most, zeros) = (true, most, 0, 8);
            continue;
        }
        let Some(left) = left_out.checked_sub(1) else { return false };
        left_out = left;
        if group == b"0" {
            zeros = zeros.saturating_add(1);
            most = most.max(zeros);
        } else if group.len() > 4 || group.starts_with(b"0") || !group.iter().all(u8::is_ascii_hexdigit) {
            return false;
        } else {
            zeros = 0;
        }
    }
    if is_shortened {
        says(address, "::") && left_out > 1 && before < left_out && most <= left_out
    } else {
        left_out == 0 && most < 2
    }
}

/// Fetch takes `%2e` for a dot when it looks for such segments.
fn has_encoded_dot(segment: &str) -> bool {
    segment.as_bytes().windows(3).any(|three| three.eq_ignore_ascii_case(b"%2e"))
}

struct Partition {
    /// The beginnings of the partition's regions.
    region_prefixes: &'static [&'static str],
    dns_suffix: &'static str,
    dual_stack_dns_suffix: &'static str,
}

fn partition(region: &str) -> &'static Partition {
    let belongs = |partition: &&Partition| partition.region_prefixes.iter().any(|prefix| region.starts_with(prefix));
    PARTITIONS.iter().find(belongs).unwrap_or(&AWS)
}

/// Unknown regions belong here, so that new ones work on their first day.
const AWS: Partition =
    Partition { region_prefixes: &[], dns_suffix: "amazonaws.com", dual_stack_dns_suffix: "api.aws" };

/// From botocore's `partitions.json`; `tests/native/endpoint.rs` compares.
const PARTITIONS: [Partition; 7] = [
    Partition {
        region_prefixes: &["cn-"],
        dns_suffix: "amazonaws.com.cn",
        dual_stack_dns_suffix: "api.amazonwebservices.com.cn",
    },
    Partition { region_prefixes: &["us-gov-"], dns_suffix: "amazonaws.com", dual_stack_dns_suffix: "api.aws" },
    Partition {
        region_prefixes: &["eusc-"],
        dns_suffix: "amazonaws.eu",
        dual_stack_dns_suffix: "api.amazonwebservices.eu",
    },
    Partition { region_prefixes: &["us-iso-"], dns_suffix: "c2s.ic.gov", dual_stack_dns_suffix: "api.aws.ic.gov" },
    Partition { region_prefixes: &["us-isob-"], dns_suffix: "sc2s.sgov.gov", dual_stack_dns_suffix: "api.aws.scloud" },
    Partition {
        region_prefixes: &["eu-isoe-"],
        dns_suffix: "cloud.adc-e.uk",
        dual_stack_dns_suffix: "api.cloud-aws.adc-e.uk",
    },
    Partition {
        region_prefixes: &["us-isof-"],
        dns_suffix: "csp.hci.ic.gov",
        dual_stack_dns_suffix: "api.aws.hci.ic.gov",
    },
];
