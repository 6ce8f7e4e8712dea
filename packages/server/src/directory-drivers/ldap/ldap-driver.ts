import { isIP } from 'node:net'
import type { DirectoryDriver } from '../../core/directory/external/external-directory.ts'
import { domainError, isDomainError } from '../../core/kernel/domain-error.ts'
import { makeLdapDirectory } from './ldap-directory.ts'
import { parseFilter } from './ldap-filters.ts'
import { readOptions } from './ldap-options.ts'
import type { ResolveAllowed } from './ldap-socket.ts'
import { readUrls } from './ldap-url.ts'

const filters = new Set(['user_filter', 'group_filter'])

/** Names of attributes and object classes (RFC 4512 section 1.4), so that none becomes part of a filter. */
const description = /^[A-Za-z0-9][\w.-]*(;[\w-]+)*$/
const namesAttribute = /_(attribute|objectclass)$/

const addressRejected = (host: string) =>
  domainError(
    'invalid',
    'url_refused',
    `The host ${host} in ldap.url has an address that this server may not call. The setting directory_allowed_networks allows networks of directories.`,
    { field: 'config.ldap.url' },
  )

const isRejected = (error: unknown): boolean =>
  isDomainError(error) || (error as NodeJS.ErrnoException).code === 'ADDRESS_REFUSED'

/** Directories behind LDAP. `resolve` returns the addresses of a host that this server may call. */
export const makeLdapDriver = (resolve: ResolveAllowed): DirectoryDriver => ({
  async check(options) {
    for (const { group, option, value } of options) {
      if (group !== 'ldap' || typeof value !== 'string') continue
      if (filters.has(option) && value !== '') parseFilter(value, option)
      if (namesAttribute.test(option) && !description.test(value))
        throw domainError(
          'invalid',
          'domain_option_invalid',
          `The option ldap.${option} must be the name of an attribute or object class.`,
          { field: `config.ldap.${option}` },
        )
      if (option !== 'url') continue
      // A name that does not resolve yet is accepted; the address is checked again for each connection.
      for (const { host } of readUrls(value))
        await resolve(host).catch((error) => {
          if (isIP(host) !== 0 || isRejected(error)) throw addressRejected(host)
        })
    }
  },
  open: (options) => makeLdapDirectory(readOptions(options), resolve),
})
