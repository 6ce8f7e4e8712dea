import type { Seed } from './seed.ts'

/*
 * Counted: the class, its 7 methods, each of their 16 arguments, and each error under "Raises": `ApiException` of each
 * method and the `ValueError` of `update`. Arguments are exercised when a test saw their effect on the server; errors
 * when a test saw the exception. The constructor is for use within the Python SDK and has no entry.
 */

const methods = {
  list: ['email', 'status', 'limit', 'cursor'],
  get: ['user_id'],
  create: ['name', 'email', 'role', 'invite_mode', 'is_developer'],
  update: ['user_id', 'name', 'is_developer'],
  delete: ['user_id'],
  resend_invitation: ['user_id'],
  reset_password: ['user_id'],
} as const

const camelCase = (name: string) => name.replaceAll(/_(.)/g, (_match, letter: string) => letter.toUpperCase())

const ofMethods = Object.entries(methods).flatMap(([method, names]) => {
  const [name, implementation] = [`UsersClient.${method}`, `users.${camelCase(method)}`]
  return [
    { name, implementation },
    ...names.map((argument) => ({
      name: `${name}: ${argument}`,
      implementation: `${implementation} ${camelCase(argument)}`,
    })),
    { name: `${name}: ApiException`, implementation: `${implementation} ApiException` },
  ]
})

const operations = [
  { name: 'UsersClient', implementation: 'users' },
  ...ofMethods,
  { name: 'UsersClient.update: ValueError', implementation: 'users.update ArgumentError name' },
]

export const arizeSeed: Seed = { seed: '002', count: 32, page: 'arize.md', operations }
