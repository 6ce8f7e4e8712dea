import { domainError } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import { checkOptions } from '../domain-configuration/check-options.ts'
import type { DomainOption } from '../domain-configuration/domain-configuration.ts'
import type { OptionValue } from '../domain-configuration/domain-options.ts'
import { assertMayConfigure } from '../domain-configuration/driver-change.ts'
import { fromStored } from '../domain-configuration/stored-options.ts'
import { domainTarget, requireDomain } from '../domains/domains.ts'
import type { DirectoryCheck } from './external-directory.ts'
import { directoryOptions } from './open-directories.ts'

export type TestDirectory = {
  readonly domainId: string
  /** Options of the group `ldap` in place of the stored ones. */
  readonly options: Readonly<Record<string, OptionValue>>
}

const isOption = (name: string) => (one: DomainOption) => one.group === 'ldap' && one.option === name

/** The stored password is for the stored server: it is not sent to another one that a request names. */
const assertPasswordGiven = (stored: readonly DomainOption[], requested: readonly DomainOption[]): void => {
  const url = requested.find(isOption('url'))
  const isOther = url !== undefined && url.value !== stored.find(isOption('url'))?.value
  if (!isOther || !stored.some(isOption('password')) || requested.some(isOption('password'))) return
  throw domainError(
    'invalid',
    'domain_option_invalid',
    'The test has another ldap.url than the stored configuration. Enter ldap.password again.',
    { field: 'options.password' },
  )
}

/**
 * Connects to the directory of a domain, binds, and reads one user and one group, with the stored options and those of
 * the request. Nothing is stored. Rejects with `invalid` for options that the configuration could not have.
 */
export const testDirectory = query({
  rule: 'identity:update_domain_config',
  load: ({ domainId }: TestDirectory, at) => requireDomain(domainId, at),
  target: (_input, domain) => domainTarget(domain),
  read: async ({ domainId, options }, _domain, at): Promise<readonly DirectoryCheck[]> => {
    assertMayConfigure(at)
    const requested = Object.keys(options).length === 0 ? [] : checkOptions({ ldap: options })
    await at.ports.directories.check(requested)
    const stored = fromStored(domainId, await at.stores.domainOptions.list(domainId), at)
    assertPasswordGiven(stored, requested)
    return at.ports.directories.test(directoryOptions([...stored, ...requested]))
  },
})
