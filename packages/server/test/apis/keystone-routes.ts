import type { Called, TestServer } from '../test-server.ts'

export type RouteCall = {
  /** The values of the path parameters. */
  readonly [parameter: string]: string
}

export type CallRoute = (
  route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'} /v3/${string}`,
  params?: RouteCall,
  more?: { readonly body?: unknown; readonly query?: string; readonly token?: string | undefined },
) => Promise<Called>

/**
 * Calls routes by their names in `docs/specs/keystone-routes.tsv`, as in `PUT /v3/policies/{policy_id}`, so that a search
 * finds the tests of each route. By default as an administrator of the system.
 */
export const callRoutes =
  (s: TestServer): CallRoute =>
  (route, params = {}, more = {}) => {
    const [method = '', path = ''] = route.split(' ')
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name]
      if (value === undefined) throw new Error(`${route} needs ${name}`)
      return encodeURIComponent(value)
    })
    const token = 'token' in more ? more.token : s.system
    return s.call(method, `${url}${more.query ?? ''}`, { token, body: more.body })
  }
