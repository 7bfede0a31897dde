// The parts of the package that are loaded at the first call that needs them. Not published.

/** How an entry gets the parts of the package that are loaded at the first call that needs them. */
export interface Parts {
  /** The WebAssembly with Bedrock's own operations. */
  native(): Promise<WebAssembly.Module>;
  /** The WebAssembly with these and chats. */
  chat(): Promise<WebAssembly.Module>;
  chatCore(): Promise<Pick<typeof import("../engine/chat-core.js"), "open">>;
  /** The WebAssembly with these and what few pages need. */
  more(): Promise<WebAssembly.Module>;
  moreCore(): Promise<Pick<typeof import("../engine/more-core.js"), "open">>;
  bidirectional(): Promise<{ openStream: typeof import("../engine/bidirectional.js").openStream }>;
  /** Of Anthropic's API: all but plain requests to Claude. */
  messages(): Promise<typeof import("../adapters/anthropic-parts.js")>;
}

/** Gives a client's part of this name, which it loads if need be. */
export type PartOf = <Name extends "chatCore" | "moreCore">(
  name: Name,
) => Promise<ReturnType<Awaited<ReturnType<Parts[Name]>>["open"]>>;

/** Functions handed to a part that loads later: see engine/shared.js. */
export interface Shared
  extends Pick<typeof import("../client/errors.js"), "APIConnectionError" | "APIError" | "BedrockError">,
    Pick<typeof import("../client/stream.js"), "Stream">,
    Pick<typeof import("../engine/body.js"), "bytesOfPiece" | "readerOf">,
    Pick<typeof import("../engine/core.js"), "callText" | "Core">,
    Pick<typeof import("../engine/inputs.js"), "unsendable">,
    Pick<typeof import("../engine/json.js"), "encodeBlob" | "fromBase64" | "stringify" | "toBase64">,
    Pick<typeof import("../engine/load.js"), "Engine">,
    Pick<typeof import("../engine/obstacle.js"), "isA" | "itemsOf" | "messageOf" | "struck">,
    Pick<typeof import("../engine/options.js"), "anything" | "CALL" | "is" | "readOptions" | "readPairs">,
    Pick<typeof import("../engine/text.js"), "field">,
    Pick<typeof import("../engine/underway.js"), "Underway"> {}
