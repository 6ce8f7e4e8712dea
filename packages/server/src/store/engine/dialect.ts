import type { Kysely } from 'kysely'
import type { Database } from './database.ts'

/** The two databases that one query code runs on. */
export type DialectName = 'sqlite' | 'postgres'

/** A connection (or a transaction) and what kind of database is behind it. */
export type Db = { readonly name: DialectName; readonly q: Kysely<Database> }
