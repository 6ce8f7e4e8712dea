import type { ReadContext } from '../../kernel/operation.ts'
import type { DomainOption } from '../domain-configuration/domain-configuration.ts'
import { domainOptions, type OptionValue } from '../domain-configuration/domain-options.ts'
import { fromStored } from '../domain-configuration/stored-options.ts'
import type { DirectoryDriver, DirectoryOptions, ExternalDirectory } from './external-directory.ts'

/** The directory of each domain that has one, opened on first use and closed when the configuration changes. */
export type OpenDirectories = {
  /** Undefined when the domain has no external directory. */
  get(domainId: string): Promise<ExternalDirectory | undefined>
  has(domainId: string): Promise<boolean>
  /** Reads the configurations again before the next use. */
  reset(): void
  close(): void
}

type Parts = Pick<ReadContext, 'stores'> & {
  readonly ports: Pick<ReadContext['ports'], 'sealing'>
  readonly driver: DirectoryDriver
  /** Whether this process receives the changes of other nodes, so that what it read is current. */
  readonly mayUseCache: () => boolean
}

type Opened = { readonly configuration: string; readonly directory: ExternalDirectory }

/** `%(password)s` in a text stands for the password, which is stored separately. */
const filled = (value: OptionValue, password: OptionValue): OptionValue =>
  typeof value === 'string' && typeof password === 'string'
    ? value.replaceAll('%(password)s', () => password)
    : value

/** The options of a directory: those of a domain, with the defaults of the others. A later value replaces an earlier one. */
export const directoryOptions = (options: readonly DomainOption[]): DirectoryOptions => {
  const set = new Map(options.map(({ group, option, value }) => [`${group}.${option}`, value]))
  const password = set.get('ldap.password') ?? null
  const ldap = Object.entries(domainOptions['ldap'] ?? {}).map(([name, { fallback }]) => [
    name,
    filled(set.get(`ldap.${name}`) ?? fallback, password),
  ])
  return { ...Object.fromEntries(ldap), list_limit: set.get('identity.list_limit') ?? null }
}

export const makeOpenDirectories = ({ stores, ports, driver, mayUseCache }: Parts): OpenDirectories => {
  let version = 0
  let external: ReadonlySet<string> | undefined
  /** Domains whose options were read since the last change of any configuration. */
  const current = new Set<string>()
  const opened = new Map<string, Opened>()

  const domains = async (): Promise<ReadonlySet<string>> => {
    if (external && mayUseCache()) return external
    const readVersion = version
    const found = new Set(await stores.domainOptions.externalDomains())
    if (readVersion === version) external = found
    return found
  }
  const drop = (domainId: string) => {
    opened.get(domainId)?.directory.close()
    opened.delete(domainId)
    current.delete(domainId)
  }
  const optionsOf = async (domainId: string): Promise<DirectoryOptions> =>
    directoryOptions(fromStored(domainId, await stores.domainOptions.list(domainId), { ports }))

  return {
    has: async (domainId) => (await domains()).has(domainId),
    async get(domainId) {
      if (!(await domains()).has(domainId)) {
        drop(domainId)
        return undefined
      }
      const known = opened.get(domainId)
      if (known && current.has(domainId) && mayUseCache()) return known.directory
      const readVersion = version
      const options = await optionsOf(domainId)
      const configuration = JSON.stringify(options)
      const before = opened.get(domainId)
      if (before?.configuration !== configuration) {
        drop(domainId)
        opened.set(domainId, { configuration, directory: driver.open(options) })
      }
      if (readVersion === version) current.add(domainId)
      return opened.get(domainId)?.directory
    },
    reset() {
      version++
      external = undefined
      current.clear()
    },
    close() {
      for (const domainId of [...opened.keys()]) drop(domainId)
    },
  }
}
