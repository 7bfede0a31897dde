// The commands of the AWS SDK: each has an input and AWS's name of an operation.

import { noMiddleware } from "./aws-sdk-middleware.js";

/** @import { Unchecked } from "../types/internal.js" */

class Command {
  middlewareStack = noMiddleware();

  /** @param {Unchecked} [input] */
  constructor(input = {}) {
    this.input = input;
  }
}

export class ApplyGuardrailCommand extends Command {
  operation = "ApplyGuardrail";
}

export class ConverseCommand extends Command {
  operation = "Converse";
}

export class ConverseStreamCommand extends Command {
  operation = "ConverseStream";
}

export class CountTokensCommand extends Command {
  operation = "CountTokens";
}

export class GetAsyncInvokeCommand extends Command {
  operation = "GetAsyncInvoke";
}

export class InvokeGuardrailChecksCommand extends Command {
  operation = "InvokeGuardrailChecks";
}

export class InvokeModelCommand extends Command {
  operation = "InvokeModel";
}

export class InvokeModelWithBidirectionalStreamCommand extends Command {
  operation = "InvokeModelWithBidirectionalStream";
}

export class InvokeModelWithResponseStreamCommand extends Command {
  operation = "InvokeModelWithResponseStream";
}

export class ListAsyncInvokesCommand extends Command {
  operation = "ListAsyncInvokes";
}

export class StartAsyncInvokeCommand extends Command {
  operation = "StartAsyncInvoke";
}

export { Command as $Command };
