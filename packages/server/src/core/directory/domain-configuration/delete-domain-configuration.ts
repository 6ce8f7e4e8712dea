import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { domainTarget, requireDomain } from '../domains/domains.ts'
import { assertSupported } from './domain-configuration.ts'
import { type DomainPart, partName } from './domain-configurations.ts'
import { assertMayConfigure, changeConfiguration } from './driver-change.ts'

/** Deletes the configuration of a domain, one group or one option. A missing group or option is `not_found`. */
export const deleteDomainConfiguration = command({
  rule: 'identity:delete_domain_config',
  load: ({ domainId }: DomainPart, at) => requireDomain(domainId, at),
  target: (_input, domain) => domainTarget(domain),
  apply: async (part, at): Promise<void> => {
    assertMayConfigure(at)
    assertSupported(part)
    const { domainId } = part
    const domain = await requireDomain(domainId, at)
    const stored = await at.stores.domainOptions.list(domainId)
    if (stored.length === 0 && part.group === undefined) return
    await changeConfiguration({ domain, kind: 'domain_config.deleted', options: [part] }, at, async () => {
      if (!(await at.stores.domainOptions.delete(domainId, part)))
        throw notFound('domain_configuration', partName(part))
    })
  },
})
