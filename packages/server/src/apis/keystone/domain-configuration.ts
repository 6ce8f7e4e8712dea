import type { domainConfiguration as contract } from '@muster/contract/keystone/domain-configuration.ts'
import { deleteDomainConfiguration } from '../../core/directory/domain-configuration/delete-domain-configuration.ts'
import type { DomainConfiguration } from '../../core/directory/domain-configuration/domain-configuration.ts'
import {
  getDefaultConfiguration,
  getDomainConfiguration,
  getSecurityCompliance,
} from '../../core/directory/domain-configuration/domain-configurations.ts'
import type { OptionValue } from '../../core/directory/domain-configuration/domain-options.ts'
import { setDomainConfiguration } from '../../core/directory/domain-configuration/set-domain-configuration.ts'
import { updateDomainConfiguration } from '../../core/directory/domain-configuration/update-domain-configuration.ts'
import type { Handlers } from '../../http/api.ts'

type Shown = Record<string, Record<string, string | number | boolean | null | string[]>>

const showValue = (value: OptionValue) =>
  Array.isArray(value) ? [...value] : (value as Shown[string][string])

const show = (config: DomainConfiguration): Shown =>
  Object.fromEntries(
    Object.entries(config).map(([group, options]) => [
      group,
      Object.fromEntries(Object.entries(options).map(([option, value]) => [option, showValue(value)])),
    ]),
  )

/** One option is shown without its group. */
const showOption = (config: DomainConfiguration, group: string) => show(config)[group] ?? {}

/** A group with a rule of its own, which is read from the settings of the server. */
const compliance = 'security_compliance'

export const domainConfiguration = {
  async getDefaultConfig(_input, context) {
    return { status: 200, body: { config: show(await context.run(getDefaultConfiguration, {})) } }
  },

  async getDefaultConfigGroup({ params: { group } }, context) {
    return { status: 200, body: { config: show(await context.run(getDefaultConfiguration, { group })) } }
  },

  async getDefaultConfigOption({ params: { group, option } }, context) {
    const found = await context.run(getDefaultConfiguration, { group, option })
    return { status: 200, body: { config: showOption(found, group) } }
  },

  async setDomainConfig({ params, body: { config } }, context) {
    const set = await context.run(setDomainConfiguration, { domainId: params.domain_id, config })
    return { status: set.created ? 201 : 200, body: { config: show(set.config) } }
  },

  async getDomainConfig({ params }, context) {
    const found = await context.run(getDomainConfiguration, { domainId: params.domain_id })
    return { status: 200, body: { config: show(found) } }
  },

  async updateDomainConfig({ params, body: { config } }, context) {
    const updated = await context.run(updateDomainConfiguration, { domainId: params.domain_id, config })
    return { status: 200, body: { config: show(updated) } }
  },

  async deleteDomainConfig({ params }, context) {
    await context.run(deleteDomainConfiguration, { domainId: params.domain_id })
    return { status: 204 }
  },

  async getDomainConfigGroup({ params: { domain_id: domainId, group } }, context) {
    const found =
      group === compliance
        ? await context.run(getSecurityCompliance, { domainId })
        : await context.run(getDomainConfiguration, { domainId, group })
    return { status: 200, body: { config: show(found) } }
  },

  async updateDomainConfigGroup({ params: { domain_id: domainId, group }, body: { config } }, context) {
    const updated = await context.run(updateDomainConfiguration, { domainId, group, config })
    return { status: 200, body: { config: show(updated) } }
  },

  async deleteDomainConfigGroup({ params: { domain_id: domainId, group } }, context) {
    await context.run(deleteDomainConfiguration, { domainId, group })
    return { status: 204 }
  },

  async getDomainConfigOption({ params: { domain_id: domainId, group, option } }, context) {
    const found =
      group === compliance
        ? await context.run(getSecurityCompliance, { domainId, option })
        : await context.run(getDomainConfiguration, { domainId, group, option })
    return { status: 200, body: { config: showOption(found, group) } }
  },

  async updateDomainConfigOption(
    { params: { domain_id: domainId, group, option }, body: { config } },
    context,
  ) {
    const updated = await context.run(updateDomainConfiguration, { domainId, group, option, config })
    return { status: 200, body: { config: show(updated) } }
  },

  async deleteDomainConfigOption({ params: { domain_id: domainId, group, option } }, context) {
    await context.run(deleteDomainConfiguration, { domainId, group, option })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
