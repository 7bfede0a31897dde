// The id of a Cognito identity. Cognito makes a new identity each time a guest asks, so it is kept.

import { warn } from "./options.js";

/** @import { IdentityStorage, LoggerOption } from "../credentials.js" */
/** @import { Logins } from "../types/internal.js" */

/** The format of the ids of identities and identity pools: region and UUID. */
export const ID = /^[\w-]+:[0-9a-f-]+$/;

export class Identity {
  #request;
  #options;
  #key;
  /** @type {Promise<{ id: string, isStored: boolean }> | undefined} */
  #pending;

  /**
   * @param {(logins: Logins) => Promise<string>} request asks Cognito: an async function from logins to an id
   * @param {LoggerOption & { cache?: any }} options the caller's; `cache` is a storage
   * @param {string | undefined} key the id's name in that storage; nothing if it must not be stored
   */
  constructor(request, options, key) {
    this.#request = request;
    this.#options = options;
    this.#key = key;
  }

  /**
   * Resolves to `{ id, isKept }`: `isKept` says whether the id was known before. Concurrent calls ask Cognito once.
   *
   * @param {Logins} logins
   */
  async get(logins) {
    const isPending = this.#pending !== undefined;
    this.#pending ??= this.#find(logins);
    const pending = this.#pending;
    try {
      const { id, isStored } = await pending;
      return { id, isKept: isPending || isStored };
    } catch (error) {
      if (this.#pending === pending) this.#pending = undefined;
      throw error;
    }
  }

  /**
   * Forgets an id that Cognito no longer accepts, unless another one is known by now.
   *
   * @param {string} id
   */
  async forget(id) {
    const pending = this.#pending;
    const known = await pending?.catch(() => undefined);
    if (known?.id !== id) return;
    await this.#store("removeItem");
    if (this.#pending === pending) this.#pending = undefined;
  }

  /** @param {Logins} logins */
  async #find(logins) {
    const stored = await this.#store("getItem");
    if (ID.test(stored)) return { id: stored, isStored: true };
    const id = await this.#request(logins);
    await this.#store("setItem", id);
    return { id, isStored: false };
  }

  /**
   * A storage that is full, blocked or broken must not break the call: Cognito gives the id without it.
   *
   * @param {keyof IdentityStorage} method
   * @param {string[]} values
   * @returns {Promise<any>}
   */
  async #store(method, ...values) {
    const { cache } = this.#options;
    if (!cache || !this.#key) return undefined;
    try {
      return await cache[method](this.#key, ...values);
    } catch {
      const message = `The \`cache\` of fromCognitoIdentityPool failed in ${method}. It is done without.`;
      warn(this.#options, "identity_cache", message);
      return undefined;
    }
  }
}
