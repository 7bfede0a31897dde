// bedrock.json in the working directory: OneLLM's configuration of a project.
//
//   { "profile": "dev", "region": "us-east-1" }

import { BedrockError } from "../client/errors.js";
import { inWorkingDirectory, readText } from "./files.js";

/** @import { BedrockJson, Settings, Warn } from "../types/internal.js" */

/**
 * Resolves to the path of the file and its settings. Empty settings count as absent.
 *
 * @param {Warn} warn
 * @returns {Promise<BedrockJson>}
 */
export async function readBedrockJson(warn) {
  const path = inWorkingDirectory("bedrock.json");
  const text = await readText(path, warn);
  /** @type {Settings} */
  const settings = {};
  for (const [name, value] of Object.entries(text === undefined ? {} : parse(text, path))) {
    if (!MEMBERS.includes(name)) {
      warn("unknown_option", `${path} has a member "${name}", which has no effect. It may have ${MEMBERS.join(", ")}.`);
    } else if (typeof (value ?? "") !== "string") {
      throw new BedrockError(`The member "${name}" of ${path} is not a string.`);
    } else {
      settings[name] = value?.trim() || undefined;
    }
  }
  return { path, settings };
}

const MEMBERS = ["profile", "region", "aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

/**
 * @param {string} text
 * @param {string} path
 * @returns {Record<string, any>}
 */
function parse(text, path) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    // Without the cause: it shows the text, which may hold keys.
    throw new BedrockError(`${path} is not valid JSON. Correct it, or delete it.`);
  }
  if (typeof value === "object" && value && !Array.isArray(value)) return value;
  throw new BedrockError(`${path} is not an object. Write { "region": "us-east-1" } or the like.`);
}
