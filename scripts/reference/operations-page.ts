import { existsSync, readdirSync } from 'node:fs'
import { versions } from '../../packages/contract/src/keystone/discovery.ts'
import type { Contract, Operation } from '../../packages/contract/src/operation.ts'
import { ruleByName, rulesOfHandlers } from './handler-rules.ts'
import { code, page, table } from './markdown.ts'

const contracts = new URL('../../packages/contract/src/', import.meta.url)

type ApiPage = {
  readonly title: string
  readonly prefix: string
  /** Operations of the same API outside its prefix. */
  readonly outside?: Contract
  /** Errors of every operation (`apis/<api>/errors.ts`). */
  readonly everywhere: string
}

const plain =
  '400 (the request is invalid), 401 (not authenticated), 403 (not allowed), 413 (the body is ' +
  'too large) and 429 (rate limited)'

/** Every API has a page: a missing entry fails the generation. */
const apis: Readonly<Record<string, ApiPage>> = {
  arize: {
    title: 'Operations of the Arize API',
    prefix: '/arize',
    everywhere: `${plain}; a conflict with the current state is 400 as well`,
  },
  geobox: {
    title: 'Operations of the Geobox API',
    prefix: '/geobox/v1',
    everywhere:
      '401 (not authenticated), 403 (not allowed, or rate limited), 404 (unknown path or method) and ' +
      '422 (the request is invalid, or is too large)',
  },
  julep: {
    title: 'Operations of the Julep API',
    prefix: '/julep/api',
    everywhere:
      '401 (not authenticated), 403 (not allowed), 413 (the body is too large), 422 (the request is ' +
      'invalid; a `metadata_filter` that is not a JSON object is 400) and 429 (rate limited)',
  },
  keystone: {
    title: 'Operations of the OpenStack Identity v3 API',
    prefix: '/v3',
    outside: versions,
    everywhere: plain,
  },
  native: { title: 'Operations of the native API', prefix: '/api/v1', everywhere: plain },
  roboto: {
    title: 'Operations of the Roboto API',
    prefix: '/roboto',
    everywhere:
      '400 (the request is invalid), 401 (not authenticated, or not allowed), 403 (a ' +
      'conflict with the current state), 413 (the body is too large) and 429 (rate limited)',
  },
}

const preamble = (api: string, everywhere: string) =>
  `In addition to the errors listed, every operation may return ${everywhere}. HEAD is accepted wherever GET is. The responses are ` +
  `described in [${api}.md](../apis/${api}.md), the rules in [rules.md](rules.md). With several rules, each allows a part ` +
  'of the operation.'

const words: Readonly<Record<string, string>> = {
  public: 'unauthenticated',
  authenticated: 'any authenticated caller',
}

const guard = (operation: Operation, found: readonly string[]): string => {
  // A rule implies authentication.
  const rules = found.length > 1 ? found.filter((rule) => rule !== 'authenticated') : found
  if (rules.length > 0) return rules.map((rule) => words[rule] ?? code(rule)).join(', ')
  return operation.public ? 'unauthenticated' : '–'
}

const head = ['Method', 'Path', 'What', 'Query', 'Answers', 'Rejects', 'Allowed by'] as const

const row = (prefix: string, operation: Operation, rules: readonly string[]): readonly string[] => [
  operation.method,
  code(operation.path === '/' ? prefix || '/' : `${prefix}${operation.path}`),
  operation.summary,
  (operation.query ?? []).map(code).join(', '),
  Object.keys(operation.responses).join(', '),
  (operation.errors ?? []).join(', '),
  guard(operation, rules),
]

/** `/users/{user_id}` belongs under `users`, and so does `/v2/users`. */
const section = ({ path }: Operation): string =>
  path.split('/').find((part) => part !== '' && !/^v\d+$/.test(part)) ?? '/'

const operationsPage = async (
  api: string,
  { title, prefix, outside = {}, everywhere }: ApiPage,
  contract: Contract,
): Promise<string> => {
  const rules = await rulesOfHandlers(api)
  const rows = (operations: readonly (readonly [key: string, operation: Operation])[], below: string) =>
    operations.map(([key, operation]) => row(below, operation, rules.get(key) ?? ruleByName(key)))
  const sections = Map.groupBy(Object.entries(contract), ([, operation]) => section(operation))
  const root = [...rows(Object.entries(outside), ''), ...rows(sections.get('/') ?? [], prefix)]
  sections.delete('/')
  return page(title, [
    preamble(api, everywhere),
    ...(root.length === 0 ? [] : [table(head, root)]),
    ...[...sections]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, operations]) => [`## ${name}`, table(head, rows(operations, prefix))]),
  ])
}

/** A page for each API whose contract has an `all.ts`. */
export const writeOperationsPages = async (): Promise<readonly (readonly [name: string, text: string])[]> => {
  const named = readdirSync(contracts).filter((name) => existsSync(new URL(`${name}/all.ts`, contracts)))
  return Promise.all(
    named.sort().map(async (api) => {
      const about = apis[api]
      if (!about) throw new Error(`scripts/reference/operations-page.ts has no entry for the API ${api}`)
      const module = (await import(new URL(`${api}/all.ts`, contracts).href)) as Record<string, Contract>
      const contract = module[api]
      if (!contract) throw new Error(`packages/contract/src/${api}/all.ts does not export ${api}`)
      return [`${api}-operations.md`, await operationsPage(api, about, contract)] as const
    }),
  )
}
