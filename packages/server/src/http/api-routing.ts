import type { ApiDefinition, HttpError } from './api.ts'

/** A mounted face, and the methods that its routes have for a path. */
export type Mounted = {
  readonly face: ApiDefinition
  readonly methodsAt: (path: string) => readonly string[]
}

/** Mounted faces by prefix. */
export type MountedFaces = Map<string, Mounted>

/** Single characters that need no escape may be escaped all the same (RFC 3986 section 2.3). */
const unescaped = (path: string): string =>
  path.replace(/%(2d|2e|5f|7e|3\d|[46][1-9a-f]|[57][0-9a])/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )

/** The path of a request target, absolute or not, without query. */
export const pathOf = (target: string): string =>
  (target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '') || '/'

/**
 * The face that answers for an address that none of its routes has: the one with the longest prefix that the path
 * begins with. The case of letters and repeated slashes make no difference here, though they do for routes: a client
 * of an API that mistypes its address is answered by that API.
 */
export const mountedAt = (faces: MountedFaces, target: string): Mounted | undefined => {
  const path = unescaped(pathOf(target)).replaceAll(/\/+/g, '/').toLowerCase()
  const prefixes = [...faces.keys()].filter((prefix) => path === prefix || path.startsWith(`${prefix}/`))
  return faces.get(prefixes.sort((a, b) => b.length - a.length)[0] ?? '')
}

/** Finds the methods of a path among routes that are written as in `/users/:id`. */
export const methodsFinder = (routes: ReadonlyMap<string, ReadonlySet<string>>, prefix: string) => {
  let patterns: readonly (readonly [RegExp, ReadonlySet<string>])[] | undefined
  return (path: string): readonly string[] => {
    patterns ??= [...routes].map(([route, methods]) => {
      const pattern = `${prefix}${route}`.replace(/\/+$/, '').replaceAll('.', '\\.')
      return [new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}/*$`), methods] as const
    })
    const found = patterns.flatMap(([pattern, methods]) => (pattern.test(path) ? [...methods] : []))
    return [...new Set(found)].sort()
  }
}

/** The fault of a request that no route takes: the path has other methods, or it has none. */
export const unrouted = (allowed: readonly string[]): HttpError =>
  allowed.length === 0 ? { kind: 'no_route' } : { kind: 'wrong_method', allowed }
