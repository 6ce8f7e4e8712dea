import { type DeleteResult, sql, type UpdateResult } from 'kysely'

type One<Result> = { executeTakeFirstOrThrow(): Promise<Result> }
type Many<Row> = { execute(): Promise<readonly Row[]> }

/** The first row, if there is one. */
export const findRow = async <Row, Entity>(
  statement: { executeTakeFirst(): Promise<Row | undefined> },
  fromRow: (row: Row) => Entity,
): Promise<Entity | undefined> => {
  const row = await statement.executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export const hasRow = async (statement: {
  executeTakeFirst(): Promise<object | undefined>
}): Promise<boolean> => (await statement.executeTakeFirst()) !== undefined

export const findRows = async <Row, Entity>(
  statement: Many<Row>,
  fromRow: (row: Row) => Entity,
): Promise<readonly Entity[]> => (await statement.execute()).map((row) => fromRow(row))

export const findIds = (statement: Many<{ readonly id: string }>): Promise<readonly string[]> =>
  findRows(statement, ({ id }) => id)

/** What a query selects for `countRows`. */
export const rowCount = sql<number | string>`count(*)`.as('count')

export const countRows = async (query: One<{ readonly count: number | string }>): Promise<number> =>
  Number((await query.executeTakeFirstOrThrow()).count)

export const countDeleted = async (statement: One<DeleteResult>): Promise<number> =>
  Number((await statement.executeTakeFirstOrThrow()).numDeletedRows)

export const countUpdated = async (statement: One<UpdateResult>): Promise<number> =>
  Number((await statement.executeTakeFirstOrThrow()).numUpdatedRows)

export const hasDeleted = async (statement: One<DeleteResult>): Promise<boolean> =>
  (await countDeleted(statement)) > 0

export const hasUpdated = async (statement: One<UpdateResult>): Promise<boolean> =>
  (await countUpdated(statement)) > 0
