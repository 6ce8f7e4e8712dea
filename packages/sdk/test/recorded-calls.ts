/**
 * Wraps a client so that each method call and each read of a property adds its path, such as `users.create`, to
 * `called`. Suites compare the set with the operations of their seed.
 */
export const recordCalls = <T extends object>(client: T, called: Set<string>, path = ''): T =>
  new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof name === 'symbol') return typeof value === 'function' ? value.bind(target) : value
      const here = path === '' ? name : `${path}.${name}`
      if (typeof value === 'function')
        return (...args: unknown[]) => {
          called.add(here)
          return Reflect.apply(value, target, args)
        }
      called.add(here)
      return isResource(value) ? recordCalls(value, called, here) : value
    },
  })

const isResource = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise)
