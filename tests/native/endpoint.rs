//! Endpoints against AWS's own test cases and its list of partitions, and custom endpoints against what fetch makes of
//! an address: what it would change after signing must be refused before.

use bedrock_wasm::endpoint::Parameters;
use bedrock_wasm::endpoint::resolve;
use bedrock_wasm::error::Kind;
use serde_json::Value;

use crate::support;

#[test]
fn each_published_case_gives_its_url_or_its_error() {
    let cases = support::fixture_json("endpoint-tests/bedrock-runtime.json");
    let cases = cases["testCases"].as_array().unwrap();
    assert_eq!(cases.len(), 21);
    for case in cases {
        let parameters = &case["params"];
        let resolved = resolve(
            "bedrock-runtime",
            &Parameters {
                region: parameters["Region"].as_str(),
                endpoint: parameters["Endpoint"].as_str(),
                use_fips: parameters["UseFIPS"] == true,
                use_dualstack: parameters["UseDualStack"] == true,
            },
        );
        let resolved = match resolved {
            Ok(endpoint) => serde_json::json!({ "endpoint": { "url": endpoint.origin + &endpoint.prefix } }),
            Err(error) => serde_json::json!({ "error": error.message() }),
        };
        assert_eq!(resolved, case["expect"], "{}", case["documentation"]);
    }
}

#[test]
fn each_region_belongs_to_its_partition() {
    for (region, outputs) in regions() {
        check_region(&region, &outputs);
    }
}

/// A region that AWS opens tomorrow is named like those it has.
#[test]
fn regions_of_tomorrow_belong_to_their_partition() {
    for (region, outputs) in regions() {
        check_region(&region.replace(|character: char| character.is_ascii_digit(), "9"), &outputs);
    }
}

#[test]
fn only_a_label_is_a_region() {
    for bad in [
        "",
        "-us-east-1",
        "us-east-1-",
        "US-EAST-1",
        "us_east_1",
        "us-east-1.evil.example",
        "us-east-1/",
        "us-east-1?",
        "us-east-1#",
        "evil.example#",
        "user@host",
        "us-east-1 ",
        "us-éast-1",
        "1e3",
        "0x7f",
        "2130706433",
        &"a".repeat(64),
    ] {
        let error = resolve("bedrock-runtime", &Parameters { region: Some(bad), ..Parameters::default() }).unwrap_err();
        assert_eq!(error.kind(), Kind::Input, "{bad}");
        assert!(error.message().contains("is not a region name"), "{bad}: {error}");
    }
    let longest = "a".repeat(63);
    assert!(resolve("bedrock-runtime", &Parameters { region: Some(&longest), ..Parameters::default() }).is_ok());
}

#[test]
fn custom_endpoints_are_an_origin_and_a_prefix() {
    for (endpoint, origin, prefix) in [
        ("https://gateway.example.com", "https://gateway.example.com", ""),
        ("https://gateway.example.com/", "https://gateway.example.com", ""),
        ("https://gateway.example.com/bedrock", "https://gateway.example.com", "/bedrock"),
        ("https://gateway.example.com/bedrock/", "https://gateway.example.com", "/bedrock"),
        ("https://gateway.example.com/a/B%2Fc/d.e/..f", "https://gateway.example.com", "/a/B%2Fc/d.e/..f"),
        ("https://gateway.example.com/a//", "https://gateway.example.com", "/a"),
        ("HTTPS://GateWay.Example.COM/Base", "https://gateway.example.com", "/Base"),
        ("HTTP://localhost:8080", "http://localhost:8080", ""),
        ("http://127.0.0.1:1/x", "http://127.0.0.1:1", "/x"),
        ("http://127.0.0.1:65535", "http://127.0.0.1:65535", ""),
        ("http://[::1]:8080/x", "http://[::1]:8080", "/x"),
        ("http://[::1]", "http://[::1]", ""),
        ("https://[2001:DB8::a]", "https://[2001:db8::a]", ""),
        ("https://[1:0:0:1::1]", "https://[1:0:0:1::1]", ""),
        ("https://[1:2:3:4:5:6:7:8]", "https://[1:2:3:4:5:6:7:8]", ""),
        ("https://7b-model:80", "https://7b-model:80", ""),
        ("https://1e3.example", "https://1e3.example", ""),
        ("https://my_host-1.internal", "https://my_host-1.internal", ""),
        (
            "https://vpce-0abc.bedrock-runtime.us-east-1.vpce.amazonaws.com",
            "https://vpce-0abc.bedrock-runtime.us-east-1.vpce.amazonaws.com",
            "",
        ),
    ] {
        let resolved = custom(endpoint).unwrap();
        assert_eq!((resolved.origin.as_str(), resolved.prefix.as_str()), (origin, prefix), "{endpoint}");
    }
}

#[test]
fn an_address_that_fetch_would_refuse_or_change_is_refused() {
    const SCHEME: &str = "does not begin with https:// or http://";
    const HOST: &str = "has no valid host name or port";
    const DOTS: &str = "has a . or .. segment in its path";
    const QUERY: &str = "has a query or a fragment";
    const USER: &str = "has a user name or password in it";
    const SLASHES: &str = "has two slashes in a row in its path";
    const CHARACTER: &str = "has a character in its path that must be percent-encoded";
    for (endpoint, why) in [
        ("", SCHEME),
        ("gateway.example.com", SCHEME),
        ("//gateway.example.com", SCHEME),
        ("localhost:8080", SCHEME),
        ("ftp://gateway.example.com", SCHEME),
        ("wss://gateway.example.com", SCHEME),
        (" https://gateway.example.com", SCHEME),
        ("https:/gateway.example.com", SCHEME),
        ("https://", HOST),
        ("https:///path", HOST),
        ("https://:8080", HOST),
        ("https://gate way.example.com", HOST),
        ("https://gateway.example.com:port", HOST),
        ("https://gateway.example.com:", HOST),
        ("https://gateway.example.com:0443", HOST),
        ("https://gateway.example.com:65536", HOST),
        ("https://gateway.example.com:+443", HOST),
        ("https://gateway.example.com:80:80", HOST),
        ("http://::1", HOST),
        ("http://[::1", HOST),
        ("http://::1]", HOST),
        ("http://[::1]8080", HOST),
        ("http://[::1]:", HOST),
        ("http://[]", HOST),
        ("http://[host]", HOST),
        ("https://gateway.example.com\\path", HOST),
        ("https://gateway%2eexample.com", HOST),
        ("https://bücher.example", HOST),
        ("https://gateway.example.com\n", HOST),
        ("https://gateway.example.com?a=b", QUERY),
        ("https://gateway.example.com/path?", QUERY),
        ("https://gateway.example.com/path#fragment", QUERY),
        ("https://user@gateway.example.com", USER),
        ("https://user:geheim@gateway.example.com", USER),
        ("https://user:geheim@", USER),
        ("https://gateway.example.com/a/../b", DOTS),
        ("https://gateway.example.com/..", DOTS),
        ("https://gateway.example.com/./", DOTS),
        ("https://gateway.example.com/a/%2e%2E/b", DOTS),
        ("https://gateway.example.com/a/.%2e", DOTS),
        ("https://gateway.example.com/%2E", DOTS),
        ("https://gateway.example.com//a", SLASHES),
        ("https://gateway.example.com/a//b/", SLASHES),
        ("https://gateway.example.com/a b", CHARACTER),
        ("https://gateway.example.com/a\tb", CHARACTER),
        ("https://gateway.example.com/é", CHARACTER),
        ("https://gateway.example.com/a\\b", CHARACTER),
        ("https://gateway.example.com/{region}", CHARACTER),
    ] {
        let error = custom(endpoint).expect_err(endpoint);
        assert_eq!(error.kind(), Kind::Input, "{endpoint}");
        assert!(error.message().contains(why), "{endpoint}: {error}");
        assert!(!error.message().contains("geheim"), "{endpoint}: {error}");
    }
}

/// Browsers read `0x7f.1` as 127.0.0.1, and write `[0::1]` as `[::1]`: after signing.
#[test]
fn a_host_that_fetch_would_read_otherwise_is_refused() {
    for endpoint in [
        "https://1e3",
        "https://2130706433",
        "https://0x7f.1",
        "https://gateway.0x",
        "https://1.2.3",
        "https://1.2.3.4.",
        "https://1.2.3.4.5",
        "https://01.2.3.4",
        "https://999.1.1.1",
        "https://.",
        "https://[2001:0db8::a]",
        "https://[0:0:0:0:0:0:0:1]",
        "https://[1::1:0:0:0:0]",
        "https://[1:2:3:4:5:6:7::]",
        "https://[::127.0.0.1]",
        "https://[1::2::3]",
    ] {
        let error = custom(endpoint).expect_err(endpoint);
        assert!(error.message().contains("has no valid host name or port"), "{endpoint}: {error}");
    }
}

fn custom(endpoint: &str) -> Result<bedrock_wasm::endpoint::Endpoint, bedrock_wasm::error::Error> {
    resolve("bedrock-runtime", &Parameters { endpoint: Some(endpoint), ..Parameters::default() })
}

fn check_region(region: &str, outputs: &Value) {
    for (use_fips, use_dualstack) in [(false, false), (false, true), (true, false), (true, true)] {
        let parameters = Parameters { region: Some(region), use_fips, use_dualstack, ..Parameters::default() };
        let fips = if use_fips { "-fips" } else { "" };
        let suffix = outputs[if use_dualstack { "dualStackDnsSuffix" } else { "dnsSuffix" }].as_str().unwrap();
        let expected = format!("https://bedrock-runtime{fips}.{region}.{suffix}");
        assert_eq!(resolve("bedrock-runtime", &parameters).unwrap().origin, expected);
    }
}

/// Each region AWS has, with the `outputs` of its partition. `aws-global` and the like are no regions but names for
/// services that have none, and Bedrock has regions.
fn regions() -> Vec<(String, Value)> {
    let partitions = support::fixture_json("endpoint-tests/partitions.json");
    let partitions = partitions["partitions"].as_array().unwrap();
    let mut regions = Vec::new();
    let mut pseudo_regions = 0;
    for partition in partitions {
        assert_eq!(partition["outputs"]["supportsFIPS"], true);
        assert_eq!(partition["outputs"]["supportsDualStack"], true);
        for region in partition["regions"].as_object().unwrap().keys() {
            if region.ends_with("-global") {
                pseudo_regions += 1;
            } else {
                regions.push((region.clone(), partition["outputs"].clone()));
            }
        }
    }
    assert!(pseudo_regions <= partitions.len(), "more than one a partition: real regions are left out");
    assert!(partitions.len() >= 8 && regions.len() >= 45, "{} regions", regions.len());
    regions
}
