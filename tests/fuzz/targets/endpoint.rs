//! An endpoint, a region or a host that somebody passes, beside the `url` crate, which reads addresses as `fetch` does:
//! what is accepted goes to that very place, and is signed for it.
#![no_main]

use bedrock_fuzz::address;
use bedrock_fuzz::fixtures;
use bedrock_wasm::endpoint::Parameters;
use bedrock_wasm::endpoint::check_host;
use bedrock_wasm::endpoint::region_of_arn;
use bedrock_wasm::endpoint::resolve;
use bedrock_wasm::error::Kind;
use bedrock_wasm::http::Request;
use url::Url;

bedrock_fuzz::bytes_target!(check, seeds: seeds);

fn check(bytes: &[u8]) {
    let Some(([choice], text)) = bytes.split_first_chunk() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    match choice % 4 {
        0 => check_region(text, *choice),
        1 => check_signing_host(text),
        _ => check_custom(text),
    }
}

fn check_custom(text: &str) {
    let parameters = Parameters { endpoint: Some(text), ..Parameters::default() };
    let endpoint = match resolve("bedrock-runtime", &parameters) {
        Ok(endpoint) => endpoint,
        Err(error) => {
            assert_eq!(error.kind(), Kind::Input);
            return check_refusal(text);
        }
    };
    let path = format!("{}/model/a%3A0/converse", endpoint.prefix);
    let request = Request { method: "POST", origin: endpoint.origin.clone(), path, ..Request::default() };
    let Some(url) = address::read(&request.url(), &endpoint.origin) else { return };
    assert_eq!(url.path(), request.path, "fetch changes the path after it was signed");
    assert!(url.username().is_empty() && url.password().is_none());
    assert!(url.query().is_none() && url.fragment().is_none());
    let host = url.host_str().expect("a host");
    // The `host` header that fetch sends, which is signed.
    let sent = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    assert_eq!(request.host(), sent, "fetch sends another `host` than was signed");
    let given = Url::parse(text).expect("an address");
    assert_eq!((given.scheme(), given.host_str(), given.port()), (url.scheme(), url.host_str(), url.port()));
    assert_eq!(given.path().trim_end_matches('/'), endpoint.prefix);
}

/// What is refused has a reason: fetch would refuse it, or change it, or it has what is not kept.
fn check_refusal(text: &str) {
    let Ok(url) = Url::parse(text) else { return };
    let plain = url.as_str().trim_end_matches('/');
    let is_usual = matches!(url.scheme(), "http" | "https")
        && url
            .host_str()
            .is_some_and(|host| host.split('.').all(|label| label.starts_with(|c: char| c.is_ascii_lowercase())))
        && url.port().is_none_or(|port| port > 0)
        && plain == text
        && !text.contains(['?', '#', '@', '"', '\'', '{', '|', '}', '^', '`'])
        && !url.path().contains("//")
        && !text.to_ascii_lowercase().contains("%2e");
    let is_host = url
        .host_str()
        .is_some_and(|host| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)));
    assert!(!(is_usual && is_host), "{text} is as good an address as any, and refused");
}

fn check_region(text: &str, choice: u8) {
    let parameters = Parameters {
        region: Some(text),
        use_fips: choice & 0x40 != 0,
        use_dualstack: choice & 0x80 != 0,
        ..Parameters::default()
    };
    if let Ok(endpoint) = resolve("bedrock-runtime", &parameters) {
        let Some(url) = address::read(&endpoint.origin, text) else { return };
        let fips = if parameters.use_fips { "-fips" } else { "" };
        let host = url.host_str().expect("a host");
        assert_eq!(url.origin().ascii_serialization(), endpoint.origin);
        let suffix = host.strip_prefix(&format!("bedrock-runtime{fips}.{text}.")).expect("the region is one label");
        assert!(SUFFIXES.contains(&suffix), "{suffix} is none of AWS's");
        assert!(endpoint.prefix.is_empty());
    }
    if let Ok(Some(region)) = region_of_arn("modelId", text) {
        // It goes through the check above like any other.
        assert!(text.starts_with("arn:") && text.split(':').nth(3) == Some(region));
    }
}

fn check_signing_host(text: &str) {
    let Ok(host) = check_host(text) else { return };
    let Some(url) = address::read(&format!("https://{host}/"), &host) else { return };
    assert!(url.path() == "/" && url.username().is_empty() && url.query().is_none());
    let sent =
        url.host_str().expect("a host").to_owned() + &url.port().map_or_else(String::new, |port| format!(":{port}"));
    assert_eq!(host.strip_suffix(":443").unwrap_or(&host), sent, "no server has this `host`");
}

/// From botocore's `partitions.json`.
const SUFFIXES: [&str; 14] = [
    "amazonaws.com",
    "api.aws",
    "amazonaws.com.cn",
    "api.amazonwebservices.com.cn",
    "amazonaws.eu",
    "api.amazonwebservices.eu",
    "c2s.ic.gov",
    "api.aws.ic.gov",
    "sc2s.sgov.gov",
    "api.aws.scloud",
    "cloud.adc-e.uk",
    "api.cloud-aws.adc-e.uk",
    "csp.hci.ic.gov",
    "api.aws.hci.ic.gov",
];

/// AWS's own test cases, and addresses of every kind.
fn seeds() -> Vec<Vec<u8>> {
    let addresses = [
        "https://gateway.example.com/bedrock/",
        "HTTPS://GateWay.Example.COM:8443/a/B%2Fc/d.e/..f",
        "http://127.0.0.1:1/x",
        "http://[::1]:8080/x",
        "https://[2001:DB8::a]",
        "http://[::ffff:127.0.0.1]",
        "https://1e3",
        "https://0x7f.1",
        "https://my_host-1.internal",
        "https://xn--bcher-kva.example",
        "https://user:geheim@gateway.example.com/?a=b#c",
        "https://gateway.example.com/a/%2e%2E/b//c",
    ];
    let regions = ["us-east-1", "us-gov-west-1", "cn-north-1", "eu-isoe-west-1", "eusc-de-east-1", "us-isob-east-1"];
    let arns = ["arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0"];
    let mut seeds: Vec<Vec<u8>> = addresses.iter().map(|text| seed(2, text)).collect();
    seeds.extend(addresses.iter().filter_map(|text| text.split('/').nth(2)).map(|host| seed(1, host)));
    seeds.extend(regions.iter().chain(&arns).flat_map(|text| [0, 0x40, 0x80, 0xc0].map(|choice| seed(choice, text))));
    let cases = fixtures::json_file("endpoint-tests/bedrock-runtime.json");
    for case in cases["testCases"].as_array().into_iter().flatten() {
        for (choice, value) in [(2, &case["params"]["Endpoint"]), (0, &case["params"]["Region"])] {
            seeds.extend(value.as_str().map(|text| seed(choice, text)));
        }
    }
    seeds
}

fn seed(choice: u8, text: &str) -> Vec<u8> {
    [&[choice], text.as_bytes()].concat()
}
