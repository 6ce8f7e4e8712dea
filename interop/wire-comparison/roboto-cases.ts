import {
  ApiError,
  ArgumentError,
  type CreateUserRequest,
  Roboto,
  RobotoDomainException,
  type UpdateUserRequest,
  UserRecord,
} from '@muster/sdk/roboto'
import { keys, makeCase, run, url } from './recording.ts'

// Each operation and each error of our client; roboto_cases.py has the same cases.

const testCase = makeCase((error) => {
  // The base class stands for statuses without a class.
  if (error instanceof RobotoDomainException && error.constructor !== RobotoDomainException) return error.name
  if (error instanceof ApiError) return `status ${error.status}`
  return error instanceof ArgumentError ? 'argument' : undefined
})
const connect = (apiKey = '') => new Roboto({ apiKey, baseUrl: `${url}/roboto` })
const platform = connect(keys['platform'])
const ordinary = connect(keys['ordinary'])
const alice = `alice-${run}+x@example.com`

/** Takes arguments that the types do not allow, too. */
const create = (request: object, client = platform) => client.users.create(request as CreateUserRequest)
const find = (userId: string, client = platform) => client.users.fromId(userId)
const known = (userId: string, client = platform) => client.users.fromRecord(new UserRecord({ userId }))
const update = (userId: string, request: object) => known(userId).update(request as UpdateUserRequest)

await testCase('a key of the discontinued form', () => connect('robo_pat_1').users.forSelf())

const user = (await testCase('create', () => create({ userId: alice }))) ?? known(alice)
await testCase('create with everything', () =>
  create({
    userId: `bob ${run}`,
    name: 'Bob 🙂',
    isServiceUser: true,
    isSystemUser: false,
    pictureUrl: 'https://pictures.example/bob.png',
    defaultNotificationChannels: ['web_ui', 'email'],
    defaultNotificationTypes: [],
  }),
)
await testCase('create with null', () =>
  create({ userId: `cid-${run}`, name: null, defaultNotificationChannels: null }),
)
await testCase('create again', () => create({ userId: alice }))
await testCase('from_id', () => find(alice))
await testCase('from_id with a space', () => find(`bob ${run}`))
await testCase('from_id with a slash', () => find('a/b%c&d?e#f'))
await testCase('from_id with Unicode', () => find('世界'))
await testCase('from_id with quotes', () => find("it's (a) *user*!~"))
await testCase('for_self', () => ordinary.users.forSelf())
await testCase('update name', () => user.update({ name: 'Alison' }))
await testCase('update picture', () => user.update({ pictureUrl: 'https://pictures.example/alice.png' }))
await testCase('update channels', () =>
  user.update({ notificationChannelsEnabled: { web_ui: true, email: false } }),
)
await testCase('update types', () => user.update({ notificationTypesEnabled: { comment_mention: false } }))
await testCase('update nothing', () => user.update())
await testCase('orgs of a user', () => platform.orgs.forUser(alice))
await testCase('orgs of an absent user', () => platform.orgs.forUser('absent'))
await testCase('delete', () => user.delete())
await testCase('delete again', () => user.delete())
await testCase('update a deleted user', () => user.update({ name: 'Ghost' }))
await testCase('from_id of a deleted user', () => find(alice))

await testCase('create with a wrong key', () => create({ userId: 'x' }, connect('wrong')))
await testCase('create without permission', () => create({ userId: 'x' }, ordinary))
await testCase('create with an id that is too long', () => create({ userId: 'x'.repeat(300) }))
await testCase('for_self with a wrong key', () => connect('wrong').users.forSelf())
await testCase('from_id without permission', () => find('admin', ordinary))
await testCase('update without permission', () => known('admin', ordinary).update({ name: 'Eve' }))
await testCase('delete without permission', () => known('admin', ordinary).delete())
await testCase('update of a Latin-1 id', () => update('grün', { name: 'x' }))

await testCase('create: no user_id', () => create({ name: 'x' }))
await testCase('create: user_id is a number', () => create({ userId: 7 }))
await testCase('create: user_id is empty', () => create({ userId: '' }))
await testCase('create: name is a number', () => create({ userId: 'x', name: 7 }))
await testCase('create: unknown channel', () =>
  create({ userId: 'x', defaultNotificationChannels: ['slack'] }),
)
await testCase('create: unknown type', () => create({ userId: 'x', defaultNotificationTypes: ['all'] }))
await testCase('create: is_service_user is text', () => create({ userId: 'x', isServiceUser: 'maybe' }))
await testCase('from_id: user_id is empty', () => find(''))
await testCase('from_id: user_id is ..', () => find('..'))
await testCase('update: name is empty', () => update('absent', { name: '' }))
await testCase('update: name is a number', () => update('absent', { name: 7 }))
await testCase('update: unknown channel', () =>
  update('absent', { notificationChannelsEnabled: { slack: true } }),
)
await testCase('update: flag is text', () =>
  update('absent', { notificationChannelsEnabled: { email: 'maybe' } }),
)
await testCase('delete: user_id has a line break', () => known('a\nb').delete())
await testCase('delete: user_id ends with a space', () => known('absent ').delete())
await testCase('delete: user_id is beyond Latin-1', () => known('世界').delete())

type Prepared = { readonly code?: string; readonly message?: string; readonly call?: () => Promise<unknown> }
const prepared = (
  name: string,
  status: number,
  { code, message = 'prepared', call = () => find('x') }: Prepared = {},
) => {
  const body = code === undefined ? { message } : { error: { error_code: code, message } }
  return testCase(name, call, { status, body })
}

for (const status of [400, 401, 404, 409, 422, 500, 501, 503]) await prepared(`status ${status}`, status)
const codes = [
  'LimitExceeded',
  'Deprecated',
  'NotImplemented',
  'Conflict',
  'NoOrgProvided',
  'AuthenticationFailure',
]
for (const code of codes) await prepared(`code ${code}`, 418, { code: `Roboto${code}Exception` })
await prepared('code Internal', 500, { code: 'RobotoInternalException' })
await prepared('code ServiceUnavailable', 429, { code: 'RobotoServiceUnavailableException' })
await prepared('an unknown code', 404, { code: 'RobotoNovelException' })
await prepared('explicit deny', 403, {
  message: 'User is not authorized to access this resource with an explicit deny',
})
await prepared('create with status 503', 503, { call: () => create({ userId: 'x' }) })
await prepared('update with status 503', 503, { call: () => known('x').update() })
await prepared('delete with status 503', 503, { call: () => known('x').delete() })
