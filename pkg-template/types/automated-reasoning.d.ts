// Guardrails: automated reasoning.

import type { OneOf, OpenEnum } from "./basics.js";

/** Findings of automated reasoning. */
export interface GuardrailAutomatedReasoningPolicyAssessment {
  findings?: GuardrailAutomatedReasoningFinding[];
}

/** Whether claims follow from premises by the policy's rules. */
export type GuardrailAutomatedReasoningFinding = OneOf<{
  /** They do. */
  valid: GuardrailAutomatedReasoningValidFinding;
  /** They contradict the rules. */
  invalid: GuardrailAutomatedReasoningInvalidFinding;
  /** They may or may not hold. */
  satisfiable: GuardrailAutomatedReasoningSatisfiableFinding;
  /** The premises contradict each other or the rules. */
  impossible: GuardrailAutomatedReasoningImpossibleFinding;
  /** The text can be read in different ways. */
  translationAmbiguous: GuardrailAutomatedReasoningTranslationAmbiguousFinding;
  /** The text is too complex to be judged in time. */
  tooComplex: GuardrailAutomatedReasoningTooComplexFinding;
  /** The text says nothing that the policy is about. */
  noTranslations: GuardrailAutomatedReasoningNoTranslationsFinding;
}>;

/** The claims follow. */
export interface GuardrailAutomatedReasoningValidFinding {
  translation?: GuardrailAutomatedReasoningTranslation;
  claimsTrueScenario?: GuardrailAutomatedReasoningScenario;
  supportingRules?: GuardrailAutomatedReasoningRule[];
  logicWarning?: GuardrailAutomatedReasoningLogicWarning;
}

/** The claims contradict the rules. */
export interface GuardrailAutomatedReasoningInvalidFinding {
  translation?: GuardrailAutomatedReasoningTranslation;
  contradictingRules?: GuardrailAutomatedReasoningRule[];
  logicWarning?: GuardrailAutomatedReasoningLogicWarning;
}

/** The claims may or may not hold. */
export interface GuardrailAutomatedReasoningSatisfiableFinding {
  translation?: GuardrailAutomatedReasoningTranslation;
  claimsTrueScenario?: GuardrailAutomatedReasoningScenario;
  claimsFalseScenario?: GuardrailAutomatedReasoningScenario;
  logicWarning?: GuardrailAutomatedReasoningLogicWarning;
}

/** The premises contradict each other or the rules. */
export interface GuardrailAutomatedReasoningImpossibleFinding {
  translation?: GuardrailAutomatedReasoningTranslation;
  contradictingRules?: GuardrailAutomatedReasoningRule[];
  logicWarning?: GuardrailAutomatedReasoningLogicWarning;
}

/** The text can be read in different ways. */
export interface GuardrailAutomatedReasoningTranslationAmbiguousFinding {
  /** At most 2. */
  options?: GuardrailAutomatedReasoningTranslationOption[];
  /** Where the readings differ; at most 2. */
  differenceScenarios?: GuardrailAutomatedReasoningScenario[];
}

/** One of the ways a text can be read. */
export interface GuardrailAutomatedReasoningTranslationOption {
  translations?: GuardrailAutomatedReasoningTranslation[];
}

/** An empty object. */
export type GuardrailAutomatedReasoningTooComplexFinding = Record<string, never>;

/** An empty object. */
export type GuardrailAutomatedReasoningNoTranslationsFinding = Record<string, never>;

/** A text in formal logic. */
export interface GuardrailAutomatedReasoningTranslation {
  premises?: GuardrailAutomatedReasoningStatement[];
  claims?: GuardrailAutomatedReasoningStatement[];
  untranslatedPremises?: GuardrailAutomatedReasoningInputTextReference[];
  untranslatedClaims?: GuardrailAutomatedReasoningInputTextReference[];
  /** 0 to 1. */
  confidence?: number;
}

/** A statement, in logic and in words. */
export interface GuardrailAutomatedReasoningStatement {
  logic?: string;
  naturalLanguage?: string;
}

/** Text that is not in the translation. */
export interface GuardrailAutomatedReasoningInputTextReference {
  text?: string;
}

/** A case in which something holds. */
export interface GuardrailAutomatedReasoningScenario {
  statements?: GuardrailAutomatedReasoningStatement[];
}

/** A rule of the policy. */
export interface GuardrailAutomatedReasoningRule {
  identifier?: string;
  policyVersionArn?: string;
}

/** The translation is true or false whatever the rules say. */
export interface GuardrailAutomatedReasoningLogicWarning {
  type?: GuardrailAutomatedReasoningLogicWarningType;
  premises?: GuardrailAutomatedReasoningStatement[];
  claims?: GuardrailAutomatedReasoningStatement[];
}

export type GuardrailAutomatedReasoningLogicWarningType = OpenEnum<"ALWAYS_FALSE" | "ALWAYS_TRUE">;
