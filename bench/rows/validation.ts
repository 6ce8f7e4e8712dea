import { httpRow } from '../http-row.ts'
import { seedOf } from '../seed.ts'

const path = '/v3/auth/tokens'

export const validation = httpRow({
  name: 'validation',
  about: 'GET /v3/auth/tokens: the administrator asks about one token of a project, again and again',
  atLeast: { ofFloor: 0.6 },
  exchange: async (place) => {
    const { admin, userToken } = await seedOf(place)
    return { status: 200, asks: [{ method: 'GET', path, token: admin, subject: userToken }] }
  },
})

export const manyTokens = httpRow({
  name: 'many-tokens',
  about: 'the same about 500 tokens of 20 users in turn',
  atLeast: { ofFloor: 0.6 },
  exchange: async (place) => {
    const { admin, tokens } = await seedOf(place)
    return { status: 200, asks: tokens.map((subject) => ({ method: 'GET', path, token: admin, subject })) }
  },
})
