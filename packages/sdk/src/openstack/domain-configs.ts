import { ArgumentError } from '../transport/errors.ts'
import type { CallOptions } from '../transport/transport.ts'
import { fetchBody, type Send } from './api.ts'
import { type IgnoreMissing, remove } from './collection.ts'
import { asObject, idOf, type Ref } from './fields.ts'

/**
 * Settings of the identity driver of one domain, by group and option as in keystone.conf:
 * `{ identity: { driver: 'ldap' }, ldap: { url: 'ldaps://ldap.example' } }`. Names are not converted.
 */
export type DomainConfig = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export type DomainConfigs = {
  /** Replaces the configuration of a domain. @example await domainConfigs.create(domain, { identity: { driver: 'ldap' } }) */
  readonly create: (domain: Ref, config: DomainConfig, options?: CallOptions) => Promise<DomainConfig>
  /**
   * Fetches the configuration, without sensitive options such as `ldap.password`. Throws `ResourceNotFound`.
   * @example const { ldap } = await connection.identity.domainConfigs.get(domain)
   */
  readonly get: (domain: Ref, options?: CallOptions) => Promise<DomainConfig>
  /**
   * The options that a domain can have, with their defaults; not the sensitive ones.
   * @example const { ldap } = await connection.identity.domainConfigs.defaults()
   */
  readonly defaults: (options?: CallOptions) => Promise<DomainConfig>
  /**
   * Merges options into the configuration; the result is the whole configuration. Throws `Forbidden` for unknown options.
   * @example await connection.identity.domainConfigs.update(domain, { ldap: { page_size: 100 } })
   */
  readonly update: (domain: Ref, changes: DomainConfig, options?: CallOptions) => Promise<DomainConfig>
  /**
   * Deletes the configuration. A missing one is a success unless `ignoreMissing` is false.
   * @example await connection.identity.domainConfigs.delete(domain)
   */
  readonly delete: (domain: Ref, query?: IgnoreMissing, options?: CallOptions) => Promise<void>
}

const path = '/domains/{domain}/config'

export const makeDomainConfigs = (send: Send): DomainConfigs => {
  const read = (body: unknown): DomainConfig => {
    const groups = asObject(asObject(body, 'the response')['config'], 'config')
    for (const [group, values] of Object.entries(groups)) asObject(values, `config.${group}`)
    return groups as DomainConfig
  }
  const call = async (
    method: 'GET' | 'PUT' | 'PATCH',
    domain: Ref,
    options: CallOptions = {},
    config?: DomainConfig,
  ) => {
    const params = { domain: idOf(domain, 'domain') }
    if (method !== 'GET' && Object.keys(config ?? {}).length === 0)
      throw new ArgumentError('config', 'must not be empty')
    return fetchBody(send, { method, path, params, ...(config && { json: { config } }), ...options }, read)
  }
  return {
    create: (domain, config, options) => call('PUT', domain, options, config),
    get: (domain, options) => call('GET', domain, options),
    defaults: (options) =>
      fetchBody(send, { method: 'GET', path: '/domains/config/default', ...options }, read),
    update: (domain, changes, options) => call('PATCH', domain, options, changes),
    delete: async (domain, query, options) =>
      remove(send, path, { domain: idOf(domain, 'domain') }, query, options),
  }
}
