import { credentialAuth } from '../delegated.ts'
import { httpRow } from '../http-row.ts'

export const credentialLogin = httpRow({
  name: 'credential-login',
  about: 'POST /v3/auth/tokens with an application credential whose secret the server generated',
  atLeast: { perSecond: 5000 },
  exchange: async (target) => ({
    status: 201,
    calls: [{ method: 'POST', path: '/v3/auth/tokens', body: await credentialAuth(target) }],
  }),
})
