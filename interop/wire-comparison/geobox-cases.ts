import { ArgumentError, type CreateUser, Geobox, GeoboxError, type ListUsers } from '@muster/sdk/geobox'
import { keys, makeCase, run, url } from './recording.ts'

// Each operation and each error of our client; geobox_cases.py has the same cases.

const testCase = makeCase((error) => {
  if (error instanceof GeoboxError) return error.name
  return error instanceof ArgumentError ? 'argument' : undefined
})
const baseUrl = `${url}/geobox/v1`
const connect = (accessToken = '') => new Geobox({ accessToken, baseUrl }).users
const manager = connect(keys['manager'])
const ordinary = connect(keys['ordinary'])
const withKey = new Geobox({ apiKey: 'a b/c', baseUrl }).users

/** Takes arguments that the types do not allow, too. */
const create = (more: object, client = manager) =>
  client.create({
    password: 'P@ssw0rd ✓ 😀',
    role: 'Publisher',
    firstName: 'Ann',
    lastName: 'Lee',
    mobile: '+98 9120123456',
    status: 'Active',
    ...more,
  } as CreateUser)
const named = (name: string) => ({ username: `${name}-${run}`, email: `${name}-${run}+x@example.com` })
const list = (given: ListUsers, client = manager) => client.list(given).toArray({ limit: 99 })
const known = (id: number) => manager.of(id)
const prepared = (
  name: string,
  status: number,
  call: () => Promise<unknown> = () => manager.get(1),
  body: unknown = { detail: 'prepared' },
) => testCase(name, call, { status, body })

const user = { id: 7, first_name: 'Ann', last_name: 'Lee' }
const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e'
const absent = 999_999_999
const q = "username LIKE '%ann%' AND created_at > '2021-01-01'"

await testCase('create', () => create(named('ann')))
await testCase('create with little', () =>
  create({ ...named('bob'), firstName: undefined, lastName: undefined, mobile: null }),
)
await testCase('create again', () => create(named('ann')))
await testCase('get me', () => manager.get())
await prepared('get by id', 200, () => manager.get(7), user)
await testCase('get absent', () => manager.get(absent))
await testCase('list', () => list({ skip: 0, limit: 10 }))
await testCase('list by q', () => list({ q, limit: 10 }))
await testCase('list by search', () => list({ search: 'a b+c&d', searchFields: 'username,email', limit: 10 }))
await testCase('list by status', () => list({ status: 'Active', orderBy: 'username D', skip: 1, limit: 1 }))
await testCase('list by user', () => list({ userId: absent, limit: 10 }))
await testCase('list with an error in q', () => list({ q: 'x x', limit: 10 }))
await testCase('count', () => manager.count())
await testCase('count by search', () => manager.count({ search: 'ann' }))
await testCase('search', () => manager.search({ search: 'ann', skip: 1, limit: 10 }).toArray({ limit: 10 }))
await testCase('search for nothing', () => manager.search({ limit: 10 }).toArray({ limit: 10 }))
await prepared(
  'update',
  200,
  () => known(7).update({ username: 'u', email: 'e@example.com', firstName: 'F', lastName: 'L' }),
  user,
)
await prepared('update enums', 200, () => known(7).update({ status: 'Pending', role: 'Viewer' }), user)
await prepared('update nothing', 200, () => known(7).update({}), user)
await prepared(
  'update to null',
  200,
  () => known(7).update({ mobile: '', plan: null, expirationDate: '' }),
  user,
)
await prepared(
  'update expiry',
  200,
  () => known(7).update({ expirationDate: '2030-01-02', mobile: '+1' }),
  user,
)
await testCase('update absent', () => known(absent).update({ firstName: 'x' }))
await testCase('delete absent', () => known(absent).delete())
await prepared('delete', 200, () => known(7).delete(), {})
await prepared('get_sessions', 200, () => known(7).getSessions(), [{ uuid, agent: 'x' }])
await testCase('get_my_sessions', () => manager.getMySessions())
await testCase('get_sessions of an absent user', () => known(7).getSessions(absent))
await prepared('close', 200, () => known(7).session(uuid).close(), {})
await prepared('change_password', 200, () => known(7).changePassword('pässwörd✓ 😀a'), {})
await testCase('change_password of an absent user', () => known(absent).changePassword('a new phrase'))
await prepared('renew_plan', 200, () => known(7).renewPlan(), {})
await testCase('renew_plan of an absent user', () => known(absent).renewPlan())
await testCase('get with a wrong token', () => connect('wrong').get())
await testCase('list without permission', () => list({ limit: 10 }, ordinary))
await testCase('create without permission', () => create(named('cid'), ordinary))
await testCase('get with an API key', () => withKey.get())
await testCase('list with an API key', () => list({ q: "username = 'x'", limit: 10 }, withKey))
await prepared(
  'create with an API key',
  200,
  () => create({ username: 'x', email: 'x@example.com' }, withKey),
  user,
)
await testCase('sign in', () =>
  new Geobox({ username: 'ada & co', password: 'wrong + phrase', baseUrl }).users.get(),
)

await testCase('list: q and search', () => list({ q: 'id = 1', search: 'x', limit: 10 }))
await testCase('create: username is empty', () => create({ username: '', email: 'x@example.com' }))
await testCase('create: no password', () => create({ username: 'x', email: 'x@example.com', password: null }))
await testCase('create: role is text', () =>
  create({ username: 'x', email: 'x@example.com', role: 'Viewer ' }),
)

for (const status of [401, 403, 404, 422, 500]) await prepared(`status ${status}`, status)
for (const status of [400, 409, 503])
  await prepared(`delete with status ${status}`, status, () => known(7).delete())
