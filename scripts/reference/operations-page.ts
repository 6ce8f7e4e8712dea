import { existsSync, readdirSync } from 'node:fs'
import { versions } from '../../packages/contract/src/keystone/discovery.ts'
import type { Contract, Operation } from '../../packages/contract/src/operation.ts'
import { ruleByName, rulesOfHandlers } from './handler-rules.ts'
import { code, page, table } from './markdown.ts'

const contracts = new URL('../../packages/contract/src/', import.meta.url)

type FacePage = {
  readonly title: string
  readonly prefix: string
  /** What the same face promises outside its prefix. */
  readonly outside?: Contract
  /** What every operation may answer: the statuses of a face are its own (`apis/<face>/errors.ts`). */
  readonly everywhere: string
}

const plain =
  '400 (the request cannot be understood), 401 (no valid proof of who asks), 403 (not allowed), 413 (the body is ' +
  'too large) and 429 (too much at once)'

/** Every face has its page: one that is missing here fails the generation. */
const faces: Readonly<Record<string, FacePage>> = {
  arize: {
    title: 'Operations of the arize face',
    prefix: '/arize',
    everywhere: `${plain}; what the state of things forbids is 400 as well`,
  },
  geobox: {
    title: 'Operations of the geobox face',
    prefix: '/geobox/v1',
    everywhere:
      '401 (no valid proof of who asks), 403 (not allowed, or too much at once), 404 (no such address or verb) and ' +
      '422 (the request cannot be understood, or is too large)',
  },
  julep: {
    title: 'Operations of the julep face',
    prefix: '/julep/api',
    everywhere:
      '401 (no valid proof of who asks), 403 (not allowed), 413 (the body is too large), 422 (the request cannot be ' +
      'understood; a `metadata_filter` that is no JSON object is 400) and 429 (too much at once)',
  },
  keystone: {
    title: 'Operations of the OpenStack Identity v3 API',
    prefix: '/v3',
    outside: versions,
    everywhere: plain,
  },
  native: { title: 'Operations of the native API', prefix: '/api/v1', everywhere: plain },
  roboto: {
    title: 'Operations of the roboto face',
    prefix: '/roboto',
    everywhere:
      '400 (the request cannot be understood), 401 (no valid proof of who asks, or not allowed), 403 (the state of ' +
      'things forbids it), 413 (the body is too large) and 429 (too much at once)',
  },
}

const preamble = (face: string, everywhere: string) =>
  `Beside the errors listed, every operation may answer ${everywhere}. A GET answers HEAD too. What the answers ` +
  `mean: [${face}.md](../apis/${face}.md). The rules are explained in [rules.md](rules.md); of several, each ` +
  'allows a part of what the operation does.'

const words: Readonly<Record<string, string>> = { open: 'everybody', known: 'whoever is signed in' }

const guard = (operation: Operation, found: readonly string[]): string => {
  // Who must be signed in anyway is no news beside a rule.
  const rules = found.length > 1 ? found.filter((rule) => rule !== 'known') : found
  if (rules.length > 0) return rules.map((rule) => words[rule] ?? code(rule)).join(', ')
  return operation.open ? 'everybody' : '–'
}

const head = ['Method', 'Path', 'What', 'Query', 'Answers', 'Rejects', 'Allowed by'] as const

const row = (prefix: string, operation: Operation, rules: readonly string[]): readonly string[] => [
  operation.method,
  code(operation.path === '/' ? prefix || '/' : `${prefix}${operation.path}`),
  operation.summary,
  (operation.query ?? []).map(code).join(', '),
  Object.keys(operation.answers).join(', '),
  (operation.errors ?? []).join(', '),
  guard(operation, rules),
]

/** `/users/{user_id}` belongs under `users`, and so does `/v2/users`. */
const section = ({ path }: Operation): string =>
  path.split('/').find((part) => part !== '' && !/^v\d+$/.test(part)) ?? '/'

const operationsPage = async (
  face: string,
  { title, prefix, outside = {}, everywhere }: FacePage,
  contract: Contract,
): Promise<string> => {
  const rules = await rulesOfHandlers(face)
  const rows = (operations: readonly (readonly [key: string, operation: Operation])[], below: string) =>
    operations.map(([key, operation]) => row(below, operation, rules.get(key) ?? ruleByName(key)))
  const sections = Map.groupBy(Object.entries(contract), ([, operation]) => section(operation))
  const root = [...rows(Object.entries(outside), ''), ...rows(sections.get('/') ?? [], prefix)]
  sections.delete('/')
  return page(title, [
    preamble(face, everywhere),
    ...(root.length === 0 ? [] : [table(head, root)]),
    ...[...sections]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, operations]) => [`## ${name}`, table(head, rows(operations, prefix))]),
  ])
}

/** A page for each face whose contract has an `all.ts`. */
export const writeOperationsPages = async (): Promise<readonly (readonly [name: string, text: string])[]> => {
  const named = readdirSync(contracts).filter((name) => existsSync(new URL(`${name}/all.ts`, contracts)))
  return Promise.all(
    named.sort().map(async (face) => {
      const about = faces[face]
      if (!about) throw new Error(`scripts/reference/operations-page.ts does not know the face ${face}`)
      const module = (await import(new URL(`${face}/all.ts`, contracts).href)) as Record<string, Contract>
      const contract = module[face]
      if (!contract) throw new Error(`packages/contract/src/${face}/all.ts does not export ${face}`)
      return [`${face}-operations.md`, await operationsPage(face, about, contract)] as const
    }),
  )
}
