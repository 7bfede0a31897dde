// Addresses: no notation of a private one gets past `fetchImages`, no host is signed that `fetch` would read otherwise, and no
// password in an address is shown.
import assert from "node:assert/strict";
import dns from "node:dns";
import http from "node:http";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { Bedrock, BedrockError } from "bedrock-wasm";
import { CHAT, CREDENTIALS, NOVA, failure } from "./lib/client.mjs";

const answering = async () => Response.json({});
const clientOf = (options) => new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch: answering, ...options });
const image = (url) => ({
  model: "nova-lite",
  messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }],
});

/** What becomes of an image's address: the message of the error. Where `http.get` is reached, that is `went out`. */
function outcomes(t, names = {}) {
  t.mock.method(http, "get", ({ hostname }, { lookup }) => {
    const request = new EventTarget();
    request.on = (_, fail) => {
      if (/^[[\d]/.test(hostname)) fail(new Error("went out"));
      else lookup(hostname, { all: true }, (error) => fail(error ?? new Error("went out")));
    };
    return request;
  });
  t.mock.method(dns, "lookup", (name, _, callback) => {
    const address = names[name.replace(/\.$/, "")];
    callback(null, [{ address, family: address.includes(":") ? 6 : 4 }]);
  });
  const bedrock = clientOf({ fetchImages: true });
  return async (url) => (await failure(bedrock.chat.completions.create(image(url)))).message;
}

/** Each range's first and last address that anybody knows to be special, and more ways to write some of them. */
const PRIVATE = {
  "this network": ["0.0.0.0", "0.255.255.255", "0", "[::]"],
  "private use": ["10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255"],
  "shared by providers": ["100.64.0.0", "100.127.255.255"],
  loopback: ["127.0.0.1", "127.255.255.255", "[::1]", "[0:0:0:0:0:0:0:1]"],
  "link-local": ["169.254.169.254", "[fe80::1]", "[febf:ffff::1]"],
  "protocols and documentation": ["192.0.0.8", "192.0.2.1", "198.51.100.1", "203.0.113.255", "[2001:db8::1]", "[3fff:fff::1]"],
  benchmarks: ["198.18.0.0", "198.19.255.255", "[2001:2::1]"],
  "multicast, reserved, broadcast": ["224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "[ff02::1]"],
  AS112: ["192.31.196.1", "192.175.48.1", "[2620:4f:8000::1]"],
  "decimal, octal, hex": ["2130706433", "017700000001", "0177.0.0.1", "0x7f000001", "0x7f.0x0.0x0.0x1", "0xA9FEA9FE"],
  "short forms": ["127.1", "127.0.1", "10.1", "0x7f.1", "192.168.257"],
  "trailing dots and capitals": ["127.0.0.1.", "0X7F.1.", "LOCALHOST", "localhost."],
  "percent-encoded": ["%31%32%37.0.0.1", "127%2e0%2e0%2e1", "%6cocalhost", "１２７.0.0.1", "127。0。0。1"],
  "IPv4-mapped": ["[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[0:0:0:0:0:ffff:10.0.0.1]"],
  "IPv4-compatible": ["[::127.0.0.1]", "[::a00:1]"],
  "IPv4-translated": ["[::ffff:0:127.0.0.1]", "[::ffff:0:a00:1]"],
  "6to4": ["[2002:7f00:1::]", "[2002:a9fe:a9fe::1]"],
  NAT64: ["[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::7f00:1]", "[64:ff9b:1:ffff::a00:1]"],
  Teredo: ["[2001::7f00:1]", "[2001:0:a00:1::f5ff:fffe]"],
  ISATAP: ["[fe80::5efe:10.0.0.1]", "[2606:4700::5efe:10.0.0.1]", "[2606:4700::200:5efe:7f00:1]", "[2606:4700::5efe:0:0]"],
  "unique local, and deprecated site-local": ["[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "[feff::1]"],
  "discard, SRv6, and what nobody has given away yet": ["[100::1]", "[5f00::1]", "[1::1]", "[400::1]", "[4000::1]", "[8000::1]"],
  "more of what nobody has given away": ["[1fff::1]", "[a000::1]", "[e000::1]", "[f000::1]", "[fbff::1]", "[fe00::1]"],
};
const PUBLIC = [
  ...["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255"],
  ...["169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255"],
  ...["198.20.0.0", "198.51.101.0", "203.0.114.0", "223.255.255.255", "0x08080808", "[2001:200::1]", "[2001:db9::1]"],
  ...["[2003::1]", "[2606:4700:4700::1111]", "[2a00:1450:4001:81b::200e]", "[3ffe::1]", "[2620:4f:7fff::1]"],
];

describe("fetchImages", () => {
  for (const [what, hosts] of Object.entries(PRIVATE)) {
    test(`refuses ${what}`, async (t) => {
      const outcome = outcomes(t, { localhost: "127.0.0.1" });
      for (const host of hosts) assert.match(await outcome(`http://${host}/a.png`), /address that is not public/, host);
    });
  }

  test("takes what is public, up to the edges of what is not", async (t) => {
    const outcome = outcomes(t);
    for (const host of PUBLIC) assert.match(await outcome(`http://${host}/a.png`), /went out/, host);
  });

  test("looks at what names stand for", async (t) => {
    const names = {
      "a.example": "127.0.0.1",
      "b.example": "::ffff:10.0.0.1",
      "c.example": "fe80::1%eth0",
      "d.example": "4000::1",
    };
    const outcome = outcomes(t, { ...names, "e.example": "2606:4700::5efe:10.0.0.1", "open.example": "1.1.1.1" });
    for (const name of Object.keys(names)) assert.match(await outcome(`http://${name}/a.png`), /not public/, name);
    assert.match(await outcome("http://e.example/a.png"), /not public/);
    assert.match(await outcome("http://open.example/a.png"), /went out/);
  });

  test("takes no address with a zone", async (t) => {
    assert.match(await outcomes(t)("http://[fe80::1%25eth0]/a.png"), /an address is not a URL/);
  });

  test("shows neither user nor password nor query of an address", async (t) => {
    const own = async (url) => {
      throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${url}`);
    };
    const addresses = [
      "https://alice:passw0rd@h.invalid/x.png?key=h1dden#h1dden",
      "http://alice:passw0rd@127.0.0.1/x.png?h1dden",
      "http://passw0rd@[::1]/x.png",
      "https:\\\\alice:passw0rd@h.invalid\\x.png?h1dden",
      "https://alice:pass/passw0rd@h.invalid/x.png?h1dden",
      "https://alice:passw0rd@h.invalid:99999/x.png?h1dden",
      "https://passw0rd:@%/x.png?h1dden",
    ];
    for (const fetchImages of [true, { fetch: own }, { fetch: (url) => globalThis.fetch(url) }]) {
      const bedrock = clientOf({ fetchImages });
      for (const url of addresses) {
        const error = await failure(bedrock.chat.completions.create(image(url)));
        assert.ok(error instanceof BedrockError);
        assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }) + error.stack, /alice|passw0rd/, url);
        // What a caller's own function throws is the caller's.
        const seen = fetchImages.fetch === own ? error.message : inspect(error, { depth: 9, showHidden: true });
        assert.doesNotMatch(seen, /h1dden/, url);
      }
    }
    const { message } = await failure(clientOf({ fetchImages: { fetch: own } }).chat.completions.create(image(addresses[0])));
    assert.match(message, /https:\/\/h\.invalid\/x\.png could not be fetched: Request cannot .*: https:\/\/h\.invalid\/x\.png/);
    const redirecting = http.createServer((_, response) => response.writeHead(302, { location: "http://[s3cret" }).end());
    await new Promise((resolve) => redirecting.listen(0, "127.0.0.1", resolve));
    t.after(() => redirecting.close());
    const open = clientOf({ fetchImages: { allowPrivateAddresses: true } });
    const address = `http://alice:passw0rd@127.0.0.1:${redirecting.address().port}/x.png?h1dden`;
    const error = await failure(open.chat.completions.create(image(address)));
    assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /alice|passw0rd|h1dden/);
    assert.match(error.message, /redirects to an address that is not a URL/);
  });

  test("sends user and password as a header, whatever fetches", async (t) => {
    const seen = [];
    const server = http.createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(404).end();
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => server.close());
    const address = `http://al%20ice:s%3Acret@127.0.0.1:${server.address().port}/x.png`;
    for (const fetchImages of [{ allowPrivateAddresses: true }, { fetch }]) {
      const { message } = await failure(clientOf({ fetchImages }).chat.completions.create(image(address)));
      assert.match(message, /the server answered 404/);
    }
    assert.deepEqual(seen, Array(2).fill(`Basic ${Buffer.from("al ice:s:cret").toString("base64")}`));
  });

  test("has a limit of bytes that is a number", async () => {
    for (const maxBytes of [Number.NaN, Number.POSITIVE_INFINITY, "1"]) {
      const { message } = await failure(
        clientOf({ fetchImages: { maxBytes } }).chat.completions.create(image("http://a.example/")),
      );
      assert.match(message, /maxBytes, an option of fetchImages, is not a number of bytes/);
    }
  });
});

/** Where a call to this endpoint goes, or the error. */
async function destination(endpoint) {
  let sent;
  const fetch = async (url) => {
    sent = url;
    return Response.json({});
  };
  try {
    await clientOf({ endpoint, fetch, onWarning: () => {} }).converse(CHAT);
  } catch (error) {
    assert.ok(error instanceof BedrockError && sent === undefined, endpoint);
    assert.match(error.message, /^The endpoint has no valid host name or port/, endpoint);
    return undefined;
  }
  return sent.slice(0, sent.indexOf("/model/"));
}

/** The host as `fetch` reads it. */
function read(host) {
  try {
    return new URL(`https://${host}/`).host;
  } catch {
    return undefined;
  }
}

const NUMBERS = [
  "1e3",
  "1E3",
  "0",
  "1",
  "2130706433",
  "4294967296",
  "0x7f000001",
  "0X7f.1",
  "0x7f.1",
  "0x",
  "a.0x",
  "017700000001",
];
const NO_IPV4 = [
  "999.1.1.1",
  "256.0.0.1",
  "1.2.3",
  "1.2.3.4.5",
  "127.1",
  "01.2.3.4",
  "1.2.3.04",
  "1.2.3.4.",
  "0x1.2.3.4",
  "1.2.3.4e1",
];
const NO_NAME = ["a.1", "a.b.09", "foo.0x4", "1.2.3.0x", "host.1e3", ".", "..", "a..", "1.", "-.7"];
const NO_IPV6 = [
  "[]",
  "[:]",
  "[:1]",
  "[1:]",
  "[::1",
  "[1]",
  "[::g]",
  "[:::]",
  "[::1::]",
  "[1:2:3:4:5:6:7]",
  "[1:2:3:4:5:6:7:8:9]",
  "[0::1]",
  "[::01]",
  "[::1%25eth0]",
];
const OTHER_IPV6 = [
  "[1:0:0:0:0:0:0:1]",
  "[1:2:3:4:5:6:7::]",
  "[::127.0.0.1]",
  "[::ffff:1.2.3.4]",
  "[1::0:1]",
  "[1::1:0:0:0:0]",
  "[12345::]",
];
const HOSTS = [
  "localhost",
  "a.localhost",
  "1.2.3.4",
  "255.255.255.255",
  "0.0.0.0",
  "a.example",
  "1e3.example",
  "0x7f.example",
  "x0",
];
const MORE_HOSTS = [
  "3scale",
  "7b-model",
  "1password.internal",
  "10-0-0-5.pod.local",
  "_a._b",
  "e3",
  "0xfg",
  "1e",
  "1f",
  "a.b.c.d.e",
];
const IPV6 = [
  "[::1]",
  "[::]",
  "[2001:db8::a]",
  "[2001:db8:0:1:1:1:1:1]",
  "[1:0:0:1::1]",
  "[1::1:0:0:1]",
  "[::ffff:7f00:1]",
  "[1:2:3:4:5:6:7:8]",
];

describe("endpoints", () => {
  test("are refused where the host is a number, or fetch would read another one", async () => {
    for (const host of [...NUMBERS, ...NO_IPV4, ...NO_NAME, ...NO_IPV6, ...OTHER_IPV6]) {
      assert.equal(await destination(`https://${host}`), undefined, host);
      assert.equal(await destination(`https://${host}:8443/path`), undefined, host);
    }
  });

  test("are taken where it is a name or an address as fetch writes it", async () => {
    for (const host of [...HOSTS, ...MORE_HOSTS, ...IPV6]) {
      assert.equal(read(host), host);
      assert.equal(await destination(`https://${host}:8443`), `https://${host}:8443`);
    }
  });

  test("that are taken, of 4,000 made up, are what fetch makes of them; and those that it keeps are taken", async () => {
    let seed = 7;
    const random = (below) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const pick = (from) => from[random(from.length)];
    const some = (most, make, joint) => Array.from({ length: 1 + random(most) }, make).join(joint);
    const numbers = ["0", "1", "01", "0x", "0x1f", "127", "255", "256", "09", "1e3", "4294967295", "a", "x1", ""];
    const groups = ["0", "0", "0", "1", "a", "ffff", "01", "12345", "", "", "g"];
    const made = [
      () => some(5, () => pick(numbers), "."),
      () => `[${some(9, () => pick(groups), ":")}]`,
      () => `[${some(8, () => pick(["0", "0", "1"]), ":")}::${some(4, () => pick(["0", "1"]), ":")}]`,
      () => some(6, () => pick("aZ09.-_xe%[]:@ é\\"), ""),
    ];
    let taken = 0;
    for (let count = 0; count < 4000; count++) {
      const host = pick(made)();
      if (/[@:\\/]/.test(host.replace(/^\[.*\]$/, ""))) continue;
      const bedrockReads = await destination(`https://${host}`).catch((error) => assert.fail(`${host}: ${error.message}`));
      if (bedrockReads !== undefined) {
        taken += 1;
        assert.equal(bedrockReads, `https://${read(host)}`, host);
      } else if (read(host) === host) {
        // What fetch keeps is refused only if it is none: without a name at its end, or with characters of no host, or 1e3.
        assert.match(host, /(^|\.)\.?$|[^\w.[\]:-]|(^|\.)\d[\dEe]*\.?$/, host);
      }
    }
    assert.ok(taken > 300, `${taken} taken`);
  });

  test("a host of signatures is held to the same", async () => {
    for (const signingHost of [...NUMBERS, ...NO_IPV4, ...NO_IPV6]) {
      const { message } = await failure(clientOf({ signingHost }).converse(CHAT));
      assert.match(message, /^signingHost is not a host name/, signingHost);
    }
    await clientOf({ signingHost: "127.0.0.1:80" }).converse(CHAT);
  });

  test("no region is a number", async () => {
    for (const region of ["1e3", "1", "0x7f", "127", "2130706433"]) {
      for (const call of [
        clientOf({ region }).converse(CHAT),
        clientOf().converse(CHAT, { region }),
        clientOf({ signingRegion: region }).converse(CHAT),
      ]) {
        assert.match((await failure(call)).message, /^The region is not a region name/, region);
      }
    }
    assert.match((await failure(clientOf({ region: 1e3 }).converse(CHAT))).message, /region, an option .* is not a string/);
  });
});

describe("an endpoint without TLS", () => {
  const warned = async (endpoint, keys = { credentials: CREDENTIALS }) => {
    const codes = [];
    const fetch = answering;
    const bedrock = new Bedrock({ region: "us-east-1", fetch, endpoint, ...keys, onWarning: ({ code }) => codes.push(code) });
    await bedrock.converse(CHAT);
    await bedrock.invokeModel({ modelId: NOVA, body: "{}" });
    await bedrock.embeddings.create({ model: "titan-embed-text-v2", input: "a" }).catch(() => {});
    return codes;
  };

  test("gives one warning a client, with either kind of key", async () => {
    const apiKey = { apiKey: "bedrock-api-key-x" };
    for (const host of [
      "gateway.internal",
      "10.0.0.1:8080",
      "[fd00::1]",
      "localhost.example",
      "127.example",
      "127.a1",
      "128.0.0.1",
    ]) {
      assert.deepEqual(await warned(`http://${host}/path`), ["insecure_endpoint"], host);
      assert.deepEqual(await warned(`HTTP://${host}`, apiKey), ["insecure_endpoint"], host);
    }
  });

  test("gives none on this machine, nor does one with TLS", async () => {
    for (const host of ["localhost", "LOCALHOST:8080", "a.localhost", "127.0.0.1:1", "127.255.0.1", "[::1]:8080"]) {
      assert.deepEqual(await warned(`http://${host}`), [], host);
    }
    assert.deepEqual(await warned("https://gateway.internal"), []);
  });
});
