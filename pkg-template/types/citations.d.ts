// Citations.

import type { OneOf } from "./basics.js";

/** Whether the model should cite a source. */
export interface CitationsConfig {
  enabled: boolean;
}

/** Text with the sources it came from. */
export interface CitationsContentBlock {
  content?: CitationGeneratedContent[];
  citations?: Citation[];
}

/** Content that the model based on sources, with the sources. */
export type CitationGeneratedContent = OneOf<{
  text: string;
}>;

/** A source of what the model wrote. */
export interface Citation {
  /** The source's title. */
  title?: string;
  /** URL or other name of the source. */
  source?: string;
  /** The cited content. */
  sourceContent?: CitationSourceContent[];
  /** Where it is in the source. */
  location?: CitationLocation;
}

/** The cited content. */
export type CitationSourceContent = OneOf<{
  text: string;
}>;

/** Where a citation is from. Positions count from 0. */
export type CitationLocation = OneOf<{
  web: WebLocation;
  documentChar: DocumentCharLocation;
  documentPage: DocumentPageLocation;
  documentChunk: DocumentChunkLocation;
  searchResultLocation: SearchResultLocation;
}>;

/** A web page. */
export interface WebLocation {
  url?: string;
  domain?: string;
}

/** Characters of a document. */
export interface DocumentCharLocation {
  /** Which of the request's documents. */
  documentIndex?: number;
  start?: number;
  end?: number;
}

/** Pages of a document. */
export interface DocumentPageLocation {
  /** Which of the request's documents. */
  documentIndex?: number;
  start?: number;
  end?: number;
}

/** Pieces of a document that was given as `content`. */
export interface DocumentChunkLocation {
  /** Which of the request's documents. */
  documentIndex?: number;
  start?: number;
  end?: number;
}

/** Pieces of a search result. */
export interface SearchResultLocation {
  /** Which of the request's search results. */
  searchResultIndex?: number;
  start?: number;
  end?: number;
}
