import { command } from '../../kernel/operation.ts'
import { domainTarget, requireDomain } from '../domains/domains.ts'
import { checkOptions, type RequestedConfiguration } from './check-options.ts'
import type { DomainConfiguration, DomainOption } from './domain-configuration.ts'
import { readConfiguration } from './domain-configurations.ts'
import { assertMayConfigure, changeConfiguration } from './driver-change.ts'
import { toStored } from './stored-options.ts'

export type SetConfiguration = { readonly domainId: string; readonly config: RequestedConfiguration }

/** Replaces the configuration of a domain. */
export const setDomainConfiguration = command({
  rule: 'identity:create_domain_config',
  load: ({ domainId }: SetConfiguration, at) => requireDomain(domainId, at),
  target: (_input, domain) => domainTarget(domain),
  prepare: async ({ config }, _domain, at): Promise<readonly DomainOption[]> => {
    assertMayConfigure(at)
    const options = checkOptions(config)
    await at.ports.directories.check(options)
    return options
  },
  apply: async (
    { domainId },
    { prepared: options, ...at },
  ): Promise<{ readonly created: boolean; readonly config: DomainConfiguration }> => {
    const domain = await requireDomain(domainId, at)
    const created = (await at.stores.domainOptions.list(domainId)).length === 0
    const kind = created ? 'domain_config.created' : 'domain_config.updated'
    return changeConfiguration({ domain, kind, options }, at, async () => {
      await at.stores.domainOptions.delete(domainId, {})
      await at.stores.domainOptions.set(domainId, toStored(domainId, options, at))
      return { created, config: await readConfiguration(domainId, at) }
    })
  },
})
