import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { domainTarget, requireDomain } from '../domains/domains.ts'
import { checkOption, checkOptions, type RequestedConfiguration } from './check-options.ts'
import {
  assertSupported,
  type DomainConfiguration,
  type DomainOption,
  unsupported,
} from './domain-configuration.ts'
import { type DomainPart, partName, readConfiguration } from './domain-configurations.ts'
import type { StoredOption } from './domain-option-store.ts'
import { assertMayConfigure, changeConfiguration } from './driver-change.ts'
import { toStored } from './stored-options.ts'

export type UpdateConfiguration = DomainPart & {
  /** Groups of options; for one option, `{ option: value }`. */
  readonly config: RequestedConfiguration
}

/** The options of the request, which must contain the named group or option and nothing else. */
const requestedOptions = ({ group, option, config }: UpdateConfiguration): readonly DomainOption[] => {
  assertSupported({ group, option })
  const names = Object.keys(config)
  const only = option ?? group
  if (only !== undefined && (names.length !== 1 || names[0] !== only))
    throw unsupported(`The configuration in the request must contain ${only} and nothing else.`)
  if (group === undefined || option === undefined) return checkOptions(config)
  return [checkOption(group, option, config[option])]
}

const has = (stored: readonly StoredOption[], { group, option }: DomainPart): boolean =>
  group === undefined ||
  stored.some((one) => one.group === group && (option === undefined || one.option === option))

/** Merges options into the configuration of a domain. Returns the whole configuration. */
export const updateDomainConfiguration = command({
  rule: 'identity:update_domain_config',
  load: ({ domainId }: UpdateConfiguration, at) => requireDomain(domainId, at),
  target: (_input, domain) => domainTarget(domain),
  prepare: async (input, _domain, at): Promise<readonly DomainOption[]> => {
    assertMayConfigure(at)
    const options = requestedOptions(input)
    await at.ports.directories.check(options)
    return options
  },
  apply: async (input, { prepared: options, ...at }): Promise<DomainConfiguration> => {
    const { domainId } = input
    const domain = await requireDomain(domainId, at)
    const stored = await at.stores.domainOptions.list(domainId)
    if (!has(stored, input)) throw notFound('domain_configuration', partName(input))
    return changeConfiguration({ domain, kind: 'domain_config.updated', options }, at, async () => {
      await at.stores.domainOptions.set(domainId, toStored(domainId, options, at))
      return readConfiguration(domainId, at)
    })
  },
})
