/** Settings of assertions for service providers (keystone.md section 22). */
export type SamlSettings = {
  /** Seconds that an assertion is valid, unless its token expires before. */
  readonly samlAssertionLifetime: number
  /** The RelayState prefix of service providers that have none of their own. */
  readonly samlRelayStatePrefix: string
  /** Entries of the form `SERVICE_PROVIDER_ID=ENTITY_ID`. */
  readonly samlAudiences: readonly string[]
}

export const defaultSaml: SamlSettings = {
  samlAssertionLifetime: 3600,
  samlRelayStatePrefix: 'ss:mem:',
  samlAudiences: [],
}
