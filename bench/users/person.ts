const givenNames =
  'Ada Alan Amina Ana Anders Ben Bao Carla Chen Chloe Dana Dmitri Elena Emeka Erik Fatima Farid Gita Grace Hana Hiro Ines Ivan Jonas Joy Kamal Karin Lars Leila Lina Luis Mara Mateo Mei Milan Nadia Noor Olga Omar Pia Priya Quinn Rafael Rosa Samir Sara Sven Tariq Uma Vera Wei Yara Yusuf Zoe'.split(
    ' ',
  )
const first =
  'An Bar Cor Del El Fer Gar Hol Is Jan Kel Lor Mon Nor Ol Per Quel Ros San Tor Ul Ver Wal Zim'.split(' ')
const last =
  'berg dahl dez field gaard ham ini kov lund mann ner ova ridge sen sky son stein ter ton vich wood'.split(
    ' ',
  )
const places = Array.from({ length: 40 }, (_, i) => `company${i}.example`)

/** A deterministic pseudo-random generator (Mulberry32). */
const spread = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const userColumns = [
  'id',
  'domain_id',
  'name',
  'kind',
  'status',
  'display_name',
  'given_name',
  'family_name',
  'email',
  'claimed_email',
  'phone_number',
  'metadata',
  'developer',
  'options',
  'extra',
  'created_at',
  'updated_at',
  'last_active_at',
] as const

const start = Date.UTC(2023, 0, 1)
const minute = 60_000

/** 90 % active, 6 % disabled, 3 % invited, 1 % pending. */
const statusOf = (part: number) =>
  part < 0.9 ? 'active' : part < 0.96 ? 'disabled' : part < 0.99 ? 'invited' : 'pending'

/** The family name of one in ten thousand users; no other name contains it. */
export const rareName = 'Quixworth'

/** The values of a generated user, in the order of `userColumns`; deterministic by number. */
export const person = (number: number, domainId: string): (string | number | null)[] => {
  const next = spread(number + 1)
  const of = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T
  const id = Array.from({ length: 4 }, () =>
    Math.floor(next() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0'),
  ).join('')
  const name = of(givenNames)
  const family = number % 10_000 === 4321 ? rareName : `${of(first)}${of(last)}`
  const username = `${name}.${family}.${Math.floor(next() * 1e9).toString(36)}.${number}`.toLowerCase()
  const email = `${username}@${of(places)}`
  const created = start + number * minute + Math.floor(next() * 60 * minute)
  const status = statusOf(next())
  const seen = status === 'active' && next() < 0.8
  const { metadata, phone } = {
    metadata: next() < 0.2 ? JSON.stringify({ team: `team-${Math.floor(next() * 500)}` }) : null,
    phone: next() < 0.3 ? `+49 30 ${Math.floor(next() * 1e7)}` : null,
  }
  return [
    id,
    domainId,
    username,
    next() < 0.02 ? 'service' : 'human',
    status,
    `${name} ${family}`,
    name,
    family,
    email,
    email,
    phone,
    metadata,
    0,
    '{}',
    '{}',
    created,
    created + Math.floor(next() * 1000) * minute,
    seen ? created + Math.floor(next() * 100_000) * minute : null,
  ]
}
