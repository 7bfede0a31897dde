// The body of a request from an untrusted sender.

/**
 * The text of a body, or null if it has more than `maxBytes`.
 *
 * @param {BodyInit} body
 * @param {number} maxBytes
 */
export async function textOf(body, maxBytes) {
  if (typeof body === "string") return body.length > maxBytes ? null : body;
  // A Response reads every kind of body that fetch takes.
  const reader = new Response(body).body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { value } = (await reader?.read()) ?? {};
    if (!value) return text + decoder.decode();
    bytes += value.length;
    if (bytes > maxBytes) {
      reader?.cancel().catch(() => {});
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}
