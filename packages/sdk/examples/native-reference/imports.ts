import type { Given } from './given.ts'

export const listImports = async ({ muster }: Given) => {
  // #region listImports
  const imports = await muster.imports.list().toArray({ limit: 50 })
  // #endregion
  return imports
}

export const createImport = async ({ muster }: Given) => {
  // #region createImport
  const { id } = await muster.imports.create({ format: 'ndjson', mode: 'create' })
  // #endregion
  return id
}

export const getImport = async ({ muster, importId }: Given) => {
  // #region getImport
  const { state, created, failed } = await muster.imports.get(importId)
  // #endregion
  return { state, created, failed }
}

export const deleteImport = async ({ muster, importId }: Given) => {
  // #region deleteImport
  await muster.imports.delete(importId)
  // #endregion
}

export const sendRows = async ({ muster, importId }: Given) => {
  // #region sendRows
  const rows = [
    { username: 'lin', email: 'lin@example.org' },
    { username: 'mary', email: 'mary@example.org' },
  ]
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  for await (const line of muster.imports.sendRows(importId, text, { format: 'ndjson' })) {
    if (line.kind === 'error') throw new Error(`row ${line.row}: ${line.message}`)
  }
  // #endregion
}

export const listImportErrors = async ({ muster, importId }: Given) => {
  // #region listImportErrors
  const errors = await muster.imports.errors(importId).toArray({ limit: 50 })
  // #endregion
  return errors
}

export const exportUsers = async ({ muster }: Given) => {
  // #region exportUsers
  const stream = await muster.imports.exportUsers({ format: 'csv', status: 'active' })
  const csv = await new Response(stream).text()
  // #endregion
  return csv
}
