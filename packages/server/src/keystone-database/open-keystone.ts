import type { KeystoneSource } from '../core/accounts/keystone-import/keystone-source.ts'
import type { ReadingConnection } from './dialect.ts'
import { keystoneSource } from './source.ts'

export type OpenKeystone = { readonly source: KeystoneSource; readonly close: () => Promise<void> }

/** SQLAlchemy writes the driver into the scheme: `mysql+pymysql://`. */
const schemeOf = (url: string): string => url.slice(0, url.indexOf(':')).replace(/\+.*$/, '').toLowerCase()

const withoutDriver = (url: string): string => url.replace(/^([a-z]+)\+[a-z0-9]+:/i, '$1:')

/** The drivers are imported only if used. */
const connect = async (url: string): Promise<ReadingConnection> => {
  switch (schemeOf(url)) {
    case 'mysql':
    case 'mariadb': {
      const { connectToMysql } = await import('./mysql.ts')
      return connectToMysql(withoutDriver(url).replace(/^mariadb:/i, 'mysql:'))
    }
    case 'postgresql':
    case 'postgres': {
      const { connectToPostgres } = await import('./postgres.ts')
      return connectToPostgres(withoutDriver(url))
    }
    case 'sqlite': {
      const { connectToSqlite } = await import('./sqlite.ts')
      return connectToSqlite(withoutDriver(url).replace(/^sqlite:\/\/\//i, ''))
    }
    default:
      throw new Error('The URL must start with mysql://, postgresql:// or sqlite:///.')
  }
}

/**
 * Opens a consistent snapshot of a Keystone database by the URL of its setting `[database] connection`.
 * @throws Error with a sentence; it never contains the URL, whose password would be shown
 */
export const openKeystone = async (url: string): Promise<OpenKeystone> => {
  try {
    const connection = await connect(url)
    return { source: keystoneSource(connection), close: connection.close }
  } catch (error) {
    const { message } = error as Error
    throw new Error(`The Keystone database cannot be opened: ${message.replaceAll(url, 'the URL')}`)
  }
}
