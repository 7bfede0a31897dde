// What a page of the playground may load and call: its own files, and the services that it talks to.

/** Regions that have Amazon Bedrock. */
export const REGIONS = [
  ..."us-east-1 us-east-2 us-west-1 us-west-2 us-gov-east-1 us-gov-west-1 ca-central-1 ca-west-1 mx-central-1 sa-east-1".split(
    " ",
  ),
  ..."eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3".split(" "),
  ..."ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2".split(" "),
  ..."ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 il-central-1 me-central-1 me-south-1 af-south-1".split(" "),
];

/** A wildcard stands at the beginning of a host only, and `*.us-east-1.amazonaws.com` has every bucket in it. */
const SERVICES = ["bedrock", "bedrock-runtime", "bedrock-agent-runtime", "cognito-identity", "sts"];

/** The policy, with further origins that the page may call. */
export function policy(origins = []) {
  const aws = REGIONS.flatMap((region) => SERVICES.map((service) => `https://${service}.${region}.amazonaws.com`));
  // WebAssembly is fetched from where the page is.
  const connect = ["'self'", "http://127.0.0.1:*", "http://localhost:*", ...origins, ...aws];
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src blob:",
    "font-src 'self'",
    `connect-src ${connect.join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
