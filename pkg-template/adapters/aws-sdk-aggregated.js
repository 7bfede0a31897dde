// The client of the AWS SDK with a method for each operation.

import { BedrockRuntimeClient } from "./aws-sdk-client.js";
import {
  ApplyGuardrailCommand,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  GetAsyncInvokeCommand,
  InvokeGuardrailChecksCommand,
  InvokeModelCommand,
  InvokeModelWithBidirectionalStreamCommand,
  InvokeModelWithResponseStreamCommand,
  ListAsyncInvokesCommand,
  StartAsyncInvokeCommand,
} from "./aws-sdk-commands.js";
import { paginateListAsyncInvokes } from "./aws-sdk-paginator.js";

/** @import { Unchecked } from "../types/internal.js" */

/**
 * A method's arguments after its input: options, a callback, or both.
 *
 * @typedef {[optionsOrCallback?: Unchecked, callback?: Unchecked]} Rest
 */

export class BedrockRuntime extends BedrockRuntimeClient {
  /** @param {Unchecked} [input] @param {Rest} rest */
  applyGuardrail(input, ...rest) {
    return this.send(new ApplyGuardrailCommand(input), ...rest);
  }

  /** @param {Unchecked} [input] @param {Rest} rest */
  converse(input, ...rest) {
    return this.send(new ConverseCommand(input), ...rest);
  }

  /** @param {Unchecked} [input] @param {Rest} rest */
  converseStream(input, ...rest) {
    return this.send(new ConverseStreamCommand(input), ...rest);
  }

  /** @param {Unchecked} [input] @param {Rest} rest */
  countTokens(input, ...rest) {
    return this.send(new CountTokensCommand(input), ...rest);
  }

  /** @param {Unchecked} [input] @param {Rest} rest */
  getAsyncInvoke(input, ...rest) {
    return this.send(new GetAsyncInvokeCommand(input), ...rest);
  }

  /** @param {Unchecked} [input] @param {Rest} rest */
  invokeGuardrailChecks(input, ...rest) {
    return this.send(new InvokeGuardrailChecksCommand(input), ...rest);
  }

  /** @param {Unchecked} [input] @param {Rest} rest */
  invokeModel(input, ...rest) {
    return this.send(new InvokeModelCommand(input), ...rest);
  }

  /** @param {Unchecked} [input] @param {Rest} rest */
  invokeModelWithBidirectionalStream(input, ...rest) {
    return this.send(new InvokeModelWithBidirectionalStreamCommand(input), ...rest);
  }

  /** @param {Unchecked} [input] @param {Rest} rest */
  invokeModelWithResponseStream(input, ...rest) {
    return this.send(new InvokeModelWithResponseStreamCommand(input), ...rest);
  }

  /** @param {Unchecked} [input] @param {Rest} rest */
  listAsyncInvokes(input, ...rest) {
    return this.send(new ListAsyncInvokesCommand(input), ...rest);
  }

  /** @param {Unchecked} [input] @param {Rest} rest */
  startAsyncInvoke(input, ...rest) {
    return this.send(new StartAsyncInvokeCommand(input), ...rest);
  }

  /** @param {Unchecked} [input] @param {Unchecked} [configuration] @param {Unchecked[]} rest */
  paginateListAsyncInvokes(input = {}, configuration, ...rest) {
    return paginateListAsyncInvokes({ ...configuration, client: this }, input, ...rest);
  }
}
