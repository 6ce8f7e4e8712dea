import { checkedBeforeRequest, type Difference } from './compare.ts'

const users = '/arize/v2/users'

const attempts =
  'GET and DELETE are attempted three times, also without Retry-After; the Python SDK attempts them four times with it, and once without.'

const attempted = (cases: readonly string[], request: string, python: number): Difference => ({
  cases,
  part: 'requests',
  python: `${python} × ${request}`,
  ours: `3 × ${request}`,
  reason: attempts,
})

export const arizeDifferences: readonly Difference[] = [
  {
    cases: ['get with quotes'],
    part: 'path',
    python: `${users}/it%27s%20%28a%29%20%2Auser%2A%21~`,
    ours: `${users}/it's%20(a)%20*user*!~`,
    reason: 'RFC 3986 allows quotes, parentheses, * and ! in a path. Both reach the same user.',
  },
  {
    cases: ['get: user_id is empty'],
    part: 'requests',
    python: `1 × GET ${users}/`,
    ours: '0 × none',
    reason: 'An empty id is an ArgumentError; the Python SDK requests the list and fails to read it.',
  },
  ...checkedBeforeRequest(['create: email is empty'], 'BadRequestException', `POST ${users}`),
  ...checkedBeforeRequest(['delete: user_id is ..'], 'NotFoundException', 'DELETE /arize/v2/'),
  attempted(['status 429', 'status 503'], `GET ${users}/x`, 1),
  attempted(['get with status 503 and Retry-After'], `GET ${users}/x`, 4),
  attempted(['delete with status 429 and Retry-After'], `DELETE ${users}/x`, 4),
]
