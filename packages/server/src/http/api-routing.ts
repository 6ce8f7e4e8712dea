import type { Api, HttpError } from './api.ts'

/** A mounted API, and the methods of its routes for a path. */
export type Mounted = {
  readonly api: Api
  readonly methodsAt: (path: string) => readonly string[]
}

/** Mounted APIs by prefix. */
export type MountedApis = Map<string, Mounted>

/** Decodes percent-encoded unreserved characters (RFC 3986 section 2.3). */
const unescaped = (path: string): string =>
  path.replace(/%(2d|2e|5f|7e|3\d|[46][1-9a-f]|[57][0-9a])/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )

/** The path of a request target in origin or absolute form, without query. */
export const pathOf = (target: string): string =>
  (target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '') || '/'

/**
 * The API that answers for a URL without a route: the one with the longest matching prefix. Unlike routing, this
 * ignores case and repeated slashes, so that a client with a mistyped URL gets an error in the format of its API.
 */
export const mountedAt = (apis: MountedApis, target: string): Mounted | undefined => {
  const path = unescaped(pathOf(target)).replaceAll(/\/+/g, '/').toLowerCase()
  const prefixes = [...apis.keys()].filter((prefix) => path === prefix || path.startsWith(`${prefix}/`))
  return apis.get(prefixes.sort((a, b) => b.length - a.length)[0] ?? '')
}

/** Finds the methods of a path among route patterns such as `/users/:id`. */
export const methodsFinder = (routes: ReadonlyMap<string, ReadonlySet<string>>, prefix: string) => {
  let patterns: readonly (readonly [RegExp, ReadonlySet<string>])[] | undefined
  return (path: string): readonly string[] => {
    patterns ??= [...routes].map(([route, methods]) => {
      const pattern = `${prefix}${route}`.replace(/\/+$/, '').replaceAll('.', '\\.')
      return [
        new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+').replaceAll('*', '.*')}/*$`),
        methods,
      ] as const
    })
    const found = patterns.flatMap(([pattern, methods]) => (pattern.test(path) ? [...methods] : []))
    return [...new Set(found)].sort()
  }
}

/** The error of a request without a route: the path has other methods, or does not exist. */
export const unrouted = (allowed: readonly string[]): HttpError =>
  allowed.length === 0 ? { kind: 'no_route' } : { kind: 'wrong_method', allowed }
