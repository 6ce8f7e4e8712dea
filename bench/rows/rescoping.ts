import { httpRow } from '../http-row.ts'
import { seedOf } from '../seed.ts'
import { tokenAuth } from '../target.ts'

export const rescoping = httpRow({
  name: 'rescoping',
  about: 'POST /v3/auth/tokens: a token for a token, for the same project',
  atLeast: { perSecond: 5000 },
  exchange: async (target) => {
    const { userToken, projectId } = await seedOf(target)
    const body = tokenAuth(userToken, { project: { id: projectId } })
    return { status: 201, calls: [{ method: 'POST', path: '/v3/auth/tokens', body }] }
  },
})
