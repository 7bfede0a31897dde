// Guardrails: what they found.

import type { GuardrailAutomatedReasoningPolicyAssessment } from "./automated-reasoning.js";
import type { OpenEnum } from "./basics.js";

/** Report of a guardrail. */
export interface GuardrailTraceAssessment {
  /** The model's own output. */
  modelOutput?: string[];
  /** Of the input, by the guardrail's id. */
  inputAssessment?: Record<string, GuardrailAssessment>;
  /** Of the answer, by the guardrail's id. */
  outputAssessments?: Record<string, GuardrailAssessment[]>;
  /** Why it stepped in. */
  actionReason?: string;
}

/** Findings of each policy of a guardrail. */
export interface GuardrailAssessment {
  topicPolicy?: GuardrailTopicPolicyAssessment;
  contentPolicy?: GuardrailContentPolicyAssessment;
  wordPolicy?: GuardrailWordPolicyAssessment;
  sensitiveInformationPolicy?: GuardrailSensitiveInformationPolicyAssessment;
  contextualGroundingPolicy?: GuardrailContextualGroundingPolicyAssessment;
  automatedReasoningPolicy?: GuardrailAutomatedReasoningPolicyAssessment;
  invocationMetrics?: GuardrailInvocationMetrics;
  appliedGuardrailDetails?: AppliedGuardrailDetails;
}

/** Denied topics that were found. */
export interface GuardrailTopicPolicyAssessment {
  topics: GuardrailTopic[];
}

/** A denied topic. */
export interface GuardrailTopic {
  name: string;
  type: GuardrailTopicType;
  action: GuardrailTopicPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

export type GuardrailTopicType = OpenEnum<"DENY">;

export type GuardrailTopicPolicyAction = OpenEnum<"BLOCKED" | "NONE">;

/** Harmful content that was found. */
export interface GuardrailContentPolicyAssessment {
  filters: GuardrailContentFilter[];
}

/** A kind of harmful content. */
export interface GuardrailContentFilter {
  type: GuardrailContentFilterType;
  /** How sure the guardrail is. */
  confidence: GuardrailContentFilterConfidence;
  /** How strict the guardrail was set to be. */
  filterStrength?: GuardrailContentFilterStrength;
  action: GuardrailContentPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

export type GuardrailContentFilterType = OpenEnum<"INSULTS" | "HATE" | "SEXUAL" | "VIOLENCE" | "MISCONDUCT" | "PROMPT_ATTACK">;

export type GuardrailContentFilterConfidence = OpenEnum<"NONE" | "LOW" | "MEDIUM" | "HIGH">;

export type GuardrailContentFilterStrength = OpenEnum<"NONE" | "LOW" | "MEDIUM" | "HIGH">;

export type GuardrailContentPolicyAction = OpenEnum<"BLOCKED" | "NONE">;

/** Words that were found. */
export interface GuardrailWordPolicyAssessment {
  /** Of your own list. */
  customWords: GuardrailCustomWord[];
  /** Of AWS's lists. */
  managedWordLists: GuardrailManagedWord[];
}

/** A word of your own list. */
export interface GuardrailCustomWord {
  /** The word as it was found. */
  match: string;
  action: GuardrailWordPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

/** A word of AWS's lists. */
export interface GuardrailManagedWord {
  /** The word as it was found. */
  match: string;
  type: GuardrailManagedWordType;
  action: GuardrailWordPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

export type GuardrailManagedWordType = OpenEnum<"PROFANITY">;

export type GuardrailWordPolicyAction = OpenEnum<"BLOCKED" | "NONE">;

/** Sensitive information that was found. */
export interface GuardrailSensitiveInformationPolicyAssessment {
  piiEntities: GuardrailPiiEntityFilter[];
  regexes: GuardrailRegexFilter[];
}

/** Personal information. */
export interface GuardrailPiiEntityFilter {
  /** The text that was found. */
  match: string;
  type: GuardrailPiiEntityType;
  action: GuardrailSensitiveInformationPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

export type GuardrailPiiEntityType = OpenEnum<
  | "ADDRESS"
  | "AGE"
  | "AWS_ACCESS_KEY"
  | "AWS_SECRET_KEY"
  | "CA_HEALTH_NUMBER"
  | "CA_SOCIAL_INSURANCE_NUMBER"
  | "CREDIT_DEBIT_CARD_CVV"
  | "CREDIT_DEBIT_CARD_EXPIRY"
  | "CREDIT_DEBIT_CARD_NUMBER"
  | "DRIVER_ID"
  | "EMAIL"
  | "INTERNATIONAL_BANK_ACCOUNT_NUMBER"
  | "IP_ADDRESS"
  | "LICENSE_PLATE"
  | "MAC_ADDRESS"
  | "NAME"
  | "PASSWORD"
  | "PHONE"
  | "PIN"
  | "SWIFT_CODE"
  | "UK_NATIONAL_HEALTH_SERVICE_NUMBER"
  | "UK_NATIONAL_INSURANCE_NUMBER"
  | "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER"
  | "URL"
  | "USERNAME"
  | "US_BANK_ACCOUNT_NUMBER"
  | "US_BANK_ROUTING_NUMBER"
  | "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER"
  | "US_PASSPORT_NUMBER"
  | "US_SOCIAL_SECURITY_NUMBER"
  | "VEHICLE_IDENTIFICATION_NUMBER"
>;

/** Text that one of your regular expressions found. */
export interface GuardrailRegexFilter {
  name?: string;
  /** The text that was found. */
  match?: string;
  regex?: string;
  action: GuardrailSensitiveInformationPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

export type GuardrailSensitiveInformationPolicyAction = OpenEnum<"ANONYMIZED" | "BLOCKED" | "NONE">;

/** Whether the answer keeps to its sources and to the question. */
export interface GuardrailContextualGroundingPolicyAssessment {
  filters?: GuardrailContextualGroundingFilter[];
}

/** How well the answer keeps to its sources or to the question. */
export interface GuardrailContextualGroundingFilter {
  type: GuardrailContextualGroundingFilterType;
  /** 0 to 1: a lower score is blocked. */
  threshold: number;
  /** 0 to 1. */
  score: number;
  action: GuardrailContextualGroundingPolicyAction;
  /** Whether the score is below the threshold. */
  detected?: boolean;
}

export type GuardrailContextualGroundingFilterType = OpenEnum<"GROUNDING" | "RELEVANCE">;

export type GuardrailContextualGroundingPolicyAction = OpenEnum<"BLOCKED" | "NONE">;

/** Latency, coverage and billed units. */
export interface GuardrailInvocationMetrics {
  /** Milliseconds. */
  guardrailProcessingLatency?: number;
  usage?: GuardrailUsage;
  guardrailCoverage?: GuardrailCoverage;
}

/** Units that are paid for, by policy. */
export interface GuardrailUsage {
  topicPolicyUnits: number;
  contentPolicyUnits: number;
  wordPolicyUnits: number;
  sensitiveInformationPolicyUnits: number;
  /** Not paid for. */
  sensitiveInformationPolicyFreeUnits: number;
  contextualGroundingPolicyUnits: number;
  contentPolicyImageUnits?: number;
  automatedReasoningPolicyUnits?: number;
  /** How many policies were used. */
  automatedReasoningPolicies?: number;
}

/** How much was checked. */
export interface GuardrailCoverage {
  textCharacters?: GuardrailTextCharactersCoverage;
  images?: GuardrailImageCoverage;
}

/** Characters that were checked. */
export interface GuardrailTextCharactersCoverage {
  guarded?: number;
  total?: number;
}

/** Images that were checked. */
export interface GuardrailImageCoverage {
  guarded?: number;
  total?: number;
}

/** The guardrail that was applied. */
export interface AppliedGuardrailDetails {
  guardrailId?: string;
  guardrailVersion?: string;
  guardrailArn?: string;
  /** Who asked for it: the request, the account or the organization. */
  guardrailOrigin?: GuardrailOrigin[];
  /** Whose it is. */
  guardrailOwnership?: GuardrailOwnership;
}

export type GuardrailOrigin = OpenEnum<"REQUEST" | "ACCOUNT_ENFORCED" | "ORGANIZATION_ENFORCED">;

export type GuardrailOwnership = OpenEnum<"SELF" | "CROSS_ACCOUNT">;
