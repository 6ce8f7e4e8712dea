import { notFound } from '../../../kernel/domain-error.ts'
import { command } from '../../../kernel/operation.ts'
import type { CreateServiceProvider } from './create-service-provider.ts'
import {
  normalizeProviderDescription,
  normalizeProviderUrl,
  normalizeRelayStatePrefix,
  type ServiceProvider,
} from './service-provider.ts'
import { requireServiceProvider } from './service-providers.ts'

export type UpdateServiceProvider = { readonly id: string } & {
  readonly [K in Exclude<keyof CreateServiceProvider, 'id'>]?: CreateServiceProvider[K] | undefined
}

/** `relayStatePrefix: null` restores the setting `saml_relay_state_prefix`. */
export const updateServiceProvider = command({
  rule: 'identity:update_service_provider',
  load: ({ id }: UpdateServiceProvider, at) => requireServiceProvider(id, at),
  apply: async (input: UpdateServiceProvider, { stores, ports, record }): Promise<ServiceProvider> => {
    const { authUrl, spUrl, description } = input
    const prefix =
      input.relayStatePrefix === null ? ports.settings.samlRelayStatePrefix : input.relayStatePrefix
    const updated = await stores.serviceProviders.update(input.id, {
      description: description === undefined ? undefined : normalizeProviderDescription(description),
      enabled: input.enabled,
      authUrl: authUrl === undefined ? undefined : normalizeProviderUrl('auth_url', authUrl),
      spUrl: spUrl === undefined ? undefined : normalizeProviderUrl('sp_url', spUrl),
      relayStatePrefix: prefix === undefined ? undefined : normalizeRelayStatePrefix(prefix),
    })
    if (!updated) throw notFound('service_provider', input.id)
    record({
      kind: 'service_provider.updated',
      subject: { type: 'service_provider', id: input.id },
      invalidates: ['catalog'],
      detail: { fields: Object.keys(input).filter((key) => key !== 'id') },
    })
    return updated
  },
})
