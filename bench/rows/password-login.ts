import { startWorker } from '../answers.ts'
import type { RawHashes } from '../baselines/argon2.ts'
import { endChild } from '../cleanup.ts'
import type { Bench, Line, Row } from '../row.ts'
import { type Exchange, type LoadMeasurement, runLoad } from '../run-load.ts'
import { seedOf } from '../seed.ts'
import { inTurns, medianOf, ratioOf } from '../statistics.ts'
import { count, milliseconds, percent, times } from '../table.ts'
import { passwordAuth, type Target } from '../target.ts'

const atLeast = 0.9
const atMost = 3

const logins = async (target: Target): Promise<Exchange> => {
  const { userId, password, projectId } = await seedOf(target)
  const body = passwordAuth({ id: userId, password }, { project: { id: projectId } })
  return { status: 201, calls: [{ method: 'POST', path: '/v3/auth/tokens', body }] }
}

const validations = async (target: Target): Promise<Exchange> => {
  const { admin, userToken } = await seedOf(target)
  return {
    status: 200,
    calls: [{ method: 'GET', path: '/v3/auth/tokens', token: admin, subject: userToken }],
  }
}

const rateOfLogins = async (bench: Bench): Promise<Line> => {
  const muster = await bench.muster()
  const requests = await logins(muster)
  const raw = startWorker('baselines/argon2.ts')
  const { peer } = bench
  const peerExchange = peer && (await logins(peer))
  await raw.ask({ seconds: 0.5 })
  const { baseline, ours, peers } = await inTurns(bench.rounds, {
    baseline: () => raw.ask<RawHashes>({ seconds: bench.seconds }),
    ours: () => runLoad(bench, muster, requests),
    peers: async () => (peer && peerExchange ? runLoad(bench, peer, peerExchange) : undefined),
  })
  await endChild(raw.child)
  const perSecond = ({ rate }: { readonly rate: number }) => rate
  const ratio = ratioOf(ours, baseline, perSecond, perSecond)
  const known = peers.filter((one): one is LoadMeasurement => one !== undefined)
  return {
    name: 'password-login',
    baseline: `${count(medianOf(baseline, perSecond))}/s`,
    muster: `${count(medianOf(ours, perSecond))}/s`,
    ratio: percent(ratio),
    target: `≥ ${percent(atLeast)}`,
    met: ratio >= atLeast,
    p50: milliseconds(medianOf(ours, ({ p50 }) => p50)),
    p99: milliseconds(medianOf(ours, ({ p99 }) => p99)),
    ...(known.length > 0 && {
      peer: `${count(medianOf(known, perSecond))}/s (${times(ratioOf(ours, known, perSecond, perSecond))})`,
    }),
  }
}

/** Validations at a fixed rate, alone and with as many concurrent logins as possible. */
const validationDuringLogins = async (bench: Bench): Promise<Line> => {
  const muster = await bench.muster()
  const [login, validation] = [await logins(muster), await validations(muster)]
  const second = startWorker('load.ts')
  const pace = { rate: 400, connections: 4 }
  const steady = () => runLoad(bench, muster, validation, bench.seconds, pace)
  const underLogins = async () => {
    const [, result] = await Promise.all([
      runLoad({ load: second, seconds: bench.seconds }, muster, login, bench.seconds + 0.2, {
        connections: 8,
      }),
      steady(),
    ])
    return result
  }
  await runLoad(bench, muster, validation, 1, pace)
  const { alone, loaded } = await inTurns(bench.rounds, { alone: steady, loaded: underLogins })
  await endChild(second.child)
  const p99 = (result: LoadMeasurement) => result.p99
  const ratio = ratioOf(loaded, alone, p99, p99)
  return {
    name: 'validation beside logins (p99)',
    baseline: milliseconds(medianOf(alone, p99)),
    muster: milliseconds(medianOf(loaded, p99)),
    ratio: times(ratio),
    target: `≤ ${times(atMost)}`,
    met: ratio <= atMost,
    p50: milliseconds(medianOf(loaded, (result) => result.p50)),
    p99: milliseconds(medianOf(loaded, p99)),
  }
}

export const passwordLogin: Row = {
  name: 'password-login',
  about:
    'POST /v3/auth/tokens with a password; and 400 validations a second while 8 connections log in continuously',
  baseline:
    'argon2id (two passes, 19 MiB) on every core without other load; and the same validations without logins',
  measure: async (bench) => [await rateOfLogins(bench), await validationDuringLogins(bench)],
}
