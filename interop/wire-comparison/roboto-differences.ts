import { checkedBeforeRequest, type Difference } from './compare.ts'

const users = '/roboto/v1/users'

const encoding =
  'A space is sent as %20, which every server decodes; + is a space in forms only. Both reach the same user.'
const attempts =
  'GET, PUT and DELETE are attempted three times, and only for statuses that a repetition can change. POST is attempted once: the Python SDK attempts a create ten times, and reports a conflict when the first attempt succeeded and its response was lost.'

const attempted = (cases: readonly string[], request: string, ours: number): Difference => ({
  cases,
  part: 'requests',
  python: `10 × ${request}`,
  ours: `${ours} × ${request}`,
  reason: attempts,
})

export const robotoDifferences: readonly Difference[] = [
  {
    cases: 'all',
    part: 'x-roboto-api-version',
    python: '2026-05-20',
    ours: '2026-02-11',
    reason:
      'Ours sends the version of the documented API, that of 0.36.0. The users API is the same in both.',
    versions: ['0.53.0'],
  },
  {
    cases: ['from_id with a space'],
    part: 'path',
    python: `${users}/id/bob+<run>`,
    ours: `${users}/id/bob%20<run>`,
    reason: encoding,
  },
  {
    cases: ['from_id with quotes'],
    part: 'path',
    python: `${users}/id/it%27s+%28a%29+%2Auser%2A%21~`,
    ours: `${users}/id/it's%20(a)%20*user*!~`,
    reason: `${encoding} RFC 3986 allows quotes, parentheses, * and ! in a path.`,
  },
  {
    cases: ['a key of the discontinued form'],
    part: 'outcome',
    python: 'RobotoDeprecatedException',
    ours: 'argument',
    reason: 'The key is rejected when the client is created, as each malformed argument: an ArgumentError.',
  },
  {
    cases: ['status 409'],
    part: 'outcome',
    python: 'status 409',
    ours: 'RobotoConflictException',
    reason:
      'A conflict is RobotoConflictException, also without the body of Roboto, as in newer Python SDKs.',
    versions: [''],
  },
  ...checkedBeforeRequest(['create: user_id is empty'], 'RobotoInvalidRequestException', `POST ${users}`),
  ...checkedBeforeRequest(['from_id: user_id is empty'], 'RobotoNotFoundException', `GET ${users}/id/`),
  ...checkedBeforeRequest(['from_id: user_id is ..'], 'RobotoNotFoundException', `GET ${users}/id/..`),
  ...checkedBeforeRequest(['update: name is empty'], 'RobotoNotFoundException', `PUT ${users}`, ['']),
  ...checkedBeforeRequest(
    ['delete: user_id ends with a space'],
    'RobotoNotFoundException',
    `DELETE ${users}`,
  ),
  attempted(['status 500', 'code Internal'], `GET ${users}/id/x`, 1),
  attempted(['status 503', 'code ServiceUnavailable'], `GET ${users}/id/x`, 3),
  attempted(['create with status 503'], `POST ${users}`, 1),
  attempted(['update with status 503'], `PUT ${users}`, 3),
  attempted(['delete with status 503'], `DELETE ${users}`, 3),
]
