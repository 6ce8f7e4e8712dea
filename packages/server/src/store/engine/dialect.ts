import type { Kysely } from 'kysely'
import type { Database } from './database.ts'

/** The two supported databases. */
export type DialectName = 'sqlite' | 'postgres'

/** A connection or a transaction, and its database. */
export type Db = { readonly name: DialectName; readonly q: Kysely<Database> }
