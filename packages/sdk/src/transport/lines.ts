import { ConnectionError, InvalidResponseError, type RequestInfo } from './errors.ts'

/** Characters of one line. */
const longestLine = 8 * 1024 * 1024

/**
 * The JSON lines (NDJSON) of a streamed response. Throws `ConnectionError` when the connection ends within a line or the
 * stream fails, and `InvalidResponseError` for a line that is not JSON.
 */
export async function* readLines(response: Response, request: RequestInfo): AsyncGenerator<unknown> {
  if (!response.body) return
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  const parsed = (line: string): unknown => {
    try {
      return JSON.parse(line)
    } catch (cause) {
      throw new InvalidResponseError(request, response.status, 'a line of the response is not JSON', {
        cause,
      })
    }
  }
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new ConnectionError(request, 'the connection failed during the response', { cause })
      })
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true })
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line !== '') yield parsed(line)
      if (done) break
      if (rest.length > longestLine)
        throw new InvalidResponseError(request, response.status, 'a line of the response is too long')
    }
    if (rest !== '') yield parsed(rest)
  } finally {
    await reader.cancel().catch(() => {})
  }
}
