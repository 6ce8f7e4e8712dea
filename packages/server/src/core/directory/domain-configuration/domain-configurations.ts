import { domainError, notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { domainTarget, requireDomain } from '../domains/domains.ts'
import type { Project } from '../projects/project.ts'
import {
  assertSupported,
  type ConfigurationPart,
  type DomainConfiguration,
  shownConfiguration,
  unsupported,
} from './domain-configuration.ts'
import { domainOptions, type OptionValue } from './domain-options.ts'

export type DomainPart = ConfigurationPart & { readonly domainId: string }

export const partName = ({ group, option }: ConfigurationPart): string =>
  [group, option].filter((name) => name !== undefined).join('.') || 'the whole configuration'

/** The part of a configuration that a client may see. Rejects with `not_found` when nothing is there. */
const partOf = (whole: DomainConfiguration, part: ConfigurationPart): DomainConfiguration => {
  const { group, option } = part
  const missing = () => notFound('domain_configuration', partName(part))
  if (group === undefined) {
    if (Object.keys(whole).length === 0) throw missing()
    return whole
  }
  const options = Object.hasOwn(whole, group) ? whole[group] : undefined
  if (!options) throw missing()
  if (option === undefined) return { [group]: options }
  if (!Object.hasOwn(options, option)) throw missing()
  return { [group]: { [option]: options[option] ?? null } }
}

/** The whole configuration of a domain without its sensitive options. */
export const readConfiguration = async (
  domainId: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<DomainConfiguration> => shownConfiguration(await stores.domainOptions.list(domainId))

/** The configuration of a domain, one group or one option of it; never a sensitive option. */
export const getDomainConfiguration = query({
  rule: 'identity:get_domain_config',
  load: ({ domainId }: DomainPart, at) => requireDomain(domainId, at),
  target: (_input, domain) => domainTarget(domain),
  read: async (part, _domain, at): Promise<DomainConfiguration> => {
    assertSupported(part)
    return partOf(await readConfiguration(part.domainId, at), part)
  },
})

const defaultsOf = (group: string): Readonly<Record<string, OptionValue>> =>
  Object.fromEntries(
    Object.entries(domainOptions[group] ?? {}).flatMap(([option, { fallback, sensitive }]) =>
      sensitive ? [] : [[option, fallback]],
    ),
  )

/** The values that apply where the configuration of a domain has none. */
export const getDefaultConfiguration = query({
  rule: 'identity:get_domain_config_default',
  read: async (part: ConfigurationPart): Promise<DomainConfiguration> => {
    assertSupported(part)
    const { group, option } = part
    const names = group === undefined ? Object.keys(domainOptions) : [group]
    const whole = Object.fromEntries(names.map((name) => [name, defaultsOf(name)]))
    if (group === undefined || option === undefined) return whole
    if (!Object.hasOwn(whole[group] ?? {}, option))
      throw unsupported(`The option ${group}.${option} is sensitive, so that its default is not shown.`)
    return partOf(whole, part)
  },
})

const complianceOptions = ['password_regex', 'password_regex_description'] as const

/** The password requirements, which Identity v3 shows as a configuration of the default domain. */
export const getSecurityCompliance = query({
  rule: 'identity:get_security_compliance_domain_config',
  load: ({ domainId }: { readonly domainId: string; readonly option?: string | undefined }, at) =>
    requireDomain(domainId, at),
  target: (_input, domain: Project) => domainTarget(domain),
  read: async ({ domainId, option }, _domain, { ports }): Promise<DomainConfiguration> => {
    const { defaultDomainId, passwordRegex, passwordRegexDescription } = ports.settings
    if (domainId !== defaultDomainId)
      throw domainError(
        'failed_precondition',
        'domain_configuration_unsupported',
        'The group security_compliance is available for the default domain only.',
      )
    if (option !== undefined && !complianceOptions.some((name) => name === option))
      throw unsupported(
        `Only ${complianceOptions.join(' and ')} of the group security_compliance can be shown.`,
      )
    const whole = {
      security_compliance: {
        password_regex: passwordRegex ?? null,
        password_regex_description: passwordRegexDescription ?? null,
      },
    }
    return partOf(whole, { group: 'security_compliance', option })
  },
})
