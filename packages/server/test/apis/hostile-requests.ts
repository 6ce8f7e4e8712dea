/** Bodies that no operation accepts. */
export const rubbish: readonly (readonly [what: string, body: string, type: string])[] = [
  ['a text that is not JSON', '{"a":', 'application/json'],
  ['NUL', '{"name":"\\u0000"}', 'application/json'],
  ['an array', '[[[[]]]]', 'application/json'],
  ['a number', '7', 'application/json'],
  ['null', 'null', 'application/json'],
  ['a tower', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'application/json'],
  ['broken UTF-8', Buffer.from([0x7b, 0xff, 0xfe]).toString('latin1'), 'application/json'],
  ['a form', 'a=b&a=c&%zz=%00', 'application/x-www-form-urlencoded'],
  ['XML', '<a/>', 'application/xml'],
  ['a prototype', '{"__proto__":{"admin":true},"constructor":{"prototype":{}}}', 'application/json'],
]

/** Identifiers of no object. */
export const ids = [
  'nobody',
  '0',
  '-1',
  '9'.repeat(40),
  'a'.repeat(4000),
  '../me',
  '%',
  "' or 1=1 --",
  '\u202e',
  'é',
  '\0',
]

/** Unexpected and malicious texts for fields, parameters and headers. */
export const oddTexts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '-1',
  '9'.repeat(40),
  'x'.repeat(70_000),
  '{}',
  '%',
  "'; drop table users --",
  '\r\nx: y',
  '__proto__',
  '2026-02-30T25:61:00Z',
]

/** A selection of texts, since each is sent for every member of every body. */
const oddValues: readonly unknown[] = [
  ...['', '\0', '\ud800', '9'.repeat(40), 'x'.repeat(70_000), '\r\nx: y', '__proto__'],
  ...[null, true, -1, 1e308, 2 ** 53, [], {}],
]

/** The body with each member, at any depth, replaced by each unexpected value. */
export const oddBodies = (body: unknown): readonly unknown[] => {
  if (typeof body !== 'object' || body === null) return oddValues
  return Object.entries(body).flatMap(([key, inner]) =>
    oddBodies(inner).map((odd) =>
      Array.isArray(body)
        ? body.map((item, at) => (String(at) === key ? odd : item))
        : { ...body, [key]: odd },
    ),
  )
}
