import type { CallOptions } from '../../transport/transport.ts'
import type { ChangeOptions, NativeApi, PostOptions } from '../api.ts'
import type { DirectoryTest, DirectoryTestResult, Domain, DomainChange, NewDomain } from '../types.ts'

const path = '/domains/{domain_id}'

export const makeDomains = (api: NativeApi) => ({
  /** Domains by id. */
  list: (
    query: {
      readonly name?: string | undefined
      /** A text that the name contains. */
      readonly search?: string | undefined
      readonly limit?: number | undefined
    } = {},
    options?: CallOptions,
  ) => api.list<Domain>('/domains', 'domains', { query }, options),

  /** Throws `Conflict` with `domain_name_taken`. */
  create: (domain: NewDomain, options?: PostOptions) =>
    api.send<Domain>('POST', '/domains', { json: domain }, options),

  get: (domainId: string, options?: CallOptions) =>
    api.send<Domain>('GET', path, { params: { domain_id: domainId } }, options),

  update: (domainId: string, change: DomainChange, options?: ChangeOptions) =>
    api.send<Domain>('PATCH', path, { params: { domain_id: domainId }, json: change }, options),

  /** Connects to the LDAP directory of a domain, also with options that are not stored yet, and reads an entry of each kind. */
  testDirectory: (domainId: string, test: DirectoryTest = {}, options?: CallOptions) =>
    api.send<DirectoryTestResult>(
      'POST',
      `${path}/directory/test`,
      { params: { domain_id: domainId }, json: test, idempotent: true },
      options,
    ),

  /** Permanently deletes a disabled domain with everything in it. Throws `Forbidden` with `domain_enabled`. */
  async delete(domainId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', path, { params: { domain_id: domainId } }, options)
  },
})
