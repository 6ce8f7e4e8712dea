import type { Recording } from './record.ts'
import type { RecordedCase, RecordedRequest } from './recorder.ts'

/** A difference between the Python SDK and ours that is intended. */
export type Difference = {
  /** The names of the cases; `all`: any case. */
  readonly cases: readonly string[] | 'all'
  /** `outcome`, `requests`, `method`, `path`, `query`, `body` or the name of a header. */
  readonly part: string
  readonly python: string
  readonly ours: string
  /** Why it is an improvement, or has no effect. */
  readonly reason: string
  /** Versions of the Python SDK with the difference. Default: all. */
  readonly versions?: readonly string[]
}

export type Found = {
  readonly case: string
  readonly part: string
  readonly python: string
  readonly ours: string
}

const sortKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sortKeys(member)]),
  )
}

/** JSON in one spelling; other text unchanged. */
const canonical = (text: string): string => {
  try {
    return JSON.stringify(sortKeys(JSON.parse(text)))
  } catch {
    return text
  }
}

/** Ids of users of Arize: Base64 of `User:1:` and a UUID. */
const arizeId = /VXNlcjox[\da-z+]+/gi

/** Numbers of users of Geobox, in the path. */
const geoboxId = /(?<=\/geobox\/v1\/users\/)\d+/g

const uuid = /[\da-f]{8}(-?)[\da-f]{4}\1[\da-f]{4}\1[\da-f]{4}\1[\da-f]{12}/gi

/** Replaces keys, names of the run and ids, which differ between two runs; ids by the order of their appearance. */
const normalizer = (replacements: Recording['replacements']) => {
  const ids = new Map<string, number>()
  return (text: string): string => {
    let result = text.replaceAll(arizeId, (found) => Buffer.from(found, 'base64').toString())
    for (const [from, to] of replacements) result = result.replaceAll(from, to)
    const numberOf = (id: string): number => {
      if (!ids.has(id)) ids.set(id, ids.size + 1)
      return ids.get(id) ?? 0
    }
    result = result.replaceAll(geoboxId, (found) => `<id ${numberOf(found)}>`)
    return result.replaceAll(uuid, (found, dash: string) => {
      const id = found.toLowerCase().replaceAll('-', '')
      const spelling = [
        dash === '' ? 'without dashes' : '',
        found === found.toLowerCase() ? '' : 'in capitals',
      ]
      return ['<id', numberOf(id), ...spelling].filter(Boolean).join(' ').concat('>')
    })
  }
}

/** The compared parts of a request. */
const partsOf = ({ method, url, headers, body }: RecordedRequest, names: readonly string[]) => {
  const [path = '', query = ''] = url.split('?')
  const parameters = [...new URLSearchParams(query)].map(([name, value]) => `${name}=${canonical(value)}`)
  return {
    method,
    path,
    query: parameters.sort().join('&'),
    body: canonical(body),
    ...Object.fromEntries(['authorization', ...names].map((name) => [name, String(headers[name] ?? '')])),
    // Without a body, the type has no meaning; Geobox's clients send different ones.
    'content-type': body === '' ? '' : String(headers['content-type'] ?? ''),
  }
}

type Parts = Readonly<Record<string, string>>

/** The differing parts of each case; cases that only one side has are an error. */
export const findDifferences = (
  { cases: python, ...theirs }: Recording,
  { cases: ours, ...own }: Recording,
  headers: readonly string[],
): readonly Found[] => {
  const names = (cases: readonly RecordedCase[]) => cases.map(({ name }) => name).join('\n')
  if (names(python) !== names(ours))
    throw new Error(`The scripts have different cases:\n${names(python)}\n\n${names(ours)}`)
  const normalize = { python: normalizer(theirs.replacements), ours: normalizer(own.replacements) }
  return python.flatMap((left, index) => {
    const right = ours[index] ?? left
    const found: Found[] = []
    const compare = (part: string, a: string, b: string) => {
      if (a !== b) found.push({ case: left.name, part, python: a, ours: b })
    }
    const parts = (side: 'python' | 'ours', { requests }: RecordedCase): Parts[] =>
      requests.map((request) =>
        Object.fromEntries(
          Object.entries(partsOf(request, headers)).map(([part, text]) => [part, normalize[side](text)]),
        ),
      )
    const [sent, sentByOurs] = [parts('python', left), parts('ours', right)]
    compare('outcome', left.outcome, right.outcome)
    if (sent.length !== sentByOurs.length)
      compare(
        'requests',
        `${sent.length} × ${lineOf(sent[0])}`,
        `${sentByOurs.length} × ${lineOf(sentByOurs[0])}`,
      )
    else
      sent.forEach((request, n) => {
        for (const [part, text] of Object.entries(request)) compare(part, text, sentByOurs[n]?.[part] ?? '')
      })
    return found
  })
}

const lineOf = (request: Parts | undefined) => (request ? `${request['method']} ${request['path']}` : 'none')

const isSame = (listed: Difference, found: Found) =>
  listed.part === found.part && listed.python === found.python && listed.ours === found.ours

/** Differences that are not listed, and listed ones that were not found. */
export const checkDifferences = (found: readonly Found[], listed: readonly Difference[], version: string) => {
  const expected = listed.filter(({ versions }) => versions === undefined || versions.includes(version))
  const covers = (difference: Difference, one: Found) =>
    isSame(difference, one) && (difference.cases === 'all' || difference.cases.includes(one.case))
  return {
    unlisted: found.filter((one) => !expected.some((difference) => covers(difference, one))),
    absent: expected.flatMap((difference) => {
      const { cases, part } = difference
      const names = cases === 'all' ? ['any'] : cases
      const isFound = (name: string) =>
        found.some((one) => isSame(difference, one) && (cases === 'all' || one.case === name))
      return names.filter((name) => !isFound(name)).map((name) => ({ case: name, part }))
    }),
  }
}

/** Cases in which the Python SDK sends a malformed argument and ours rejects it before a request. */
export const checkedBeforeRequest = (
  cases: readonly string[],
  outcome: string,
  request: string,
  versions?: readonly string[],
): readonly Difference[] => {
  const reason = 'A malformed argument is an ArgumentError before a request.'
  const only = versions === undefined ? {} : { versions }
  return [
    { cases, part: 'outcome', python: outcome, ours: 'argument', reason, ...only },
    { cases, part: 'requests', python: `1 × ${request}`, ours: '0 × none', reason, ...only },
  ]
}
