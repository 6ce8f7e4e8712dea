import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Called, TestServer } from '../test-server.ts'

type Row = {
  /** `PUT /v3/policies/{policy_id}` */
  readonly route: string
  /** The status of a success. */
  readonly status: number
  readonly group: string
}

const table = new URL('../../../../docs/specs/keystone-routes.tsv', import.meta.url)

/** The routes of Keystone. */
export const keystoneRoutes: readonly Row[] = readFileSync(table, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => {
    const [method = '', path = '', , status, group = ''] = row.split('\t')
    return { route: `${method} ${path}`, status: Number(status), group }
  })

/** The route without the names of its parameters, which differ between tables. */
export const anyName = (route: string) => route.replaceAll(/\{\w+\}/g, '{}').replace(/\/$/, '')

/** The row of a request, by its method and URL; where several match, the one with the fewest parameters. */
export const findRoute = (method: string, url: string): Row | undefined => {
  const [address = ''] = url.split('?', 1)
  const parts = address.split('/')
  const matches = keystoneRoutes.filter(({ route }) => {
    const [verb, path = ''] = route.split(' ')
    const names = path.split('/')
    return (
      verb === method &&
      names.length === parts.length &&
      names.every((name, at) => name === parts[at] || (name.startsWith('{') && parts[at] !== ''))
    )
  })
  const parameters = ({ route }: Row) => route.split('{').length
  return matches.sort((a, b) => parameters(a) - parameters(b))[0]
}

const known: ReadonlySet<string> = new Set(keystoneRoutes.map(({ route }) => route))

export type CallRoute = (
  route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /v3/${string}`,
  /** The values of the path parameters. */
  params?: Readonly<Record<string, string>>,
  more?: { readonly body?: unknown; readonly query?: string; readonly token?: string | undefined },
) => Promise<Called>

/**
 * Calls routes by their names in the table, by default as an administrator of the system. Adds each route
 * that succeeded to `called`.
 */
export const callRoutes =
  (s: TestServer, called = new Set<string>()): CallRoute =>
  async (route, params = {}, more = {}) => {
    assert.ok(known.has(route), `${route} is no route of Keystone`)
    const [method = '', path = ''] = route.split(' ')
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name]
      if (value === undefined) throw new Error(`${route} needs ${name}`)
      return encodeURIComponent(value)
    })
    const token = 'token' in more ? more.token : s.system
    const answer = await s.call(method, `${url}${more.query ?? ''}`, { token, body: more.body })
    if (answer.status < 300) called.add(route)
    return answer
  }

/** Asserts that each route of these groups of the table succeeded in a test. */
export const assertEveryRouteSucceeded = (
  called: ReadonlySet<string>,
  groups: readonly string[],
  count: number,
): void => {
  const routes = keystoneRoutes.filter(({ group }) => groups.includes(group)).map(({ route }) => route)
  assert.equal(routes.length, count)
  assert.deepEqual(
    routes.filter((route) => !called.has(route)),
    [],
  )
}
