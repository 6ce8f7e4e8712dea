import { Muster } from '@muster/sdk'
import { authenticate, makeVerifier } from '@muster/sdk/verify'
import type { Bench, Line, Row } from '../row.ts'
import { seedOf } from '../seed.ts'
import { inTurns, medianOf } from '../statistics.ts'
import { count } from '../table.ts'
import type { Target } from '../target.ts'

const atLeast = 50_000
/** Verifications between two looks at the clock. */
const batch = 1000

/** One secret of each kind that a request can carry, and the key that the verifier asks with. */
const secretsOf = async (target: Target) => {
  const url = `http://${target.host}:${target.port}`
  const opened = await new Muster({ url }).sessions.open({ username: 'admin', password: target.password })
  const admin = new Muster({ url, session: opened.secret ?? '' })
  const { secret: apiKey } = await admin.apiKeys.createServiceUser({
    username: `verifier-${process.pid}`,
    scope: { type: 'system' },
    roles: [{ name: 'service' }],
  })
  const { userToken } = await seedOf(target)
  return { url, apiKey, secrets: { 'API key': apiKey, session: opened.secret ?? '', token: userToken } }
}

/** Verifications per second of one request after the other. */
const rateOf = async (verify: () => Promise<unknown>, seconds: number): Promise<number> => {
  const begun = performance.now()
  let done = 0
  do {
    for (let i = 0; i < batch; i++) await verify()
    done += batch
  } while (performance.now() - begun < seconds * 1000)
  return (done * 1000) / (performance.now() - begun)
}

export const verification: Row = {
  name: 'verification',
  about:
    'authenticate() of @muster/sdk/verify in its own process: a Request whose secret was verified before, one after the other',
  baseline: '',
  async measure(bench: Bench) {
    const { url, apiKey, secrets } = await secretsOf(await bench.muster())
    const lines: Line[] = []
    for (const [kind, secret] of Object.entries(secrets)) {
      const verifier = makeVerifier({ url, apiKey })
      const request = new Request('http://localhost/', { headers: { authorization: `Bearer ${secret}` } })
      const verify = async () => {
        const holder = await authenticate(verifier, request)
        if (holder instanceof Response) throw new Error(`the ${kind} was rejected with ${holder.status}`)
      }
      await rateOf(verify, Math.min(1, bench.seconds))
      const { rates } = await inTurns(bench.rounds, { rates: () => rateOf(verify, bench.seconds) })
      const rate = medianOf(rates, (one) => one)
      lines.push({
        name: `verification, ${kind}`,
        muster: `${count(rate)}/s`,
        target: `≥ ${count(atLeast)}/s`,
        met: rate >= atLeast,
      })
    }
    return lines
  },
}
