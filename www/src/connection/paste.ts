// Reads credentials from what people paste: every format of `aws configure export-credentials`, what `aws sts` prints, a
// section of a credentials file.

import type { Keys } from "./types.ts";

/** The keys in a pasted text, as far as it has them. */
export type PastedKeys = Partial<Keys>;

const MEMBERS: Record<string, keyof Keys> = {
  accesskeyid: "accessKeyId",
  secretaccesskey: "secretAccessKey",
  sessiontoken: "sessionToken",
  token: "sessionToken",
  securitytoken: "sessionToken",
  expiration: "expiration",
  credentialexpiration: "expiration",
};

/** `AWS_SECRET_ACCESS_KEY`, `aws_secret_access_key` and `SecretAccessKey` are the same member. */
function memberOf(name: string): keyof Keys | undefined {
  return MEMBERS[name.toLowerCase().replace(/^aws_/, "").replaceAll("_", "")];
}

/** Reads a pasted text; an empty object if it has no keys. */
export function readPaste(text: string): PastedKeys {
  return fromJson(text) ?? fromLines(text);
}

function fromJson(text: string): PastedKeys | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  // `aws sts assume-role` wraps them.
  const inner = (value as { Credentials?: unknown }).Credentials ?? value;
  const found: PastedKeys = {};
  for (const [name, member] of Object.entries(inner as object)) take(found, name, member);
  return found;
}

// env:            export AWS_ACCESS_KEY_ID=ASIA…
// env-no-export:  AWS_ACCESS_KEY_ID=ASIA…
// powershell:     $Env:AWS_ACCESS_KEY_ID="ASIA…"
// windows-cmd:    set AWS_ACCESS_KEY_ID=ASIA…
// fish:           set -gx AWS_ACCESS_KEY_ID ASIA…
// a file:         aws_access_key_id = ASIA…
const LINE = /(aws_[a-z_]+)(?:\s*=\s*|\s+)(?:"([^"]*)"|'([^']*)'|([^\s"';]+))/gi;

function fromLines(text: string): PastedKeys {
  const found: PastedKeys = {};
  for (const [, name = "", double, single, bare] of text.matchAll(LINE)) take(found, name, double ?? single ?? bare);
  return found;
}

function take(found: PastedKeys, name: string, value: unknown): void {
  const member = memberOf(name);
  if (member && typeof value === "string" && value !== "") found[member] = value;
}
