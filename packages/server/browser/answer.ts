import { currentSecret } from './credential.ts'
import { element } from './elements.ts'
import { formatJson } from './format-json.ts'
import { curlLine, type Request } from './request.ts'

/** Bytes of a response that are shown. */
const shownBytes = 262_144
/** Milliseconds until a request is given up; a bulk job may run for 20 seconds. */
const patience = 60_000

/** The beginning of the body; the rest of a longer one is not received. */
const beginningOf = async (response: Response): Promise<{ text: string; isCut: boolean }> => {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of response.body ?? []) {
    const room = shownBytes - size
    text += decoder.decode(chunk.subarray(0, room), { stream: true })
    size += chunk.byteLength
    if (chunk.byteLength > room) return { text, isCut: true }
  }
  return { text: text + decoder.decode(), isCut: false }
}

const block = (title: string, text: string): readonly Node[] => [
  element('h5', {}, title),
  element('pre', { tabindex: '0', 'aria-label': title }, element('code', {}, text)),
]

/** Sends the request to this server without cookies, and shows the response as text. */
export const showAnswer = async (request: Request, output: HTMLElement): Promise<void> => {
  const secret = currentSecret()
  output.replaceChildren(element('p', { role: 'status' }, 'Sending…'))
  const curl = block('The equal curl command', curlLine(request, secret !== ''))
  const begun = performance.now()
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers, ...(secret === '' ? {} : { Authorization: `Bearer ${secret}` }) },
      ...(request.body === undefined ? {} : { body: request.body }),
      mode: 'same-origin',
      // A session cookie of the console must not authenticate requests of this page.
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(patience),
    })
    const { text, isCut } = await beginningOf(response)
    const time = Math.round(performance.now() - begun)
    const isJson = /^application\/(?:[\w.+-]+\+)?json/.test(response.headers.get('content-type') ?? '')
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
    output.replaceChildren(
      element(
        'p',
        { role: 'status', class: response.ok ? 'good' : 'bad' },
        element('strong', {}, `${response.status} ${response.statusText}`.trim()),
        ` in ${time} ms`,
      ),
      ...(text === '' ? [] : block('Body', isJson && !isCut ? formatJson(text) : text)),
      ...(isCut ? [element('p', {}, `Only the first ${shownBytes / 1024} KiB are shown.`)] : []),
      ...block('Headers', headers),
      ...curl,
    )
  } catch (error) {
    output.replaceChildren(
      element('p', { role: 'status', class: 'bad' }, `No response: ${(error as Error).message}`),
      ...curl,
    )
  }
}
