import { argv } from 'node:process'
import { ApiException, ArgumentError, Arize, type CreateUser, type UpdateUser } from '@muster/sdk/arize'
import { keys, makeCase, type Respond, run, url } from './recording.ts'

// Each operation and each error of our client; arize_cases.py has the same cases.

const sdkVersion = argv[2] === '8.40.0' ? '8.40.0' : '8.26.0'

const testCase = makeCase((error) => {
  if (error instanceof ApiException) return error.name
  return error instanceof ArgumentError ? 'argument' : undefined
})
const connect = (apiKey = '') => new Arize({ apiKey, baseUrl: `${url}/arize`, sdkVersion }).users
const manager = connect(keys['manager'])
const ordinary = connect(keys['ordinary'])

const role = (name: string) => ({ type: 'predefined', name })
/** Takes arguments that the types do not allow, too. */
const create = (more: object, client = manager) =>
  client.create({ name: 'Ann', role: role('member'), inviteMode: 'none', ...more } as CreateUser)
const update = (userId: string, more: object) => manager.update({ userId, ...more } as UpdateUser)
const list = (given: object, client = manager) => client.listPage(given)
const person = (name: string) => `${name}-${run}+x@example.com`
const absent = 'VXNlcjoxOmFic2VudA=='
const page = { users: [], pagination: { has_more: false } }

const { id: ann = '' } = (await testCase('create', () => create({ email: person('ann') }))) ?? {}
await testCase('create with everything', () =>
  create({
    email: person('bob'),
    name: 'Bob 🙂',
    role: role('annotator'),
    inviteMode: 'email_link',
    isDeveloper: true,
  }),
)
const { id: cid = '' } =
  (await testCase('create with a temporary password', () =>
    create({ email: person('cid'), inviteMode: 'temporary_password' }),
  )) ?? {}
await testCase('create with a custom role', () =>
  create({ email: person('dan'), role: { type: 'custom', id: 'Um9sZToxOng=' } }),
)
await testCase('create not a developer', () => create({ email: person('eve'), isDeveloper: false }))
await testCase('create again', () => create({ email: person('ann') }))
await testCase('create invited again', () => create({ email: person('cid'), inviteMode: 'email_link' }))
await testCase('create with an invalid email', () => create({ email: 'no address' }))
await testCase('list', () => list({}))
await testCase('list with a limit', () => list({ limit: 100 }))
await testCase('list by email', () => list({ email: 'a b+c/d&e=f🙂' }))
await testCase('list by status', () => list({ status: ['active', 'invited'] }))
await testCase('list with a cursor', () => list({ cursor: 'a/b+c==' }), { status: 200, body: page })
await testCase('list with an invalid cursor', () => list({ cursor: 'x' }))
await testCase('get', () => manager.get(ann))
await testCase('get absent', () => manager.get(absent))
await testCase('get with a slash', () => manager.get('a/b%c&d?e#f'))
await testCase('get with quotes', () => manager.get("it's (a) *user*!~"))
await testCase('update name', () => update(ann, { name: 'Anna' }))
await testCase('update developer', () => update(ann, { isDeveloper: false }))
await testCase('update both', () => update(ann, { name: 'Ann', isDeveloper: true }))
await testCase('update absent', () => update(absent, { name: 'x' }))
await testCase('resend_invitation', () => manager.resendInvitation(cid))
await testCase('resend_invitation of an active user', () => manager.resendInvitation(ann))
await testCase('reset_password', () => manager.resetPassword(ann))
await testCase('reset_password of an invited user', () => manager.resetPassword(cid))
await testCase('delete', () => manager.delete(ann))
await testCase('delete again', () => manager.delete(ann))
await testCase('get of a deleted user', () => manager.get(ann))
await testCase('create of a deleted user', () => create({ email: person('ann') }))
await testCase('list with a wrong key', () => list({}, connect('wrong')))
await testCase('create without permission', () => create({ email: person('fay') }, ordinary))
await testCase('delete without permission', () => ordinary.delete(cid))

await testCase('list: limit 0', () => list({ limit: 0 }))
await testCase('list: limit 101', () => list({ limit: 101 }))
await testCase('list: unknown status', () => list({ status: ['inactive'] }))
await testCase('list: email is too long', () => list({ email: 'x'.repeat(256) }))
await testCase('create: no email', () => create({ name: 'x' }))
await testCase('create: name is empty', () => create({ email: 'x@example.com', name: '' }))
await testCase('create: name is too long', () => create({ email: 'x@example.com', name: 'x'.repeat(256) }))
await testCase('create: email is empty', () => create({ email: '' }))
await testCase('create: unknown role', () => create({ email: 'x@example.com', role: role('owner') }))
await testCase('create: unknown mode', () => create({ email: 'x@example.com', inviteMode: 'sms' }))
await testCase('update: nothing', () => update(absent, {}))
await testCase('update: name is empty', () => update(absent, { name: '' }))
await testCase('get: user_id is empty', () => manager.get(''))
await testCase('delete: user_id is ..', () => manager.delete('..'))

const prepared = (
  name: string,
  status: number,
  call: () => Promise<unknown> = () => manager.get('x'),
  headers: Respond['headers'] = {},
) =>
  testCase(name, call, {
    status,
    body: { title: 'prepared', status },
    headers: { 'content-type': 'application/problem+json', ...headers },
  })

for (const status of [400, 401, 403, 404, 409, 422, 429, 418, 500, 503])
  await prepared(`status ${status}`, status)
const now = { 'retry-after': '0' }
await prepared('get with status 503 and Retry-After', 503, undefined, now)
await prepared('create with status 503 and Retry-After', 503, () => create({ email: 'x@example.com' }), now)
await prepared('delete with status 429 and Retry-After', 429, () => manager.delete('x'), now)
