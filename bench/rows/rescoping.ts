import { httpRow } from '../http-row.ts'
import { seedOf } from '../seed.ts'
import { tokenAuth } from '../target.ts'

export const rescoping = httpRow({
  name: 'rescoping',
  about: 'POST /v3/auth/tokens: a token for a token, for the same project',
  atLeast: { perSecond: 5000 },
  exchange: async (place) => {
    const { userToken, projectId } = await seedOf(place)
    const body = tokenAuth(userToken, { project: { id: projectId } })
    return { status: 201, asks: [{ method: 'POST', path: '/v3/auth/tokens', body }] }
  },
})
