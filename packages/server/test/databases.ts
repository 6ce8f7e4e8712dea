import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe } from 'node:test'
import type { DialectName } from '../src/store/engine/dialect.ts'
import type { OpenStore } from '../src/store/engine/open-store.ts'
import { openPostgresStore } from '../src/store/engine/postgres-store.ts'
import { openSqliteStore } from '../src/store/engine/sqlite-store.ts'
import { makeDatabase, startPostgres } from './postgres.ts'

/** A database for one store; `remove` deletes it. */
export type Place = {
  readonly name: DialectName
  open(): Promise<OpenStore>
  /** The values of `MUSTER_DATA_DIR` and `MUSTER_DATABASE_URL`. */
  readonly environment: Readonly<Record<string, string>>
  remove(): Promise<void>
}

export const sqlitePlace = async (): Promise<Place> => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-test-'))
  return {
    name: 'sqlite',
    open: () => openSqliteStore({ file: join(folder, 'muster.sqlite'), synchronous: 'off' }),
    environment: { MUSTER_DATA_DIR: folder },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

let own: Promise<Awaited<ReturnType<typeof startPostgres>>> | undefined
const serverUrl = async () => {
  const input = process.env['MUSTER_TEST_POSTGRES']
  if (input !== undefined) return input
  own ??= startPostgres()
  return (await own).url
}

const postgresPlace = async (): Promise<Place> => {
  const database = await makeDatabase(await serverUrl())
  return {
    name: 'postgres',
    open: () => openPostgresStore({ url: database.url, poolSize: 8 }),
    environment: { MUSTER_DATABASE_URL: database.url },
    remove: database.drop,
  }
}

const places: Readonly<Record<DialectName, () => Promise<Place>>> = {
  sqlite: sqlitePlace,
  postgres: postgresPlace,
}

/** Runs a suite once on each database. `MUSTER_TEST_DATABASES=sqlite` limits it to SQLite. */
export const onEachDatabase = (
  title: string,
  suite: (makePlace: () => Promise<Place>) => void,
  chosen = process.env['MUSTER_TEST_DATABASES'] ?? 'sqlite,postgres',
): void => {
  const wanted = chosen.split(',') as DialectName[]
  for (const name of wanted)
    describe(`${title} (${name})`, () => {
      suite(places[name])
      after(async () => {
        const server = await own
        own = undefined
        await server?.stop()
      })
    })
}
