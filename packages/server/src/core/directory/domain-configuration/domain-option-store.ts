import type { ConfigurationPart, DomainOption } from './domain-configuration.ts'

/** An option whose value is sealed when the option is sensitive. */
export type StoredOption = DomainOption & { readonly sealed: boolean }

export type DomainOptionStore = {
  /** By group and option. */
  list(domainId: string): Promise<readonly StoredOption[]>
  /** Replaces the values of these options; others remain. */
  set(domainId: string, options: readonly StoredOption[]): Promise<void>
  /** Deletes the options of the part. False when there were none. */
  delete(domainId: string, part: ConfigurationPart): Promise<boolean>
  /** The domains whose users come from an external directory. */
  externalDomains(): Promise<readonly string[]>
  isExternal(domainId: string): Promise<boolean>
}
