// The objects of values that the AWS SDK exports: `ConversationRole.USER`. tests/js/aws-sdk-exports.test.mjs compares them.
// Each stands alone and is written out, so that bundlers leave out those that a program does not use.

export const AsyncInvokeStatus = { COMPLETED: "Completed", FAILED: "Failed", IN_PROGRESS: "InProgress" };
export const AudioFormat = {
  AAC: "aac",
  FLAC: "flac",
  M4A: "m4a",
  MKA: "mka",
  MKV: "mkv",
  MP3: "mp3",
  MP4: "mp4",
  MPEG: "mpeg",
  MPGA: "mpga",
  OGG: "ogg",
  OPUS: "opus",
  PCM: "pcm",
  WAV: "wav",
  WEBM: "webm",
  X_AAC: "x-aac",
};
export const CachePointType = { DEFAULT: "default" };
export const CacheTTL = { FIVE_MINUTES: "5m", ONE_HOUR: "1h" };
export const ConversationRole = { ASSISTANT: "assistant", SYSTEM: "system", USER: "user" };
export const DocumentFormat = {
  CSV: "csv",
  DOC: "doc",
  DOCX: "docx",
  HTML: "html",
  MD: "md",
  PDF: "pdf",
  TXT: "txt",
  XLS: "xls",
  XLSX: "xlsx",
};
export const GuardrailAction = { GUARDRAIL_INTERVENED: "GUARDRAIL_INTERVENED", NONE: "NONE" };
export const GuardrailAutomatedReasoningLogicWarningType = { ALWAYS_FALSE: "ALWAYS_FALSE", ALWAYS_TRUE: "ALWAYS_TRUE" };
export const GuardrailChecksContentFilterCategory = {
  HATE: "HATE",
  INSULTS: "INSULTS",
  MISCONDUCT: "MISCONDUCT",
  SEXUAL: "SEXUAL",
  VIOLENCE: "VIOLENCE",
};
export const GuardrailChecksPromptAttackCategory = {
  JAILBREAK: "JAILBREAK",
  PROMPT_INJECTION: "PROMPT_INJECTION",
  PROMPT_LEAKAGE: "PROMPT_LEAKAGE",
};
export const GuardrailChecksRole = { ASSISTANT: "assistant", SYSTEM: "system", USER: "user" };
export const GuardrailContentFilterConfidence = { HIGH: "HIGH", LOW: "LOW", MEDIUM: "MEDIUM", NONE: "NONE" };
export const GuardrailContentFilterStrength = { HIGH: "HIGH", LOW: "LOW", MEDIUM: "MEDIUM", NONE: "NONE" };
export const GuardrailContentFilterType = {
  HATE: "HATE",
  INSULTS: "INSULTS",
  MISCONDUCT: "MISCONDUCT",
  PROMPT_ATTACK: "PROMPT_ATTACK",
  SEXUAL: "SEXUAL",
  VIOLENCE: "VIOLENCE",
};
export const GuardrailContentPolicyAction = { BLOCKED: "BLOCKED", NONE: "NONE" };
export const GuardrailContentQualifier = { GROUNDING_SOURCE: "grounding_source", GUARD_CONTENT: "guard_content", QUERY: "query" };
export const GuardrailContentSource = { INPUT: "INPUT", OUTPUT: "OUTPUT" };
export const GuardrailContextualGroundingFilterType = { GROUNDING: "GROUNDING", RELEVANCE: "RELEVANCE" };
export const GuardrailContextualGroundingPolicyAction = { BLOCKED: "BLOCKED", NONE: "NONE" };
export const GuardrailConverseContentQualifier = {
  GROUNDING_SOURCE: "grounding_source",
  GUARD_CONTENT: "guard_content",
  QUERY: "query",
};
export const GuardrailConverseImageFormat = { JPEG: "jpeg", PNG: "png" };
export const GuardrailImageFormat = { JPEG: "jpeg", PNG: "png" };
export const GuardrailManagedWordType = { PROFANITY: "PROFANITY" };
export const GuardrailOrigin = {
  ACCOUNT_ENFORCED: "ACCOUNT_ENFORCED",
  ORGANIZATION_ENFORCED: "ORGANIZATION_ENFORCED",
  REQUEST: "REQUEST",
};
export const GuardrailOutputScope = { FULL: "FULL", INTERVENTIONS: "INTERVENTIONS" };
export const GuardrailOwnership = { CROSS_ACCOUNT: "CROSS_ACCOUNT", SELF: "SELF" };
export const GuardrailPiiEntityType = {
  ADDRESS: "ADDRESS",
  AGE: "AGE",
  AWS_ACCESS_KEY: "AWS_ACCESS_KEY",
  AWS_SECRET_KEY: "AWS_SECRET_KEY",
  CA_HEALTH_NUMBER: "CA_HEALTH_NUMBER",
  CA_SOCIAL_INSURANCE_NUMBER: "CA_SOCIAL_INSURANCE_NUMBER",
  CREDIT_DEBIT_CARD_CVV: "CREDIT_DEBIT_CARD_CVV",
  CREDIT_DEBIT_CARD_EXPIRY: "CREDIT_DEBIT_CARD_EXPIRY",
  CREDIT_DEBIT_CARD_NUMBER: "CREDIT_DEBIT_CARD_NUMBER",
  DRIVER_ID: "DRIVER_ID",
  EMAIL: "EMAIL",
  INTERNATIONAL_BANK_ACCOUNT_NUMBER: "INTERNATIONAL_BANK_ACCOUNT_NUMBER",
  IP_ADDRESS: "IP_ADDRESS",
  LICENSE_PLATE: "LICENSE_PLATE",
  MAC_ADDRESS: "MAC_ADDRESS",
  NAME: "NAME",
  PASSWORD: "PASSWORD",
  PHONE: "PHONE",
  PIN: "PIN",
  SWIFT_CODE: "SWIFT_CODE",
  UK_NATIONAL_HEALTH_SERVICE_NUMBER: "UK_NATIONAL_HEALTH_SERVICE_NUMBER",
  UK_NATIONAL_INSURANCE_NUMBER: "UK_NATIONAL_INSURANCE_NUMBER",
  UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER: "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER",
  URL: "URL",
  USERNAME: "USERNAME",
  US_BANK_ACCOUNT_NUMBER: "US_BANK_ACCOUNT_NUMBER",
  US_BANK_ROUTING_NUMBER: "US_BANK_ROUTING_NUMBER",
  US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER: "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER",
  US_PASSPORT_NUMBER: "US_PASSPORT_NUMBER",
  US_SOCIAL_SECURITY_NUMBER: "US_SOCIAL_SECURITY_NUMBER",
  VEHICLE_IDENTIFICATION_NUMBER: "VEHICLE_IDENTIFICATION_NUMBER",
};
export const GuardrailSensitiveInformationPolicyAction = { ANONYMIZED: "ANONYMIZED", BLOCKED: "BLOCKED", NONE: "NONE" };
export const GuardrailStreamProcessingMode = { ASYNC: "async", SYNC: "sync" };
export const GuardrailTopicPolicyAction = { BLOCKED: "BLOCKED", NONE: "NONE" };
export const GuardrailTopicType = { DENY: "DENY" };
export const GuardrailTrace = { DISABLED: "disabled", ENABLED: "enabled", ENABLED_FULL: "enabled_full" };
export const GuardrailWordPolicyAction = { BLOCKED: "BLOCKED", NONE: "NONE" };
export const ImageFormat = { GIF: "gif", JPEG: "jpeg", PNG: "png", WEBP: "webp" };
export const OutputFormatType = { JSON_SCHEMA: "json_schema" };
export const PerformanceConfigLatency = { OPTIMIZED: "optimized", STANDARD: "standard" };
export const ServiceTierType = { DEFAULT: "default", FLEX: "flex", PRIORITY: "priority", RESERVED: "reserved" };
export const SortAsyncInvocationBy = { SUBMISSION_TIME: "SubmissionTime" };
export const SortOrder = { ASCENDING: "Ascending", DESCENDING: "Descending" };
export const StopReason = {
  CONTENT_FILTERED: "content_filtered",
  END_TURN: "end_turn",
  GUARDRAIL_INTERVENED: "guardrail_intervened",
  MALFORMED_MODEL_OUTPUT: "malformed_model_output",
  MALFORMED_TOOL_USE: "malformed_tool_use",
  MAX_TOKENS: "max_tokens",
  MODEL_CONTEXT_WINDOW_EXCEEDED: "model_context_window_exceeded",
  STOP_SEQUENCE: "stop_sequence",
  TOOL_USE: "tool_use",
};
export const ToolResultStatus = { ERROR: "error", SUCCESS: "success" };
export const ToolUseType = { SERVER_TOOL_USE: "server_tool_use" };
export const Trace = { DISABLED: "DISABLED", ENABLED: "ENABLED", ENABLED_FULL: "ENABLED_FULL" };
export const VideoFormat = {
  FLV: "flv",
  MKV: "mkv",
  MOV: "mov",
  MP4: "mp4",
  MPEG: "mpeg",
  MPG: "mpg",
  THREE_GP: "three_gp",
  WEBM: "webm",
  WMV: "wmv",
};
export const GuardrailChecksSensitiveInformationEntityType = GuardrailPiiEntityType;
