import { type DatabaseConnection, type Driver, Kysely, type QueryCompiler } from 'kysely'
import type { Database } from '../src/store/engine/database.ts'
import type { Db } from '../src/store/engine/dialect.ts'

/** The statements of a killed process fail, and open transactions are rolled back. */
export class Died extends Error {}

/**
 * The database of a process that is killed after the given number of statements: all later ones fail, and open
 * transactions are rolled back.
 */
export const dyingAfter = (db: Db, statements: number): Db => {
  const { adapter } = db.q.getExecutor()
  let left = statements
  const dying = (connection: DatabaseConnection): DatabaseConnection => ({
    executeQuery: async (query) => {
      if (left-- <= 0) throw new Died('died')
      return connection.executeQuery(query)
    },
    streamQuery: () => {
      throw new Died('nothing streams')
    },
  })
  const compiler: QueryCompiler = {
    compileQuery: (node, id) => db.q.getExecutor().compileQuery(node, id),
  }
  const inner = new Map<DatabaseConnection, { readonly connection: DatabaseConnection; end(): void }>()
  const raw = (statement: string) =>
    compiler.compileQuery({ kind: 'RawNode', sqlFragments: [statement], parameters: [] } as never, {
      queryId: 'dying',
    })
  const driver: Driver = {
    init: async () => {},
    acquireConnection: () =>
      new Promise((resolve, reject) => {
        db.q
          .connection()
          .execute(
            (held) =>
              new Promise<void>((end) => {
                const connection = dying({
                  executeQuery: (query) => held.executeQuery(query) as never,
                  streamQuery: () => {
                    throw new Died('nothing streams')
                  },
                })
                inner.set(connection, {
                  connection: {
                    executeQuery: (query) => held.executeQuery(query) as never,
                    streamQuery: connection.streamQuery,
                  },
                  end,
                })
                resolve(connection)
              }),
          )
          .catch(reject)
      }),
    beginTransaction: async (connection) => {
      await inner.get(connection)?.connection.executeQuery(raw('begin'))
    },
    commitTransaction: async (connection) => {
      await connection.executeQuery(raw('commit'))
    },
    rollbackTransaction: async (connection) => {
      await inner.get(connection)?.connection.executeQuery(raw('rollback'))
    },
    releaseConnection: async (connection) => {
      inner.get(connection)?.end()
      inner.delete(connection)
    },
    destroy: async () => {},
  }
  return {
    name: db.name,
    q: new Kysely<Database>({
      dialect: {
        createAdapter: () => adapter,
        createIntrospector: () => db.q.introspection,
        createQueryCompiler: () => compiler,
        createDriver: () => driver,
      },
    }),
  }
}
