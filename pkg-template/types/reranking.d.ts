// Reranking.

import type { JsonObjectInput, JsonValue, OpenEnum } from "./basics.js";

/** The query that documents are ranked for. */
export interface RerankQuery {
  type: RerankQueryContentType;
  /** The query in words. */
  textQuery: RerankTextDocument;
}

export type RerankQueryContentType = OpenEnum<"TEXT">;

/** A text: a query or a document. */
export interface RerankTextDocument {
  /** 1 to 32000 characters. */
  text?: string;
}

/** The model that ranks, with its settings. */
export interface RerankingConfiguration {
  type: RerankingConfigurationType;
  /** A model in Bedrock. */
  bedrockRerankingConfiguration: BedrockRerankingConfiguration;
}

export type RerankingConfigurationType = OpenEnum<"BEDROCK_RERANKING_MODEL">;

/** A model in Bedrock that judges documents, and how many of them it gives back. */
export interface BedrockRerankingConfiguration {
  modelConfiguration: BedrockRerankingModelConfiguration;
  /** The most documents to give back, 1 to 1000. */
  numberOfResults?: number;
}

/** A model that judges documents. */
export interface BedrockRerankingModelConfiguration {
  /** `arn:aws:bedrock:us-west-2::foundation-model/cohere.rerank-v3-5:0`, with the region that it is called in. */
  modelArn: string;
  /** Parameters of this one model, passed on as they are. Their names have 1 to 100 characters. */
  additionalModelRequestFields?: JsonObjectInput;
}

/** Where a document is. */
export interface RerankSource {
  type: RerankSourceType;
  /** Here. */
  inlineDocumentSource: RerankDocument;
}

export type RerankSourceType = OpenEnum<"INLINE">;

/** A document: the member that its `type` names. */
export interface RerankDocument {
  type: RerankDocumentType;
  /** If `type` is `TEXT`. */
  textDocument?: RerankTextDocument;
  /** If `type` is `JSON`: an object with parts of the document. */
  jsonDocument?: JsonValue;
}

export type RerankDocumentType = OpenEnum<"TEXT" | "JSON">;

/** How relevant a document is. */
export interface RerankResult {
  /** Which of the request's `sources`, from 0. */
  index: number;
  /** The higher, the more relevant. */
  relevanceScore: number;
  /** The document itself, if the service gives it back. */
  document?: RerankDocument;
}

/**
 * The input of {@link Bedrock.rerank}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Rerank.html
 */
export interface RerankRequest {
  /** Where to begin: the `nextToken` of an earlier page. */
  nextToken?: string;
  /** The query that documents are ranked for: exactly one. */
  queries: RerankQuery[];
  /** The model that judges, and how. */
  rerankingConfiguration: RerankingConfiguration;
  /** The documents, 1 to 1000. */
  sources: RerankSource[];
}

/** A page of the output of {@link Bedrock.rerank}. */
export interface RerankResponse {
  /** Absent on the last page. */
  nextToken?: string;
  /** The documents of this page, the most relevant first. */
  results: RerankResult[];
}
