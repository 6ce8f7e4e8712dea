import serverPackage from '../../package.json' with { type: 'json' }
import type { SettingSources } from '../config/load-config.ts'
import { reportSettings } from '../config/report-settings.ts'
import type { Config } from '../config/settings-table.ts'
import type { ServerReport } from '../core/kernel/server/server-report.ts'
import { appliedMigrations } from '../store/engine/migrate.ts'
import type { OpenStore } from '../store/engine/open-store.ts'

type Parts = {
  readonly config: Config
  readonly sources: SettingSources | undefined
  readonly store: OpenStore
  readonly hasMailServer: boolean
  readonly isChangeFeedFresh: () => boolean
  readonly startedAt: number
}

/** Milliseconds after which a database that does not respond counts as not ready. */
const readyLimit = 2000

const isReady = async (store: OpenStore): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), readyLimit)
  })
  const ready = store.ready().then(
    () => true,
    () => false,
  )
  return Promise.race([ready, late]).finally(() => clearTimeout(timer))
}

const keyRingsOf = (config: Config): ServerReport['keyRings'] => {
  const sourceOf = (repository: string | undefined) => (repository === undefined ? 'database' : 'repository')
  return [
    { purpose: 'tokens', source: sourceOf(config.token_key_repository) },
    ...(config.token_format === 'jws'
      ? [{ purpose: 'token_signatures', source: sourceOf(config.token_jws_key_repository) } as const]
      : []),
    { purpose: 'credentials', source: 'database' },
    { purpose: 'receipts', source: 'database' },
  ]
}

export const serverReportOf = (parts: Parts): ServerReport => {
  const { config, sources, store, hasMailServer, isChangeFeedFresh, startedAt } = parts
  return {
    version: serverPackage.version,
    startedAt,
    database: store.dialect,
    isDatabaseReady: () => isReady(store),
    migration: async () => (await appliedMigrations(store.db)).at(-1),
    isChangeFeedFresh,
    mailTransport: hasMailServer ? 'smtp' : 'folder',
    keyRings: keyRingsOf(config),
    settings: reportSettings(config, sources),
  }
}
