import type { Seed } from './seed.ts'

/*
 * Counted: the 2 classes, their class attribute, constructors, `__repr__`, properties and methods, each argument of the
 * methods, and the exception under "Raises". Arguments are exercised when a test saw their effect on the server;
 * `shared`, which has none on users, when the server accepted it. The argument `api` is the client here.
 */

const methods: Readonly<Record<string, readonly [implementation: string, names: readonly string[]]>> = {
  get_users: [
    'users.list',
    ['status', 'q', 'search', 'search_fields', 'order_by', 'skip', 'limit', 'user_id', 'shared'],
  ],
  create_user: [
    'users.create',
    ['username', 'email', 'password', 'role', 'first_name', 'last_name', 'mobile', 'status'],
  ],
  search_users: ['users.search', ['search', 'skip', 'limit']],
  get_user: ['users.get', ['user_id']],
  update: [
    'user.update',
    ['username', 'email', 'first_name', 'last_name', 'mobile', 'status', 'role', 'plan', 'expiration_date'],
  ],
  delete: ['user.delete', []],
  get_sessions: ['user.getSessions', ['user_id']],
  change_password: ['user.changePassword', ['new_password']],
  renew_plan: ['user.renewPlan', []],
}

const camelCase = (name: string) => name.replaceAll(/_(.)/g, (_match, letter: string) => letter.toUpperCase())

const ofMethods = Object.entries(methods).flatMap(([method, [implementation, names]]) => {
  const name = `AsyncUser.${method}`
  return [
    { name, implementation },
    ...names.map((argument) => ({
      name: `${name}: ${argument}`,
      implementation: `${implementation} ${camelCase(argument)}`,
    })),
  ]
})

const operations = [
  { name: 'AsyncUser', implementation: 'users' },
  { name: 'AsyncUser.BASE_ENDPOINT', implementation: 'User.baseEndpoint' },
  { name: 'AsyncUser.__init__', implementation: 'users.of' },
  { name: 'AsyncUser.__repr__', implementation: 'user.toString' },
  { name: 'AsyncUser.role', implementation: 'user.role' },
  { name: 'AsyncUser.status', implementation: 'user.status' },
  { name: 'AsyncUser.plan', implementation: 'user.plan' },
  ...ofMethods,
  { name: 'AsyncUser.get_users: return_count', implementation: 'users.count' },
  { name: 'AsyncUser.get_user: NotFoundError', implementation: 'users.get NotFoundError' },
  { name: 'AsyncSession', implementation: 'session.uuid' },
  { name: 'AsyncSession.__init__', implementation: 'user.session' },
  { name: 'AsyncSession.__repr__', implementation: 'session.toString' },
  { name: 'AsyncSession.close', implementation: 'session.close' },
]

export const geoboxSeed: Seed = { seed: '003', count: 54, page: 'geobox.md', operations }
