import { startAnswering } from '../answers.ts'
import type { RawHashes } from '../baselines/argon2.ts'
import { endChild } from '../cleanup.ts'
import type { Bench, Line, Row } from '../row.ts'
import { type Exchange, type Poured, pour } from '../run-load.ts'
import { seedOf } from '../seed.ts'
import { inTurns, medianOf, ratioOf } from '../statistics.ts'
import { count, milliseconds, percent, times } from '../table.ts'
import { type Place, passwordAuth } from '../target.ts'

const atLeast = 0.9
const atMost = 3

const logins = async (place: Place): Promise<Exchange> => {
  const { userId, password, projectId } = await seedOf(place)
  const body = passwordAuth({ id: userId, password }, { project: { id: projectId } })
  return { status: 201, asks: [{ method: 'POST', path: '/v3/auth/tokens', body }] }
}

const validations = async (place: Place): Promise<Exchange> => {
  const { admin, userToken } = await seedOf(place)
  return { status: 200, asks: [{ method: 'GET', path: '/v3/auth/tokens', token: admin, subject: userToken }] }
}

const rateOfLogins = async (bench: Bench): Promise<Line> => {
  const muster = await bench.muster()
  const asked = await logins(muster)
  const raw = startAnswering('floors/argon2.ts')
  const { peer } = bench
  const peerAsked = peer && (await logins(peer))
  await raw.ask({ seconds: 0.5 })
  const { floor, ours, peers } = await inTurns(bench.rounds, {
    floor: () => raw.ask<RawHashes>({ seconds: bench.seconds }),
    ours: () => pour(bench, muster, asked),
    peers: async () => (peer && peerAsked ? pour(bench, peer, peerAsked) : undefined),
  })
  await endChild(raw.child)
  const perSecond = ({ rate }: { readonly rate: number }) => rate
  const ratio = ratioOf(ours, floor, perSecond, perSecond)
  const known = peers.filter((one): one is Poured => one !== undefined)
  return {
    name: 'password-login',
    floor: `${count(medianOf(floor, perSecond))}/s`,
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

/** Validations at a steady pace, by themselves and while as many logins as possible come in. */
const validationBeside = async (bench: Bench): Promise<Line> => {
  const muster = await bench.muster()
  const [login, validation] = [await logins(muster), await validations(muster)]
  const second = startAnswering('load.ts')
  const pace = { rate: 400, connections: 4 }
  const steady = () => pour(bench, muster, validation, bench.seconds, pace)
  const beside = async () => {
    const [, result] = await Promise.all([
      pour({ load: second, seconds: bench.seconds }, muster, login, bench.seconds + 0.2, { connections: 8 }),
      steady(),
    ])
    return result
  }
  await pour(bench, muster, validation, 1, pace)
  const { alone, loaded } = await inTurns(bench.rounds, { alone: steady, loaded: beside })
  await endChild(second.child)
  const p99 = (result: Poured) => result.p99
  const ratio = ratioOf(loaded, alone, p99, p99)
  return {
    name: 'validation beside logins (p99)',
    floor: milliseconds(medianOf(alone, p99)),
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
    'POST /v3/auth/tokens with a password; and 400 validations a second beside 8 connections that log in without a pause',
  floor:
    'argon2id (two passes, 19 MiB) on every core with nothing else; and the same validations with nobody logging in',
  measure: async (bench) => [await rateOfLogins(bench), await validationBeside(bench)],
}
