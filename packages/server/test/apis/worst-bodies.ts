import type { Operation } from '@muster/contract/operation.ts'
import { sampleOf } from './schema-samples.ts'

export type WorstBody = { readonly what: string; readonly body: string; readonly type: string }

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

/** The maximum number of members of a body, without those around them. */
const mostMembers = 34_900
const mostNames = 4900

/** As many comma-separated members as fit. */
const filled = (bytes: number, member: (n: number) => string, most = mostMembers): string => {
  const members: string[] = []
  for (let [n, length] = [0, 0]; n < most; n++) {
    const next = member(n)
    length += next.length + 1
    if (length > bytes) break
    members.push(next)
  }
  return members.join(',')
}

type Fill = (bytes: number) => string

const fills: Readonly<Record<string, Fill>> = {
  'equal numbers': (bytes) => `[${filled(bytes, () => '0')}]`,
  'equal texts': (bytes) => `[${filled(bytes, () => '"a"')}]`,
  'different texts': (bytes) => `[${filled(bytes, (n) => `"t${n.toString(36)}"`)}]`,
  'empty objects': (bytes) => `[${filled(bytes, () => '{}')}]`,
  'objects with unknown keys': (bytes) => `[${filled(bytes, (n) => `{"k${n.toString(36)}":0}`, mostNames)}]`,
  'unknown keys': (bytes) => `{${filled(bytes, (n) => `"k${n.toString(36)}":0`, mostNames)}}`,
  'keys that are numbers': (bytes) =>
    `{${filled(bytes, (n) => `"${(n * 7919) % 1_000_003}":"a"`, mostNames)}}`,
  'towers of arrays': (bytes) => `[${filled(bytes / 85, () => `${'['.repeat(85)}${']'.repeat(85)}`)}]`,
  'one long text': (bytes) => `"${'x'.repeat(bytes)}"`,
  'one long text of escapes': (bytes) => `"${'\\u005f'.repeat(bytes / 6)}"`,
  'one long text of separators': (bytes) => `"${'/a,=&%;'.repeat(bytes / 7)}"`,
  'one long name': (bytes) => `{"${'n'.repeat(bytes)}":0}`,
}

/** Values for the places in a body when testing all of them would take too long. */
const insideFills = ['equal numbers', 'unknown keys', 'one long text']

type Place = { readonly path: readonly string[]; readonly items?: Schema }

const placesOf = (schema: Schema, path: readonly string[] = []): readonly Place[] => [
  { path, ...(schema.items ? { items: schema.items } : {}) },
  ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => placesOf(inner, [...path, name])),
  ...(schema.anyOf ?? []).flatMap((one) => placesOf(one, path)),
]

const put = (value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown =>
  name === undefined
    ? by
    : { ...(typeof value === 'object' ? value : {}), [name]: put((value as never)?.[name], rest, by) }

const mark = '"the place to fill"'

/** The sample as text, split at the place. */
const around = (sample: unknown, path: readonly string[]): readonly [string, string] => {
  const [before = '', after = ''] = JSON.stringify(put(sample, path, JSON.parse(mark))).split(mark)
  return [before, after]
}

const sampleOr = (schema: Schema, otherwise: unknown): unknown => {
  try {
    return sampleOf(schema as never)
  } catch {
    return otherwise
  }
}

const jsonBodies = ({ body: schema }: Operation, limit: number): readonly WorstBody[] => {
  const sample = sampleOr(schema as Schema, {})
  const seen = new Set<string>()
  return placesOf(schema as Schema).flatMap(({ path, items }) => {
    const [before, after] = around(sample, path)
    const room = limit - Buffer.byteLength(before) - Buffer.byteLength(after) - 20
    const all = insideFills.map((what) => [what, (fills[what] as Fill)(room)] as const)
    const item = JSON.stringify(items === undefined ? null : sampleOr(items, null))
    const wrong = item.replace(/\}$/, item === '{}' ? '"zz":0}' : ',"zz":0}')
    const lists = [item, wrong].map(
      (each, n) => [n === 0 ? 'equal members' : 'members with a key too many', each] as const,
    )
    const most = (each: string) => (each.includes(':') ? mostNames / each.split(':').length : mostMembers)
    const more = items
      ? lists.map(([what, each]) => [what, `[${filled(room, () => each, most(each))}]`] as const)
      : []
    return [...all, ...more].flatMap(([what, text]) => {
      const name = `${what} at /${path.join('/')}`
      if (seen.has(name)) return []
      seen.add(name)
      return [{ what: name, body: `${before}${text}${after}`, type: 'application/json' }]
    })
  })
}

const form = 'application/x-www-form-urlencoded'

const formBodies = ({ body: schema }: Operation, limit: number): readonly WorstBody[] => {
  const [name = 'a'] = Object.keys((schema as Schema).properties ?? {})
  const many = (part: (n: number) => string) =>
    filled(limit - 1, part)
      .replaceAll(',', '&')
      .slice(0, limit)
  return [
    ['the same name', many(() => 'a=a')],
    ['different names', many((n) => `k${n}=a`)],
    ['names without values', many((n) => `k${n}`)],
    ['nothing but separators', '&'.repeat(limit)],
    ['one long value', `${name}=${'x'.repeat(limit - name.length - 1)}`],
    ['one long value of escapes', `${name}=${'%41'.repeat((limit - name.length - 1) / 3)}`],
    ['one long value that cannot be read', `${name}=${'%'.repeat(limit - name.length - 1)}`],
    ['one long value of spaces', `${name}=${'+'.repeat(limit - name.length - 1)}`],
  ].map(([what = '', body = '']) => ({ what, body, type: form }))
}

/** The most expensive bodies up to that size for an operation: repeated, unknown, nested and long values. */
export const worstBodies = (operation: Operation, limit: number): readonly WorstBody[] =>
  operation.form === 'request' ? formBodies(operation, limit) : jsonBodies(operation, limit)

/** The most expensive bodies to parse, for any operation. */
export const anyBodies = (limit: number): readonly WorstBody[] => [
  ...Object.entries(fills).map(([what, fill]) => ({
    what,
    body: fill(limit - 20),
    type: 'application/json',
  })),
  {
    what: 'more members than a body may hold',
    body: `[${'0,'.repeat(limit / 2 - 2)}0]`,
    type: 'application/json',
  },
  {
    what: 'more names than a body may hold',
    body: `{${'"a":0,'.repeat(limit / 6 - 2)}"a":0}`,
    type: 'application/json',
  },
  { what: 'nothing but brackets', body: '['.repeat(limit), type: 'application/json' },
]
