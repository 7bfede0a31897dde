//! Client and call options, parsed once: a [`Config`] that exists is valid, and no later step checks it again.

mod call;

pub use self::call::CallConfig;
pub use self::call::CallOptions;
pub use self::call::check_header_value;
use crate::endpoint;
use crate::endpoint::Endpoint;
use crate::error::Error;

/// The options of `new Bedrock({ … })`, as plain data. Functions and credentials stay with JavaScript.
#[derive(Clone, Debug, Default)]
pub struct ClientOptions {
    /// `us-east-1`
    pub region: Option<String>,
    /// Other endpoints than AWS's own, such as a gateway, a VPC endpoint or a local Bedrock: the beginning of the
    /// service's own host names (`bedrock-runtime`), or `None` for all services, and the address.
    pub endpoints: Vec<(Option<&'static str>, String)>,
    /// The region that requests are signed for, where it is not `region`.
    pub signing_region: Option<String>,
    /// The host that requests are signed for, where it is not the endpoint's.
    pub signing_host: Option<String>,
    /// FIPS 140 endpoints.
    pub use_fips_endpoint: Option<bool>,
    /// Dual-stack endpoints.
    pub use_dualstack_endpoint: Option<bool>,
    /// Headers sent with every request.
    pub default_headers: Option<Vec<(String, String)>>,
    /// Whether signatures follow the service's clock where it differs. Default true.
    pub correct_clock_skew: Option<bool>,
}

/// A client's valid options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The region of the endpoints.
    pub region: String,
    /// The region of signatures.
    pub signing_region: String,
    /// The host that requests are signed for, where it is not the endpoint's.
    pub signing_host: Option<String>,
    /// Whether signatures follow the service's clock where it differs.
    pub correct_clock_skew: bool,
    endpoints: Vec<(Option<&'static str>, Endpoint)>,
    use_fips: bool,
    use_dualstack: bool,
    /// Limits and headers, with a call's own merged in by [`Config::for_call`].
    pub call: CallConfig,
}

impl Config {
    /// Parses a client's options, and those of them that a call may override.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::error::Kind::Input) naming the option and its valid values.
    pub fn parse(options: &ClientOptions, call: &CallOptions) -> Result<Self, Error> {
        let region = options.region.as_deref().filter(|region| !region.is_empty()).ok_or_else(|| {
            Error::input("No region. Pass one that has your model: new Bedrock({ region: \"us-east-1\", … }).")
        })?;
        endpoint::check_region(region)?;
        if let Some(region) = &options.signing_region {
            endpoint::check_region(region)?;
        }
        let signing_host = options.signing_host.as_deref().map(endpoint::check_host).transpose()?;
        let mut defaults = CallConfig::default();
        defaults.merge_headers(options.default_headers.as_ref(), "defaultHeaders")?;
        let mut config = Self {
            region: region.to_owned(),
            signing_region: options.signing_region.as_deref().unwrap_or(region).to_owned(),
            signing_host,
            correct_clock_skew: options.correct_clock_skew.unwrap_or(true),
            endpoints: Vec::new(),
            use_fips: options.use_fips_endpoint.unwrap_or(false),
            use_dualstack: options.use_dualstack_endpoint.unwrap_or(false),
            call: defaults.overridden_by(call)?,
        };
        for (service, address) in &options.endpoints {
            let endpoint = config.resolve(service.unwrap_or_default(), None, Some(address))?;
            config.endpoints.push((*service, endpoint));
        }
        Ok(config)
    }

    /// The region that this call is signed for.
    pub fn signing_region<'a>(&'a self, call: &'a CallConfig) -> &'a str {
        match &call.region {
            // One that was given for signatures alone holds for a gateway, wherever the model is.
            Some(region) if self.signing_region == self.region => region,
            _ => &self.signing_region,
        }
    }

    /// Sends a call whose `member` may be the ARN of its model or another resource to the region that the resource is
    /// in. An endpoint of the caller's stays, and with it the region that it is signed for.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::error::Kind::Input) for half an ARN.
    pub fn follow_arn(
        &self,
        call: &mut CallConfig,
        endpoint_prefix: &str,
        member: &str,
        value: &str,
    ) -> Result<(), Error> {
        if let Some(region) = endpoint::region_of_arn(member, value)?
            && self.own_endpoint(endpoint_prefix).is_none()
        {
            call.region = Some(region.to_owned());
        }
        Ok(())
    }

    fn own_endpoint(&self, endpoint_prefix: &str) -> Option<&Endpoint> {
        let is_of = |service: &Option<&str>| service.is_none_or(|prefix| prefix == endpoint_prefix);
        self.endpoints.iter().find(|(service, _)| is_of(service)).map(|(_, endpoint)| endpoint)
    }

    /// The endpoint of this call of a service: `endpoint_prefix` is the beginning of its own host names.
    ///
    /// # Errors
    /// As [`Config::parse`].
    pub fn endpoint(&self, endpoint_prefix: &str, call: &CallConfig) -> Result<Endpoint, Error> {
        match self.own_endpoint(endpoint_prefix) {
            Some(endpoint) => Ok(endpoint.clone()),
            None => self.resolve(endpoint_prefix, call.region.as_ref(), None),
        }
    }

    fn resolve(
        &self,
        endpoint_prefix: &str,
        region: Option<&String>,
        endpoint: Option<&str>,
    ) -> Result<Endpoint, Error> {
        let (use_fips, use_dualstack) = (self.use_fips, self.use_dualstack);
        let region = Some(region.unwrap_or(&self.region).as_str());
        let parameters = endpoint::Parameters { region, endpoint, use_fips, use_dualstack };
        endpoint::resolve(endpoint_prefix, &parameters)
    }

    /// The options of one call over those of the client.
    ///
    /// # Errors
    /// As [`Config::parse`].
    pub fn for_call(&self, options: &CallOptions) -> Result<CallConfig, Error> {
        self.call.clone().overridden_by(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_ireland() -> ClientOptions {
        ClientOptions { region: Some("eu-west-1".into()), ..ClientOptions::default() }
    }

    fn headers(name: &str, value: &str) -> Option<Vec<(String, String)>> {
        Some(vec![(name.to_owned(), value.to_owned())])
    }

    fn refusal(options: &ClientOptions, call: &CallOptions) -> String {
        Config::parse(options, call).unwrap_err().message().to_owned()
    }

    #[test]
    fn defaults_are_those_of_the_documentation() {
        let config = Config::parse(&in_ireland(), &CallOptions::default()).unwrap();
        let origin = |service| config.endpoint(service, &config.call).unwrap().origin;
        assert_eq!(origin("bedrock-runtime"), "https://bedrock-runtime.eu-west-1.amazonaws.com");
        assert_eq!(origin("bedrock"), "https://bedrock.eu-west-1.amazonaws.com");
        assert_eq!((config.signing_region.as_str(), &config.signing_host), ("eu-west-1", &None));
        let call = &config.call;
        assert_eq!((call.max_retries, call.timeout_ms, call.stream_idle_timeout_ms), (2, 600_000, 300_000));
    }

    #[test]
    fn a_call_overrides_the_client_and_headers_merge_without_regard_to_case() {
        let options = ClientOptions { default_headers: headers("X-A", "1"), ..in_ireland() };
        let config = Config::parse(&options, &CallOptions { timeout: Some(5.0), ..CallOptions::default() }).unwrap();
        let call = CallOptions { max_retries: Some(0.0), headers: headers("x-a", " 3 "), ..CallOptions::default() };
        let call = config.for_call(&call).unwrap();
        assert_eq!((call.max_retries, call.timeout_ms), (0, 5));
        assert_eq!(call.headers, [("x-a".to_owned(), "3".to_owned())]);
    }

    #[test]
    fn a_call_may_go_to_another_region() {
        let config = Config::parse(&in_ireland(), &CallOptions::default()).unwrap();
        let in_region =
            |region: &str| config.for_call(&CallOptions { region: Some(region.into()), ..CallOptions::default() });
        let other = in_region("us-west-2").unwrap();
        assert_eq!(
            config.endpoint("bedrock-runtime", &other).unwrap().origin,
            "https://bedrock-runtime.us-west-2.amazonaws.com"
        );
        assert_eq!(config.signing_region(&other), "us-west-2");
        assert_eq!(config.signing_region(&config.call), "eu-west-1");
        let options = ClientOptions { signing_region: Some("eu-central-1".into()), ..in_ireland() };
        let gateway = Config::parse(&options, &CallOptions::default()).unwrap();
        assert_eq!(gateway.signing_region(&other), "eu-central-1");
        assert!(in_region("us-west-2.evil.example/").is_err());
    }

    #[test]
    fn an_endpoint_is_one_services_or_all_of_theirs() {
        let origins = |endpoints: &[(Option<&'static str>, &str)]| {
            let endpoints = endpoints.iter().map(|(service, address)| (*service, (*address).to_owned())).collect();
            let options = ClientOptions { endpoints, ..in_ireland() };
            let config = Config::parse(&options, &CallOptions::default()).unwrap();
            ["bedrock-runtime", "bedrock"].map(|service| config.endpoint(service, &config.call).unwrap().origin)
        };
        assert_eq!(origins(&[(None, "http://a")]), ["http://a", "http://a"]);
        assert_eq!(
            origins(&[(Some("bedrock-runtime"), "http://a")]),
            ["http://a", "https://bedrock.eu-west-1.amazonaws.com"]
        );
        assert_eq!(origins(&[(Some("bedrock"), "http://a"), (None, "http://b")]), ["http://b", "http://a"]);
    }

    #[test]
    fn each_malformed_client_option_is_named() {
        let none = CallOptions::default();
        let region = |region: &str| ClientOptions { region: Some(region.into()), ..in_ireland() };
        assert!(refusal(&ClientOptions::default(), &none).starts_with("No region."));
        assert!(refusal(&region(""), &none).starts_with("No region."));
        assert!(refusal(&region("us-east-1.evil.example/"), &none).contains("is not a region name"));
        let endpoint = ClientOptions { endpoints: vec![(None, "localhost:80".into())], ..in_ireland() };
        assert!(refusal(&endpoint, &none).contains("https:// or http://"));
        let signing = ClientOptions { signing_region: Some("nowhere!".into()), ..in_ireland() };
        assert!(refusal(&signing, &none).contains("is not a region name"));
        let signing = ClientOptions { signing_host: Some("https://a.example".into()), ..in_ireland() };
        assert!(refusal(&signing, &none).starts_with("signingHost"));
        let host = ClientOptions { default_headers: headers("Host", "x"), ..in_ireland() };
        assert!(refusal(&host, &none).contains("sets \"host\""));
    }

    #[test]
    fn each_malformed_call_option_is_named() {
        let none = CallOptions::default();
        let refusal = |call: CallOptions| refusal(&in_ireland(), &call);
        assert!(
            refusal(CallOptions { max_retries: Some(1.5), ..none.clone() })
                .starts_with("maxRetries is not a whole number from 0 to 100.")
        );
        assert!(refusal(CallOptions { timeout: Some(-1.0), ..none.clone() }).starts_with("timeout is not"));
        assert!(refusal(CallOptions { timeout: Some(f64::NAN), ..none.clone() }).starts_with("timeout is not"));
        assert!(
            refusal(CallOptions { stream_idle_timeout: Some(1e10), ..none.clone() })
                .starts_with("streamIdleTimeout is not")
        );
        assert!(refusal(CallOptions { headers: headers("a b", "x"), ..none }).contains("no HTTP header can have"));
    }

    #[test]
    fn a_header_value_that_cannot_be_sent_is_refused_without_being_shown() {
        let call = CallOptions { headers: headers("x-key", "geheim\r\nx"), ..CallOptions::default() };
        let message = refusal(&in_ireland(), &call);
        assert!(message.contains("x-key") && !message.contains("geheim"), "{message}");
    }
}
