import { domainError } from '../../../kernel/domain-error.ts'
import { checkPathSegment, normalizeText } from '../../../kernel/text.ts'
import { isXmlText } from '../saml/saml-issuer.ts'

/** Another cloud that accepts assertions of this server about its users (keystone.md section 22). */
export type ServiceProvider = {
  /** Chosen by the client. */
  readonly id: string
  readonly description: string | null
  readonly enabled: boolean
  /** Where clients get a token of the other cloud once it has accepted the assertion. */
  readonly authUrl: string
  /** Where clients send the assertion. */
  readonly spUrl: string
  /** The beginning of the RelayState in the envelope of an assertion for the ECP profile. */
  readonly relayStatePrefix: string
}

/** What a token lists of an enabled service provider. */
export type ListedServiceProvider = Pick<ServiceProvider, 'id' | 'authUrl' | 'spUrl'>

const controls = /\p{Cc}/u

const unprintable = (field: string) =>
  domainError('invalid', 'text_unstorable', `${field} must not contain control characters.`, { field })

/** The id is part of paths. */
export const normalizeServiceProviderId = (id: string): string => {
  if (controls.test(id)) throw unprintable('id')
  return checkPathSegment('id', normalizeText('id', id, 64))
}

/** `scheme:rest` of printable ASCII, because the URL is sent in a response header. */
export const normalizeProviderUrl = (field: 'auth_url' | 'sp_url', url: string): string => {
  if (!/^[a-zA-Z0-9+.-]+:[\x21-\x7e]+$/.test(url))
    throw domainError(
      'invalid',
      'url_invalid',
      `${field} must start with a scheme, such as https://host/path, and consist of printable ASCII characters.`,
      { field },
    )
  return normalizeText(field, url, 225)
}

export const normalizeProviderDescription = (description: string | null): string | null =>
  description === null ? null : normalizeText('description', description, 65_535)

/** It is part of the XML of an envelope. */
export const normalizeRelayStatePrefix = (prefix: string): string => {
  if (!isXmlText(prefix)) throw unprintable('relay_state_prefix')
  return normalizeText('relay_state_prefix', prefix, 256)
}
