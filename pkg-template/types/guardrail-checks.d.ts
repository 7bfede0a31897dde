// Guardrails, applied and checked alone.

import type { InputBlob, OneOf, OpenEnum } from "./basics.js";
import type { GuardrailPiiEntityType } from "./guardrails.js";

/** Whose the content is: a user's, to a model, or a model's. */
export type GuardrailContentSource = OpenEnum<"INPUT" | "OUTPUT">;

export type GuardrailOutputScope = OpenEnum<"INTERVENTIONS" | "FULL">;

export type GuardrailAction = OpenEnum<"NONE" | "GUARDRAIL_INTERVENED">;

/** Content that {@link Bedrock.applyGuardrail} checks. */
export type GuardrailContentBlock = OneOf<{
  text: GuardrailTextBlock;
  image: GuardrailImageBlock;
}>;

/** Text that is checked. */
export interface GuardrailTextBlock {
  text: string;
  /** The role of the text for the guardrail. */
  qualifiers?: GuardrailContentQualifier[];
}

export type GuardrailContentQualifier = OpenEnum<"grounding_source" | "query" | "guard_content">;

/** An image that is checked. */
export interface GuardrailImageBlock {
  format: GuardrailImageFormat;
  source: GuardrailImageSource;
}

export type GuardrailImageFormat = OpenEnum<"png" | "jpeg">;

/** Where an image that is checked is. */
export type GuardrailImageSource = OneOf<{
  /** The file itself; a string is base64. */
  bytes: InputBlob;
}>;

/** The content to show instead. */
export interface GuardrailOutputContent {
  text?: string;
}

/** A message that {@link Bedrock.invokeGuardrailChecks} checks. */
export interface GuardrailChecksMessage {
  /** Who speaks. */
  role: GuardrailChecksRole;
  /** The content: at least one block. */
  content: GuardrailChecksContentBlock[];
}

export type GuardrailChecksRole = OpenEnum<"user" | "assistant" | "system">;

/** A piece of a message that is checked. */
export type GuardrailChecksContentBlock = OneOf<{
  /** At least one character. */
  text: string;
}>;

/** The checks to run. */
export interface GuardrailChecksConfig {
  /** Harmful content. */
  contentFilter?: GuardrailChecksContentFilterConfig;
  /** Attempts to make the model break its rules. */
  promptAttack?: GuardrailChecksPromptAttackConfig;
  /** Personal information and secrets. */
  sensitiveInformation?: GuardrailChecksSensitiveInformationConfig;
}

/** A check for harmful content. */
export interface GuardrailChecksContentFilterConfig {
  /** 1 to 5. */
  categories: GuardrailChecksContentFilterCategoryConfig[];
}

/** A kind of harmful content to check for. */
export interface GuardrailChecksContentFilterCategoryConfig {
  category: GuardrailChecksContentFilterCategory;
}

export type GuardrailChecksContentFilterCategory = OpenEnum<"VIOLENCE" | "HATE" | "SEXUAL" | "MISCONDUCT" | "INSULTS">;

/** A check for attacks. */
export interface GuardrailChecksPromptAttackConfig {
  /** 1 to 3. */
  categories: GuardrailChecksPromptAttackCategoryConfig[];
}

/** A kind of attack to check for. */
export interface GuardrailChecksPromptAttackCategoryConfig {
  category: GuardrailChecksPromptAttackCategory;
}

export type GuardrailChecksPromptAttackCategory = OpenEnum<"JAILBREAK" | "PROMPT_INJECTION" | "PROMPT_LEAKAGE">;

/** A check for personal information and secrets. */
export interface GuardrailChecksSensitiveInformationConfig {
  /** 1 to 31. */
  entities: GuardrailChecksSensitiveInformationEntityConfig[];
}

/** A kind of information to check for. */
export interface GuardrailChecksSensitiveInformationEntityConfig {
  type: GuardrailChecksSensitiveInformationEntityType;
}

/** The kinds that guardrails know. */
export type GuardrailChecksSensitiveInformationEntityType = GuardrailPiiEntityType;

/** The result of each check. Checks that were not asked for are absent. */
export interface GuardrailChecksResults {
  contentFilter?: GuardrailChecksContentFilterResult;
  promptAttack?: GuardrailChecksPromptAttackResult;
  sensitiveInformation?: GuardrailChecksSensitiveInformationResult;
}

/** How harmful the content is, by category. */
export interface GuardrailChecksContentFilterResult {
  results: GuardrailChecksContentFilterResultEntry[];
}

/** How harmful the content is in one category. */
export interface GuardrailChecksContentFilterResultEntry {
  category: GuardrailChecksContentFilterCategory;
  /** 0 to 1: the higher, the worse. */
  severityScore: number;
}

/** How much of an attack the content is, by category. */
export interface GuardrailChecksPromptAttackResult {
  results: GuardrailChecksPromptAttackResultEntry[];
}

/** How much of an attack the content is in one category. */
export interface GuardrailChecksPromptAttackResultEntry {
  category: GuardrailChecksPromptAttackCategory;
  /** 0 to 1: the higher, the worse. */
  severityScore: number;
}

/** Personal information and secrets that were found. */
export interface GuardrailChecksSensitiveInformationResult {
  results: GuardrailChecksSensitiveInformationResultEntry[];
  /** Whether more was found than is listed. */
  truncated?: boolean;
}

/** A piece of text that is personal information or a secret. Positions count from 0. */
export interface GuardrailChecksSensitiveInformationResultEntry {
  type: GuardrailChecksSensitiveInformationEntityType;
  /** 0 to 1: how sure the check is. */
  confidenceScore: number;
  /** Where it begins in the block's text. */
  beginOffset: number;
  /** Where it ends in the block's text. */
  endOffset: number;
  /** Which of the request's messages. */
  messageIndex: number;
  /** Which block of the message. */
  contentIndex: number;
}

/** Billed units, by check. */
export interface GuardrailChecksUsageResults {
  contentFilter?: GuardrailChecksContentFilterUsage;
  promptAttack?: GuardrailChecksPromptAttackUsage;
  sensitiveInformation?: GuardrailChecksSensitiveInformationUsage;
}

/** Billed units of the check for harmful content. */
export interface GuardrailChecksContentFilterUsage {
  /** Units of text that are paid for. */
  textUnits: number;
}

/** Billed units of the check for attacks. */
export interface GuardrailChecksPromptAttackUsage {
  /** Units of text that are paid for. */
  textUnits: number;
}

/** Billed units of the check for personal information and secrets. */
export interface GuardrailChecksSensitiveInformationUsage {
  /** Units of text that are paid for. */
  textUnits: number;
}
