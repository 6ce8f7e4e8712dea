import { checkedBeforeRequest, type Difference } from './compare.ts'

const users = '/geobox/v1/users/'

const failed = (status: number, ours: string): Difference => ({
  cases: [`delete with status ${status}`],
  part: 'outcome',
  python: 'returned',
  ours,
  reason: 'Each error status is an error; the Python SDK takes statuses that it has no class for as success.',
})

export const geoboxDifferences: readonly Difference[] = [
  ...checkedBeforeRequest(['list: q and search'], 'returned', `GET ${users}`),
  ...checkedBeforeRequest(['create: username is empty'], 'ValidationError', `POST ${users}`),
  failed(400, 'ValidationError'),
  failed(409, 'ValidationError'),
  failed(503, 'ServerError'),
  {
    cases: ['delete with status 503'],
    part: 'requests',
    python: `1 × DELETE ${users}<id 1>/`,
    ours: `3 × DELETE ${users}<id 1>/`,
    reason: 'GET, PUT and DELETE are attempted three times after a transient failure.',
  },
]
