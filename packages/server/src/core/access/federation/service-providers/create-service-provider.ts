import { command } from '../../../kernel/operation.ts'
import {
  normalizeProviderDescription,
  normalizeProviderUrl,
  normalizeRelayStatePrefix,
  normalizeServiceProviderId,
  type ServiceProvider,
} from './service-provider.ts'

export type CreateServiceProvider = Pick<ServiceProvider, 'id' | 'authUrl' | 'spUrl'> & {
  readonly description?: string | null | undefined
  /** Absent: false. */
  readonly enabled?: boolean | undefined
  /** Absent or null: the setting `saml_relay_state_prefix`. */
  readonly relayStatePrefix?: string | null | undefined
}

/** Rejects with `conflict` when the id is taken. */
export const createServiceProvider = command({
  rule: 'identity:create_service_provider',
  isolation: 'read committed',
  apply: async (input: CreateServiceProvider, { stores, ports, record }): Promise<ServiceProvider> => {
    const provider = await stores.serviceProviders.insert({
      id: normalizeServiceProviderId(input.id),
      description: normalizeProviderDescription(input.description ?? null),
      enabled: input.enabled ?? false,
      authUrl: normalizeProviderUrl('auth_url', input.authUrl),
      spUrl: normalizeProviderUrl('sp_url', input.spUrl),
      relayStatePrefix: normalizeRelayStatePrefix(
        input.relayStatePrefix ?? ports.settings.samlRelayStatePrefix,
      ),
    })
    record({
      kind: 'service_provider.created',
      subject: { type: 'service_provider', id: provider.id },
      // Tokens list the enabled ones.
      ...(provider.enabled ? { invalidates: ['catalog'] } : {}),
    })
    return provider
  },
})
