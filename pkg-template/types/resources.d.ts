// OpenAI's resources, as members of the client.

import type { ChatCompletionCreateParams } from "./openai-chat.js";
import type {
  CreateEmbeddingResponse,
  EmbeddingCreateParams,
  ImageGenerateParams,
  ImagesResponse,
  ListedModel,
} from "./openai-data.js";
import type { ChatCompletion, ChatCompletionStream, WithWarnings } from "./openai-reply.js";
import type { BedrockResponse, ResponseEventStream } from "./openai-response.js";
import type { ResponseCreateParams } from "./openai-responses.js";
import type { APIPromise, CallOptions, ChatCallOptions, ModelCallOptions, ModelsPromise } from "./results.js";

/** `bedrock.chat.completions` */
export interface ChatCompletions {
  /**
   * Completes a chat. `model` is an alias (`claude-sonnet-5`, `bedrock/nova-lite`), an id, an inference profile or an
   * ARN; `bedrock/eu-west-1/…` names a region.
   *
   * Parameters without effect on Bedrock cause a warning or an error, or are ignored, as the client's `unsupportedParams` says.
   *
   * @throws as {@link Bedrock.converse}; of a stream, its loop throws what breaks it.
   * @see https://platform.openai.com/docs/api-reference/chat/create
   */
  create(body: ChatCompletionCreateParams & { stream: true }, options?: ChatCallOptions): APIPromise<ChatCompletionStream>;
  create(
    body: ChatCompletionCreateParams & { stream?: false | null | undefined },
    options?: ChatCallOptions,
  ): APIPromise<WithWarnings<ChatCompletion>>;
  create(
    body: ChatCompletionCreateParams,
    options?: ChatCallOptions,
  ): APIPromise<ChatCompletionStream | WithWarnings<ChatCompletion>>;
}

/** `bedrock.responses` */
export interface Responses {
  /**
   * Makes a response. `model` is as in {@link ChatCompletions.create}, and so is the treatment of parameters without effect.
   *
   * Nothing is stored: for the next turn, send the items of `output` back in `input`, as they came.
   *
   * @throws as {@link Bedrock.converse}; {@link BedrockError} for what a stored conversation needs, such as
   * `previous_response_id`, and for tools that OpenAI runs; of a stream, its loop throws what breaks it.
   * @see https://platform.openai.com/docs/api-reference/responses/create
   */
  create(body: ResponseCreateParams & { stream: true }, options?: ChatCallOptions): APIPromise<ResponseEventStream>;
  create(
    body: ResponseCreateParams & { stream?: false | null | undefined },
    options?: ChatCallOptions,
  ): APIPromise<WithWarnings<BedrockResponse>>;
  create(body: ResponseCreateParams, options?: ChatCallOptions): APIPromise<ResponseEventStream | WithWarnings<BedrockResponse>>;
}

/** `bedrock.embeddings` */
export interface Embeddings {
  /**
   * Makes embeddings, in the order of the input.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://platform.openai.com/docs/api-reference/embeddings/create
   */
  create(
    body: EmbeddingCreateParams & { encoding_format: "base64" },
    options?: ModelCallOptions,
  ): APIPromise<WithWarnings<CreateEmbeddingResponse<string>>>;
  create(body: EmbeddingCreateParams, options?: ModelCallOptions): APIPromise<WithWarnings<CreateEmbeddingResponse>>;
}

/** `bedrock.images` */
export interface Images {
  /**
   * Makes images of a description.
   *
   * @throws as {@link Bedrock.converse}; {@link APIError} with the model's reason when it withholds them all.
   * @see https://platform.openai.com/docs/api-reference/images/create
   */
  generate(body: ImageGenerateParams, options?: ModelCallOptions): APIPromise<WithWarnings<ImagesResponse>>;
}

/** `bedrock.models` */
export interface Models {
  /**
   * Lists what can be called from the region: foundation models by their own ids where they have one, and inference
   * profiles. Awaited it is the list; `for await` gives one model after the other.
   *
   * Where the control plane cannot be reached, as from pages, or the keys may not ask it, the list is the package's own
   * catalogue, with a warning `offline_catalogue`.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://platform.openai.com/docs/api-reference/models/list
   */
  list(options?: CallOptions): ModelsPromise;

  /**
   * Looks up a model: an alias, an id, an inference profile or an ARN.
   *
   * @throws as {@link Bedrock.converse}; {@link NotFoundError} when no model has that name.
   * @see https://platform.openai.com/docs/api-reference/models/retrieve
   */
  retrieve(model: string, options?: CallOptions): APIPromise<WithWarnings<ListedModel>>;
}
