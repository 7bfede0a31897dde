// What the others are made of.

/** Bytes that are sent; a string is base64. */
export type InputBlob = Uint8Array | string;

/** Bytes that were received: where the compiler tells them apart, an array whose memory is not shared. */
export type OutputBlob = ReturnType<Uint8ArrayConstructor["from"]>;

/** Anything that JSON can say. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [member: string]: JsonValue | undefined };

/** AWS's name of {@link JsonValue}. */
export type DocumentType = JsonValue;

/** Anything that JSON can say, to be read only: constants are good too. */
export type JsonInput = null | boolean | number | string | readonly JsonInput[] | JsonObjectInput;

/** A JSON object, to be read only. */
export interface JsonObjectInput {
  readonly [member: string]: JsonInput | undefined;
}

/** Anything that JSON can say, and bytes, which become base64. */
export type JsonWithBytes = JsonInput | Uint8Array | readonly JsonWithBytes[] | JsonObjectWithBytes;

/** A JSON object in which bytes become base64. */
export interface JsonObjectWithBytes {
  readonly [member: string]: JsonWithBytes | undefined;
}

/** One of AWS's known values, or one that AWS adds later. */
export type OpenEnum<Known extends string> = Known | (string & {});

/**
 * An object with exactly one of the members. Ask for a member's value to find out which:
 * `if (block.text !== undefined)`, `event.contentBlockDelta?.delta.text`. TypeScript does not narrow it by
 * `"text" in block`, because the other members are declared too.
 */
export type OneOf<Members> = {
  [Key in keyof Members]: Pick<Members, Key> & { [Other in Exclude<keyof Members, Key>]?: never };
}[keyof Members];
