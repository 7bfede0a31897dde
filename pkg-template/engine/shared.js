// The functions and classes of the page's script that a later part uses. The part receives them instead of imports: a bundler
// would move the modules that both import into separate scripts, and every page would wait for more requests.

/** @import { Shared } from "../types/parts.js" */

/** @type {Shared["APIConnectionError"]} */
export let APIConnectionError;
/** @type {Shared["APIError"]} */
export let APIError;
/** @type {Shared["BedrockError"]} */
export let BedrockError;
/** @type {Shared["CALL"]} */
export let CALL;
/** @type {Shared["Core"]} */
export let Core;
/** @type {Shared["Engine"]} */
export let Engine;
/** @type {Shared["Stream"]} */
export let Stream;
/** @type {Shared["Underway"]} */
export let Underway;
/** @type {Shared["anything"]} */
export let anything;
/** @type {Shared["bytesOfPiece"]} */
export let bytesOfPiece;
/** @type {Shared["callText"]} */
export let callText;
/** @type {Shared["encodeBlob"]} */
export let encodeBlob;
/** @type {Shared["field"]} */
export let field;
/** @type {Shared["fromBase64"]} */
export let fromBase64;
/** @type {Shared["is"]} */
export let is;
/** @type {Shared["isA"]} */
export let isA;
/** @type {Shared["itemsOf"]} */
export let itemsOf;
/** @type {Shared["messageOf"]} */
export let messageOf;
/** @type {Shared["readOptions"]} */
export let readOptions;
/** @type {Shared["readPairs"]} */
export let readPairs;
/** @type {Shared["readerOf"]} */
export let readerOf;
/** @type {Shared["stringify"]} */
export let stringify;
/** @type {Shared["struck"]} */
export let struck;
/** @type {Shared["toBase64"]} */
export let toBase64;
/** @type {Shared["unsendable"]} */
export let unsendable;

/**
 * Each part calls this first.
 *
 * @param {Shared} shared
 */
export function take(shared) {
  ({ APIConnectionError, APIError, BedrockError, CALL, Core, Engine, Stream, Underway } = shared);
  ({ anything, bytesOfPiece, callText, encodeBlob, field, fromBase64, is, isA, itemsOf, messageOf } = shared);
  ({ readOptions, readPairs, readerOf, stringify, struck, toBase64, unsendable } = shared);
}
