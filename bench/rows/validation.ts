import { httpRow } from '../http-row.ts'
import { seedOf } from '../seed.ts'

const path = '/v3/auth/tokens'

export const validation = httpRow({
  name: 'validation',
  about: 'GET /v3/auth/tokens: the administrator validates one project token repeatedly',
  atLeast: { ofBaseline: 0.6 },
  exchange: async (target) => {
    const { admin, userToken } = await seedOf(target)
    return { status: 200, calls: [{ method: 'GET', path, token: admin, subject: userToken }] }
  },
})

export const manyTokens = httpRow({
  name: 'many-tokens',
  about: 'the same for 500 tokens of 20 users in turn',
  atLeast: { ofBaseline: 0.6 },
  exchange: async (target) => {
    const { admin, tokens } = await seedOf(target)
    return { status: 200, calls: tokens.map((subject) => ({ method: 'GET', path, token: admin, subject })) }
  },
})
