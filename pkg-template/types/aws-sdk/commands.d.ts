// Commands: what goes in and comes out of each.

import type { MetadataBearer, MiddlewareStack } from "./configuration.js";
import type * as B from "bedrock-wasm";

/** Members that have to be there may be `undefined` for the compiler, as in the AWS SDK: Bedrock says that they are missing. */
type Input<T> = { [Name in keyof T]: T[Name] | undefined };
/** Times are `Date`s. */
type Dated<T> = { [Name in keyof T]: Name extends Times ? Date | Exclude<T[Name], string> : T[Name] };
type Times = "submitTime" | "lastModifiedTime" | "endTime";

declare const OUTPUT: unique symbol;

/** A command: an input for one operation. */
export abstract class $Command<In, Out> {
  constructor(input: In);
  readonly input: In;
  readonly middlewareStack: MiddlewareStack;
  readonly [OUTPUT]: Out;
}

/** What a stream's events may be. Exceptions are thrown from the loop: their members are never there. */
export type ConverseStreamOutput = B.ConverseStreamOutput & StreamExceptions;
export type ResponseStream = B.ResponseStream & StreamExceptions & { modelTimeoutException?: undefined };
export type InvokeModelWithBidirectionalStreamOutput = B.InvokeModelWithBidirectionalStreamOutput &
  StreamExceptions & { modelTimeoutException?: undefined };

interface StreamExceptions {
  internalServerException?: undefined;
  modelStreamErrorException?: undefined;
  validationException?: undefined;
  throttlingException?: undefined;
  serviceUnavailableException?: undefined;
}

/** The bytes of a body, and what they are as text. */
export type Uint8ArrayBlobAdapter = B.OutputBlob & { transformToString(encoding?: string): string };

export interface ConverseStreamResponse {
  stream?: AsyncIterable<ConverseStreamOutput> | undefined;
}
export interface InvokeModelResponse extends B.InvokeModelHeaders {
  body: Uint8ArrayBlobAdapter;
}
export interface InvokeModelWithResponseStreamResponse extends B.InvokeModelHeaders {
  body: AsyncIterable<ResponseStream> | undefined;
}
export interface InvokeModelWithBidirectionalStreamResponse {
  body: AsyncIterable<InvokeModelWithBidirectionalStreamOutput> | undefined;
}
export interface GetAsyncInvokeResponse extends Dated<B.GetAsyncInvokeResponse> {}
export interface AsyncInvokeSummary extends Dated<B.AsyncInvokeSummary> {}
export interface ListAsyncInvokesResponse {
  nextToken?: string | undefined;
  asyncInvokeSummaries?: AsyncInvokeSummary[] | undefined;
}

export interface ApplyGuardrailCommandInput extends Input<B.ApplyGuardrailRequest> {}
export interface ApplyGuardrailCommandOutput extends B.ApplyGuardrailResponse, MetadataBearer {}
export class ApplyGuardrailCommand extends $Command<ApplyGuardrailCommandInput, ApplyGuardrailCommandOutput> {}
export interface ConverseCommandInput extends Input<B.ConverseRequest> {}
export interface ConverseCommandOutput extends B.ConverseResponse, MetadataBearer {}
export class ConverseCommand extends $Command<ConverseCommandInput, ConverseCommandOutput> {}
export interface ConverseStreamCommandInput extends Input<B.ConverseStreamRequest> {}
export interface ConverseStreamCommandOutput extends ConverseStreamResponse, MetadataBearer {}
export class ConverseStreamCommand extends $Command<ConverseStreamCommandInput, ConverseStreamCommandOutput> {}
export interface CountTokensCommandInput extends Input<B.CountTokensRequest> {}
export interface CountTokensCommandOutput extends B.CountTokensResponse, MetadataBearer {}
export class CountTokensCommand extends $Command<CountTokensCommandInput, CountTokensCommandOutput> {}
export interface GetAsyncInvokeCommandInput extends Input<B.GetAsyncInvokeRequest> {}
export interface GetAsyncInvokeCommandOutput extends GetAsyncInvokeResponse, MetadataBearer {}
export class GetAsyncInvokeCommand extends $Command<GetAsyncInvokeCommandInput, GetAsyncInvokeCommandOutput> {}
export interface InvokeGuardrailChecksCommandInput extends Input<B.InvokeGuardrailChecksRequest> {}
export interface InvokeGuardrailChecksCommandOutput extends B.InvokeGuardrailChecksResponse, MetadataBearer {}
export class InvokeGuardrailChecksCommand extends $Command<
  InvokeGuardrailChecksCommandInput,
  InvokeGuardrailChecksCommandOutput
> {}
export interface InvokeModelCommandInput extends Input<B.InvokeModelRequest> {}
export interface InvokeModelCommandOutput extends InvokeModelResponse, MetadataBearer {}
export class InvokeModelCommand extends $Command<InvokeModelCommandInput, InvokeModelCommandOutput> {}
export interface InvokeModelWithBidirectionalStreamCommandInput extends Input<B.InvokeModelWithBidirectionalStreamRequest> {}
export interface InvokeModelWithBidirectionalStreamCommandOutput
  extends InvokeModelWithBidirectionalStreamResponse,
    MetadataBearer {}
export class InvokeModelWithBidirectionalStreamCommand extends $Command<
  InvokeModelWithBidirectionalStreamCommandInput,
  InvokeModelWithBidirectionalStreamCommandOutput
> {}
export interface InvokeModelWithResponseStreamCommandInput extends Input<B.InvokeModelWithResponseStreamRequest> {}
export interface InvokeModelWithResponseStreamCommandOutput extends InvokeModelWithResponseStreamResponse, MetadataBearer {}
export class InvokeModelWithResponseStreamCommand extends $Command<
  InvokeModelWithResponseStreamCommandInput,
  InvokeModelWithResponseStreamCommandOutput
> {}
export interface ListAsyncInvokesCommandInput extends Input<B.ListAsyncInvokesRequest> {}
export interface ListAsyncInvokesCommandOutput extends ListAsyncInvokesResponse, MetadataBearer {}
export class ListAsyncInvokesCommand extends $Command<ListAsyncInvokesCommandInput, ListAsyncInvokesCommandOutput> {
  constructor(input?: ListAsyncInvokesCommandInput);
}
export interface StartAsyncInvokeCommandInput extends Input<B.StartAsyncInvokeRequest> {}
export interface StartAsyncInvokeCommandOutput extends B.StartAsyncInvokeResponse, MetadataBearer {}
export class StartAsyncInvokeCommand extends $Command<StartAsyncInvokeCommandInput, StartAsyncInvokeCommandOutput> {}
