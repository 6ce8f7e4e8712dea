import { anyBodies, type WorstBody, worstBodies } from '../../packages/server/test/apis/worst-bodies.ts'
import { openLimit, type RequestInfo } from '../../packages/server/test/apis/worst-operations.ts'

export type Request = {
  readonly what: string
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** Characters of one value, as written: with the rest of a request, Node reads 16 KiB of it. */
const longest = 7000
const repeated = (text: string) => text.repeat(longest / text.length)

const values: Readonly<Record<string, string>> = {
  'one long text': repeated('x'),
  wildcards: repeated('%25_'),
  'a pattern that backtracks': repeated('(a+)+$'),
  'a list': repeated('a,'),
  brackets: repeated('('),
  'a JSON tower': `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`,
  'JSON of many keys': `{${Array.from({ length: 500 }, (_, n) => `"k${n}":${n}`).join(',')}}`,
  'a flag': 'true',
}

/** What particular parameters are read as, where that is a language of its own. */
const ofParameter: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  filter: {
    'conditions on texts': Array.from({ length: 80 }, (_, n) => `description ILIKE '%a%b${n}%'`).join(' OR '),
    'nested brackets': `${'('.repeat(1000)}username = 'a'${')'.repeat(1000)}`,
    'NOT upon NOT': `${'NOT '.repeat(1500)}username = 'a'`,
    'a long list': `username IN (${Array.from({ length: 900 }, (_, n) => `'u${n}'`).join(',')})`,
    'a long pattern': `description LIKE '${'%a'.repeat(2000)}'`,
  },
  search: { 'what everyone has': 'a', 'what no one has': 'zqzqzq', 'a long text': 'a'.repeat(255) },
  q: { 'what everyone has': 'a', 'what no one has': 'zqzqzq' },
}

/** Headers that are read before or while a caller is found, as long as Node lets them be. */
const longHeaders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a long token': { 'x-auth-token': 'gAAAAA'.repeat(1500) },
  'a long bearer': { authorization: `Bearer mst_k_${'a'.repeat(9000)}` },
  'Basic of colons': { authorization: `Basic ${Buffer.from(':'.repeat(6000)).toString('base64')}` },
  'OAuth of many parameters': {
    authorization: `OAuth ${Array.from({ length: 600 }, (_, n) => `p${n}="v"`).join(', ')}`,
  },
  'OAuth that never ends': { authorization: `OAuth ${'a="'.repeat(3000)}` },
  'Bearer and spaces': { authorization: `Bearer ${' '.repeat(9000)}x y` },
  'many cookies': { cookie: '__Host-muster=a; '.repeat(500) },
  'many entity tags': { 'if-match': '"a", '.repeat(1800) },
  'a long way': { 'x-forwarded-for': '192.0.2.1, '.repeat(800), forwarded: 'for=192.0.2.1,'.repeat(400) },
  'a long media type': { 'content-type': `application/${'a+'.repeat(4000)}` },
  'a long host': { host: 'a.'.repeat(4000) },
}

const withQuery = (url: string, query: string) => `${url}${url.includes('?') ? '&' : '?'}${query}`

const bodyRequests = (requested: RequestInfo): readonly Request[] => {
  const { name, operation, url, limit, proof } = requested
  const bodies: readonly WorstBody[] = operation.body
    ? [
        ...worstBodies(operation, operation.public ? Math.min(openLimit, limit) : limit),
        ...(operation.public ? anyBodies(openLimit) : []),
      ]
    : []
  const request = (what: string, { body, type }: WorstBody, headers: Request['headers'] = {}): Request => ({
    what: `${name}: ${what}`,
    method: operation.method,
    url,
    headers: { ...headers, 'content-type': type },
    body,
  })
  const stranger = bodies.slice(0, 1).map((worst) => request(`${worst.what}, from a stranger`, worst))
  return [...stranger, ...bodies.map((worst) => request(worst.what, worst, proof.headers))]
}

const queryRequests = ({ name, operation, url, proof }: RequestInfo): readonly Request[] => {
  const request = (what: string, query: string): Request => ({
    what: `${name}?${what}`,
    method: operation.method,
    url: withQuery(url, query),
    headers: proof.headers ?? {},
    body: undefined,
  })
  if (operation.method !== 'GET') return []
  const many = Array.from({ length: 2000 }, (_, n) => `k${n}=v`).join('&')
  return [
    request('many parameters', many),
    ...(operation.query ?? []).flatMap((key) =>
      Object.entries({ ...values, ...ofParameter[key] }).map(([what, value]) =>
        request(`${key}: ${what}`, new URLSearchParams({ [key]: value }).toString()),
      ),
    ),
    ...(operation.query?.includes('limit') ? [request('a page of 1000', 'limit=1000')] : []),
  ]
}

const headerRequests = ({ name, operation, url }: RequestInfo): readonly Request[] =>
  Object.entries(longHeaders).map(([what, headers]) => ({
    what: `${name}, ${what}, from a stranger`,
    method: operation.method,
    url,
    headers,
    body: operation.method === 'GET' ? undefined : '{}',
  }))

/** The requests to one operation that are expected to cost most. Imports and exports are streams, and left out. */
export const requestsOf = (requested: RequestInfo): readonly Request[] => {
  const { requestStream, responseStream } = requested.operation
  if (requestStream || responseStream || requested.operation.method === 'DELETE') return []
  return [...bodyRequests(requested), ...queryRequests(requested), ...headerRequests(requested)]
}
