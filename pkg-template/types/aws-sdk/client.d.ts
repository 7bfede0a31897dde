// The client, in both forms, and the pages of lists.

import type {
  $Command,
  ApplyGuardrailCommandInput,
  ApplyGuardrailCommandOutput,
  ConverseCommandInput,
  ConverseCommandOutput,
  ConverseStreamCommandInput,
  ConverseStreamCommandOutput,
  CountTokensCommandInput,
  CountTokensCommandOutput,
  GetAsyncInvokeCommandInput,
  GetAsyncInvokeCommandOutput,
  InvokeGuardrailChecksCommandInput,
  InvokeGuardrailChecksCommandOutput,
  InvokeModelCommandInput,
  InvokeModelCommandOutput,
  InvokeModelWithBidirectionalStreamCommandInput,
  InvokeModelWithBidirectionalStreamCommandOutput,
  InvokeModelWithResponseStreamCommandInput,
  InvokeModelWithResponseStreamCommandOutput,
  ListAsyncInvokesCommandInput,
  ListAsyncInvokesCommandOutput,
  StartAsyncInvokeCommandInput,
  StartAsyncInvokeCommandOutput,
} from "./commands.js";
import type {
  BedrockRuntimeClientConfig,
  BedrockRuntimeClientResolvedConfig,
  HttpHandlerOptions,
  MiddlewareStack,
} from "./configuration.js";

// biome-ignore lint/suspicious/noExplicitAny: as in the AWS SDK.
type Callback<Out> = (error: any, output?: Out) => void;

/** An operation as a method of {@link BedrockRuntime}. */
interface Method<In, Out> {
  (input: In, options?: HttpHandlerOptions): Promise<Out>;
  (input: In, callback: Callback<Out>): void;
  (input: In, options: HttpHandlerOptions, callback: Callback<Out>): void;
}

/** The AWS SDK's client, over one of `Bedrock`. */
export class BedrockRuntimeClient {
  constructor(configuration?: BedrockRuntimeClientConfig);
  readonly config: BedrockRuntimeClientResolvedConfig;
  readonly middlewareStack: MiddlewareStack;
  send<In, Out>(command: $Command<In, Out>, options?: HttpHandlerOptions): Promise<Out>;
  send<In, Out>(command: $Command<In, Out>, callback: Callback<Out>): void;
  send<In, Out>(command: $Command<In, Out>, options: HttpHandlerOptions, callback: Callback<Out>): void;
  /** Does nothing: no connection is held open between calls. */
  destroy(): void;
}

/** The client with a method for each operation. */
export class BedrockRuntime extends BedrockRuntimeClient {
  applyGuardrail: Method<ApplyGuardrailCommandInput, ApplyGuardrailCommandOutput>;
  converse: Method<ConverseCommandInput, ConverseCommandOutput>;
  converseStream: Method<ConverseStreamCommandInput, ConverseStreamCommandOutput>;
  countTokens: Method<CountTokensCommandInput, CountTokensCommandOutput>;
  getAsyncInvoke: Method<GetAsyncInvokeCommandInput, GetAsyncInvokeCommandOutput>;
  invokeGuardrailChecks: Method<InvokeGuardrailChecksCommandInput, InvokeGuardrailChecksCommandOutput>;
  invokeModel: Method<InvokeModelCommandInput, InvokeModelCommandOutput>;
  invokeModelWithBidirectionalStream: Method<
    InvokeModelWithBidirectionalStreamCommandInput,
    InvokeModelWithBidirectionalStreamCommandOutput
  >;
  invokeModelWithResponseStream: Method<InvokeModelWithResponseStreamCommandInput, InvokeModelWithResponseStreamCommandOutput>;
  listAsyncInvokes: Method<ListAsyncInvokesCommandInput, ListAsyncInvokesCommandOutput>;
  startAsyncInvoke: Method<StartAsyncInvokeCommandInput, StartAsyncInvokeCommandOutput>;
  paginateListAsyncInvokes(
    input?: ListAsyncInvokesCommandInput,
    configuration?: Omit<BedrockRuntimePaginationConfiguration, "client">,
  ): AsyncGenerator<ListAsyncInvokesCommandOutput, undefined>;
}

export interface BedrockRuntimePaginationConfiguration {
  client: BedrockRuntimeClient;
  pageSize?: number;
  startingToken?: string;
}

export function paginateListAsyncInvokes(
  configuration: BedrockRuntimePaginationConfiguration,
  input: ListAsyncInvokesCommandInput,
  options?: HttpHandlerOptions,
): AsyncGenerator<ListAsyncInvokesCommandOutput, undefined>;
