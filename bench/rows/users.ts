import { httpRow } from '../http-row.ts'
import { seedOf } from '../seed.ts'

export const showUser = httpRow({
  name: 'show-user',
  about: 'GET /v3/users/{id}',
  exchange: async (target) => {
    const { admin, userId } = await seedOf(target)
    return { status: 200, calls: [{ method: 'GET', path: `/v3/users/${userId}`, token: admin }] }
  },
})

export const listUsers = httpRow({
  name: 'list-users',
  about: 'GET /v3/users?limit=100: a page of 100 users of one domain',
  exchange: async (target) => {
    const { admin, domainId } = await seedOf(target)
    return {
      status: 200,
      calls: [{ method: 'GET', path: `/v3/users?domain_id=${domainId}&limit=100`, token: admin }],
    }
  },
})
