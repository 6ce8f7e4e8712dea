import type { ImportPlan } from './import-run.ts'

/** An import that this browser began: enough to continue it with the same file after the page was closed. */
export type StoredImport = Omit<ImportPlan, 'file'> & {
  readonly importId: string
  readonly file: Pick<File, 'name' | 'size' | 'lastModified'>
}

const key = 'muster.console.import'

const isStored = (value: unknown): value is StoredImport =>
  typeof value === 'object' &&
  value !== null &&
  ['importId', 'file', 'reading', 'headers', 'columns', 'options', 'total'].every((name) => name in value)

export const storedImport = (): StoredImport | undefined => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (!isStored(stored)) return undefined
    // JSON has null in place of undefined.
    return { ...stored, columns: stored.columns.map((field) => field ?? undefined) }
  } catch {
    return undefined
  }
}

export const storeImport = (importId: string, { file, ...plan }: ImportPlan): void => {
  const { name, size, lastModified } = file
  localStorage.setItem(key, JSON.stringify({ importId, file: { name, size, lastModified }, ...plan }))
}

export const removeStoredImport = (): void => localStorage.removeItem(key)

export const isFileOf = (file: File, { file: stored }: StoredImport): boolean =>
  file.name === stored.name && file.size === stored.size && file.lastModified === stored.lastModified
