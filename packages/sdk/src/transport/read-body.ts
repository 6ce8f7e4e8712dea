/**
 * Reads a response body as text. Throws `RangeError` when it is longer than `limit` bytes, so that a server cannot fill
 * the memory of the client.
 */
export const readText = async (response: Response, limit: number): Promise<string> => {
  if (!response.body) return ''
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  let length = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    length += value.byteLength
    if (length > limit) {
      await reader.cancel().catch(() => {})
      throw new RangeError(`The response is larger than ${limit} bytes`)
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** Whether a media type is JSON: `application/json`, or a type that ends in `+json`. */
export const isJson = (headers: Headers): boolean =>
  /^application\/([\w.-]+\+)?json\b/i.test(headers.get('content-type') ?? '')
