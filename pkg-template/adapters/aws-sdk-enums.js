// The objects of values that the AWS SDK exports: `ConversationRole.USER`. tests/js/aws-sdk-exports.test.mjs compares them with it.
// Each stands alone, so that bundlers leave out those that a program does not use.

/**
 * By AWS's names: the values in capital letters, with `_` for `-`.
 *
 * @param {...string} lines
 * @returns {Readonly<Record<string, string>>}
 */
const valuesOf = (...lines) =>
  Object.fromEntries(lines.flatMap((line) => line.split(" ")).map((value) => [value.replaceAll("-", "_").toUpperCase(), value]));

export const AsyncInvokeStatus = { COMPLETED: "Completed", FAILED: "Failed", IN_PROGRESS: "InProgress" };
export const CacheTTL = { FIVE_MINUTES: "5m", ONE_HOUR: "1h" };
export const SortAsyncInvocationBy = { SUBMISSION_TIME: "SubmissionTime" };
export const AudioFormat = /* @__PURE__ */ valuesOf("aac flac m4a mka mkv mp3 mp4 mpeg mpga ogg opus pcm wav webm x-aac");
export const CachePointType = /* @__PURE__ */ valuesOf("default");
export const ConversationRole = /* @__PURE__ */ valuesOf("assistant system user");
export const DocumentFormat = /* @__PURE__ */ valuesOf("csv doc docx html md pdf txt xls xlsx");
export const GuardrailAction = /* @__PURE__ */ valuesOf("GUARDRAIL_INTERVENED NONE");
export const GuardrailAutomatedReasoningLogicWarningType = /* @__PURE__ */ valuesOf("ALWAYS_FALSE ALWAYS_TRUE");
export const GuardrailChecksContentFilterCategory = /* @__PURE__ */ valuesOf("HATE INSULTS MISCONDUCT SEXUAL VIOLENCE");
export const GuardrailChecksPromptAttackCategory = /* @__PURE__ */ valuesOf("JAILBREAK PROMPT_INJECTION PROMPT_LEAKAGE");
export const GuardrailChecksRole = /* @__PURE__ */ valuesOf("assistant system user");
export const GuardrailContentFilterConfidence = /* @__PURE__ */ valuesOf("HIGH LOW MEDIUM NONE");
export const GuardrailContentFilterStrength = /* @__PURE__ */ valuesOf("HIGH LOW MEDIUM NONE");
export const GuardrailContentFilterType = /* @__PURE__ */ valuesOf("HATE INSULTS MISCONDUCT PROMPT_ATTACK SEXUAL VIOLENCE");
export const GuardrailContentPolicyAction = /* @__PURE__ */ valuesOf("BLOCKED NONE");
export const GuardrailContentQualifier = /* @__PURE__ */ valuesOf("grounding_source guard_content query");
export const GuardrailContentSource = /* @__PURE__ */ valuesOf("INPUT OUTPUT");
export const GuardrailContextualGroundingFilterType = /* @__PURE__ */ valuesOf("GROUNDING RELEVANCE");
export const GuardrailContextualGroundingPolicyAction = /* @__PURE__ */ valuesOf("BLOCKED NONE");
export const GuardrailConverseContentQualifier = /* @__PURE__ */ valuesOf("grounding_source guard_content query");
export const GuardrailConverseImageFormat = /* @__PURE__ */ valuesOf("jpeg png");
export const GuardrailImageFormat = /* @__PURE__ */ valuesOf("jpeg png");
export const GuardrailManagedWordType = /* @__PURE__ */ valuesOf("PROFANITY");
export const GuardrailOrigin = /* @__PURE__ */ valuesOf("ACCOUNT_ENFORCED ORGANIZATION_ENFORCED REQUEST");
export const GuardrailOutputScope = /* @__PURE__ */ valuesOf("FULL INTERVENTIONS");
export const GuardrailOwnership = /* @__PURE__ */ valuesOf("CROSS_ACCOUNT SELF");
export const GuardrailPiiEntityType = /* @__PURE__ */ valuesOf(
  "ADDRESS AGE AWS_ACCESS_KEY AWS_SECRET_KEY CA_HEALTH_NUMBER CA_SOCIAL_INSURANCE_NUMBER CREDIT_DEBIT_CARD_CVV",
  "CREDIT_DEBIT_CARD_EXPIRY CREDIT_DEBIT_CARD_NUMBER DRIVER_ID EMAIL INTERNATIONAL_BANK_ACCOUNT_NUMBER IP_ADDRESS",
  "LICENSE_PLATE MAC_ADDRESS NAME PASSWORD PHONE PIN SWIFT_CODE UK_NATIONAL_HEALTH_SERVICE_NUMBER",
  "UK_NATIONAL_INSURANCE_NUMBER UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER URL USERNAME US_BANK_ACCOUNT_NUMBER",
  "US_BANK_ROUTING_NUMBER US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER US_PASSPORT_NUMBER US_SOCIAL_SECURITY_NUMBER",
  "VEHICLE_IDENTIFICATION_NUMBER",
);
export const GuardrailSensitiveInformationPolicyAction = /* @__PURE__ */ valuesOf("ANONYMIZED BLOCKED NONE");
export const GuardrailStreamProcessingMode = /* @__PURE__ */ valuesOf("async sync");
export const GuardrailTopicPolicyAction = /* @__PURE__ */ valuesOf("BLOCKED NONE");
export const GuardrailTopicType = /* @__PURE__ */ valuesOf("DENY");
export const GuardrailTrace = /* @__PURE__ */ valuesOf("disabled enabled enabled_full");
export const GuardrailWordPolicyAction = /* @__PURE__ */ valuesOf("BLOCKED NONE");
export const ImageFormat = /* @__PURE__ */ valuesOf("gif jpeg png webp");
export const OutputFormatType = /* @__PURE__ */ valuesOf("json_schema");
export const PerformanceConfigLatency = /* @__PURE__ */ valuesOf("optimized standard");
export const ServiceTierType = /* @__PURE__ */ valuesOf("default flex priority reserved");
export const SortOrder = /* @__PURE__ */ valuesOf("Ascending Descending");
export const StopReason = /* @__PURE__ */ valuesOf(
  "content_filtered end_turn guardrail_intervened malformed_model_output malformed_tool_use max_tokens",
  "model_context_window_exceeded stop_sequence tool_use",
);
export const ToolResultStatus = /* @__PURE__ */ valuesOf("error success");
export const ToolUseType = /* @__PURE__ */ valuesOf("server_tool_use");
export const Trace = /* @__PURE__ */ valuesOf("DISABLED ENABLED ENABLED_FULL");
export const VideoFormat = /* @__PURE__ */ valuesOf("flv mkv mov mp4 mpeg mpg three_gp webm wmv");
export const GuardrailChecksSensitiveInformationEntityType = GuardrailPiiEntityType;
