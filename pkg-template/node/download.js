// Downloads files where a program may reach networks that its users may not: an address that a user names must not
// lead to a private one. The check runs while connecting, so that a name server cannot give another address afterwards.

import { checkStatus, collect, typeOf } from "../engine/pieces.js";
import { builtin } from "./files.js";

/** @import { DownloadSettings, FetchFile } from "../types/internal.js" */

const REDIRECTS_MAX = 5;
/** The public addresses of IPv6. Unknown ranges do not count as public. */
const PUBLIC_IPV6 = /^[23][0-9a-f]{3}:/i;
/** ISATAP: an IPv4 address behind any prefix, which may be private. Not a range, since its mark is in the middle. */
const ISATAP = /:5efe:[^:]*:?[^:]*$/i;
// https://www.iana.org/assignments/iana-ipv4-special-registry/, and multicast and reserved ranges; of its counterpart for
// IPv6 the exceptions to PUBLIC_IPV6: protocols, Teredo, documentation, 6to4, AS112. Some are public, but do not host
// images.
/** @type {[string, number][]} */
const SPECIAL = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
];

/**
 * Fetches a file, as pkg-template/engine/download.js expects.
 *
 * @type {FetchFile}
 */
export async function fetchFile(address, settings, signal) {
  let url = new URL(address);
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const { status, headers, bytes } = await get(url, settings, signal);
    const { location } = headers;
    if (!location || ![301, 302, 303, 307, 308].includes(status)) {
      checkStatus(status);
      return { type: typeOf(headers["content-type"]), bytes };
    }
    if (!URL.canParse(location, url)) throw new Error("it redirects to an address that is not a URL.");
    url = new URL(location, url);
  }
  throw new Error(`it leads through more than ${REDIRECTS_MAX} redirects.`);
}

/**
 * @param {URL} url
 * @param {DownloadSettings} settings
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ status: number, headers: import("node:http").IncomingHttpHeaders, bytes: Uint8Array }>}
 */
function get(url, { maxBytes, allowPrivateAddresses }, signal) {
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new Error(`it leads to ${url.protocol}`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const check = allowPrivateAddresses ? () => {} : checkPublic;
  // An IP address is not looked up.
  if (builtin("node:net").isIP(host)) check(host);
  return new Promise((resolve, reject) => {
    // An agent of its own: a pooled connection would not be checked.
    const options = { signal, agent: false, lookup: checkedLookup(check), headers: { accept: "*/*" } };
    const request = builtin(url.protocol === "https:" ? "node:https" : "node:http").get(url, options, (response) => {
      const pieces = collect(maxBytes);
      const add = (/** @type {Uint8Array} */ piece) => {
        try {
          pieces.add(piece);
        } catch (/** @type {any} */ error) {
          response.destroy(error);
        }
      };
      response.on("data", add);
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode, headers } = response;
        const status = /** @type {number} */ (statusCode);
        if (response.complete) resolve({ status, headers, bytes: pieces.all() });
        else reject(new Error("the connection broke off."));
      });
    });
    request.on("error", reject);
  });
}

/**
 * Looks up a name, and checks all of its addresses.
 *
 * @param {(address: string) => void} check
 * @returns {import("node:net").LookupFunction}
 */
function checkedLookup(check) {
  return (/** @type {string} */ host, /** @type {any} */ options, /** @type {any} */ callback) => {
    builtin("node:dns").lookup(host, options, (error, address, family) => {
      if (error) return callback(error);
      try {
        for (const found of Array.isArray(address) ? address : [{ address }]) check(found.address);
      } catch (refusal) {
        return callback(refusal);
      }
      callback(null, address, family);
    });
  };
}

/** @type {import("node:net").BlockList | undefined} */
let specialAddresses;

/** @param {string} address */
function checkPublic(address) {
  const { BlockList, isIPv6 } = builtin("node:net");
  if (!specialAddresses) {
    specialAddresses = new BlockList();
    for (const [net, prefix] of SPECIAL) specialAddresses.addSubnet(net, prefix, familyOf(isIPv6(net)));
  }
  const isIn6 = isIPv6(address);
  // An address with a zone belongs to this network.
  const isPublic = !isIn6 || (PUBLIC_IPV6.test(address) && !ISATAP.test(address) && !address.includes("%"));
  if (!isPublic || specialAddresses.check(address, familyOf(isIn6))) {
    throw new Error(
      "it leads to an address that is not public. Where that is meant: fetchImages: { allowPrivateAddresses: true }.",
    );
  }
}

/**
 * @param {boolean} isIPv6
 * @returns {"ipv4" | "ipv6"}
 */
function familyOf(isIPv6) {
  return isIPv6 ? "ipv6" : "ipv4";
}
