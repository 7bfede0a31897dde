// Models and inference profiles.

import type { OpenEnum } from "./basics.js";

/** A foundation model in a list. */
export interface FoundationModelSummary {
  modelArn: string;
  /** Goes into `modelId`, if the model can be called `ON_DEMAND`; up to 140 characters. */
  modelId: string;
  /** For people. */
  modelName?: string;
  /** For people: `Anthropic`. */
  providerName?: string;
  /** Kinds of input. */
  inputModalities?: ModelModality[];
  /** Kinds of output. */
  outputModalities?: ModelModality[];
  /** Whether it can answer piece by piece. */
  responseStreamingSupported?: boolean;
  /** How it can be customized. */
  customizationsSupported?: ModelCustomization[];
  /** How it can be called. */
  inferenceTypesSupported?: InferenceType[];
  /** How long it will be there. */
  modelLifecycle?: FoundationModelLifecycle;
}

/** A foundation model. */
export interface FoundationModelDetails extends FoundationModelSummary {}

export type ModelModality = OpenEnum<"TEXT" | "IMAGE" | "EMBEDDING">;

export type ModelCustomization = OpenEnum<"FINE_TUNING" | "CONTINUED_PRE_TRAINING" | "DISTILLATION">;

/**
 * `PROVISIONED` needs throughput that was bought. Bedrock answers `INFERENCE_PROFILE` too: such a model is called by
 * the id of an inference profile.
 */
export type InferenceType = OpenEnum<"ON_DEMAND" | "PROVISIONED">;

/** How long a foundation model will be there. Its times are ISO 8601 strings. */
export interface FoundationModelLifecycle {
  status: FoundationModelLifecycleStatus;
  /** When it came out: an ISO 8601 string. */
  startOfLifeTime?: string;
  /** When it is taken away: an ISO 8601 string. */
  endOfLifeTime?: string;
  /** When its status becomes `LEGACY`: an ISO 8601 string. */
  legacyTime?: string;
  /** From when on, as a legacy model, it may cost more: an ISO 8601 string. */
  publicExtendedAccessTime?: string;
}

/** A model that is `LEGACY` still answers, but will be taken away. */
export type FoundationModelLifecycleStatus = OpenEnum<"ACTIVE" | "LEGACY">;

/** An inference profile: a name under which a model can be called, in one or several regions. */
export interface InferenceProfileSummary {
  /** For people; 1 to 64 characters. */
  inferenceProfileName: string;
  /** Its purpose; 1 to 200 characters. */
  description?: string;
  /** When it was made: an ISO 8601 string. */
  createdAt?: string;
  /** When it was last changed: an ISO 8601 string. */
  updatedAt?: string;
  /** Goes into `modelId`. */
  inferenceProfileArn: string;
  /** The models that it leads to, 1 to 5: mostly one model in several regions. */
  models: InferenceProfileModel[];
  /** `us.amazon.nova-lite-v1:0`. Goes into `modelId` too; 1 to 64 characters. */
  inferenceProfileId: string;
  /** Whether it can be used. */
  status: InferenceProfileStatus;
  /** Whose it is. */
  type: InferenceProfileType;
}

/** A model that an inference profile leads to. */
export interface InferenceProfileModel {
  /** Names the model's region, too. */
  modelArn?: string;
}

export type InferenceProfileStatus = OpenEnum<"ACTIVE">;

/** `SYSTEM_DEFINED` are AWS's own; `APPLICATION` ones an account's users made, to track what a model costs them. */
export type InferenceProfileType = OpenEnum<"SYSTEM_DEFINED" | "APPLICATION">;
