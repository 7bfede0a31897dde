// The events of a response in OpenAI's shape.

import type { BedrockResponse, ResponseAnnotation, ResponseOutputItem, ResponseOutputText } from "./openai-response.js";

/** An event of a response. Each has its number, from 0 on. */
export type ResponseStreamEvent =
  | ResponseLifecycleEvent
  | ResponseOutputItemEvent
  | ResponseContentPartEvent
  | ResponseTextDeltaEvent
  | ResponseTextDoneEvent
  | ResponseAnnotationAddedEvent
  | ResponseSummaryPartEvent
  | ResponseSummaryTextDeltaEvent
  | ResponseSummaryTextDoneEvent
  | ResponseArgumentsDeltaEvent
  | ResponseArgumentsDoneEvent
  | ResponseCustomInputDeltaEvent
  | ResponseCustomInputDoneEvent;

/** The response as it begins, and as it ends. */
export interface ResponseLifecycleEvent {
  type: "response.created" | "response.in_progress" | "response.completed" | "response.incomplete" | "response.failed";
  sequence_number: number;
  response: BedrockResponse;
}

export interface ResponseOutputItemEvent {
  type: "response.output_item.added" | "response.output_item.done";
  sequence_number: number;
  output_index: number;
  item: ResponseOutputItem;
}

export interface ResponseContentPartEvent {
  type: "response.content_part.added" | "response.content_part.done";
  sequence_number: number;
  item_id: string;
  output_index: number;
  content_index: number;
  part: ResponseOutputText;
}

export interface ResponseTextDeltaEvent {
  type: "response.output_text.delta";
  sequence_number: number;
  item_id: string;
  output_index: number;
  content_index: number;
  delta: string;
  logprobs: [];
}

export interface ResponseTextDoneEvent {
  type: "response.output_text.done";
  sequence_number: number;
  item_id: string;
  output_index: number;
  content_index: number;
  text: string;
  logprobs: [];
}

export interface ResponseAnnotationAddedEvent {
  type: "response.output_text.annotation.added";
  sequence_number: number;
  item_id: string;
  output_index: number;
  content_index: number;
  annotation_index: number;
  annotation: ResponseAnnotation;
}

export interface ResponseSummaryPartEvent {
  type: "response.reasoning_summary_part.added" | "response.reasoning_summary_part.done";
  sequence_number: number;
  item_id: string;
  output_index: number;
  summary_index: number;
  part: { type: "summary_text"; text: string };
}

export interface ResponseSummaryTextDeltaEvent {
  type: "response.reasoning_summary_text.delta";
  sequence_number: number;
  item_id: string;
  output_index: number;
  summary_index: number;
  delta: string;
}

export interface ResponseSummaryTextDoneEvent {
  type: "response.reasoning_summary_text.done";
  sequence_number: number;
  item_id: string;
  output_index: number;
  summary_index: number;
  text: string;
}

export interface ResponseArgumentsDeltaEvent {
  type: "response.function_call_arguments.delta";
  sequence_number: number;
  item_id: string;
  output_index: number;
  delta: string;
}

export interface ResponseArgumentsDoneEvent {
  type: "response.function_call_arguments.done";
  sequence_number: number;
  item_id: string;
  output_index: number;
  name: string;
  arguments: string;
}

export interface ResponseCustomInputDeltaEvent {
  type: "response.custom_tool_call_input.delta";
  sequence_number: number;
  item_id: string;
  output_index: number;
  delta: string;
}

export interface ResponseCustomInputDoneEvent {
  type: "response.custom_tool_call_input.done";
  sequence_number: number;
  item_id: string;
  output_index: number;
  input: string;
}
