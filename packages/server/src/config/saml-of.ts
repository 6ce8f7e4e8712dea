import { readFileSync } from 'node:fs'
import { isXmlText } from '../core/access/federation/saml/saml-issuer.ts'
import { BadConfig } from './load-config.ts'
import type { Config } from './settings-table.ts'

const required = ['saml_certfile', 'saml_keyfile', 'saml_idp_entity_id', 'saml_idp_sso_endpoint'] as const
const contactTypes = ['technical', 'support', 'administrative', 'billing', 'other']

/** Bytes; no key or chain of certificates is larger. */
const maxFileSize = 65_536

const readFile = (name: string, path: string): string => {
  try {
    const text = readFileSync(path, 'utf8')
    if (text.length <= maxFileSize) return text
  } catch (error) {
    throw new BadConfig([`${name}: ${path} cannot be read (${(error as Error).message}).`])
  }
  throw new BadConfig([`${name}: ${path} has more than ${maxFileSize} bytes.`])
}

const checkText = (config: Config): void => {
  for (const [name, value] of Object.entries(config))
    if (name.startsWith('saml_') && ![value].flat().every((one) => isXmlText(String(one))))
      throw new BadConfig([`${name}: control characters are not allowed.`])
  const unusable = config.saml_audiences.find((entry) => !/^[^=]+=.+$/.test(entry))
  if (unusable !== undefined)
    throw new BadConfig([`saml_audiences: use SERVICE_PROVIDER_ID=ENTITY_ID instead of ${unusable}.`])
  const { saml_idp_entity_id: entityId = '', saml_idp_sso_endpoint: endpoint = '' } = config
  if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(entityId) || entityId.length > 1024)
    throw new BadConfig(['saml_idp_entity_id: use a URI of at most 1024 characters.'])
  if (!/^https?:\/\/\S+$/.test(endpoint))
    throw new BadConfig(['saml_idp_sso_endpoint: use an http:// or https:// address.'])
  if (!/^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i.test(config.saml_idp_lang))
    throw new BadConfig(['saml_idp_lang: use a language tag such as en.'])
  if (!contactTypes.includes(config.saml_idp_contact_type))
    throw new BadConfig([`saml_idp_contact_type: use ${contactTypes.join(', ')}.`])
}

const organizationOf = (config: Config) => {
  const { saml_idp_organization_name: name, saml_idp_organization_url: url } = config
  const { saml_idp_organization_display_name: displayName } = config
  return name === undefined || displayName === undefined || url === undefined
    ? undefined
    : { name, displayName, url }
}

const contactOf = (config: Config) => {
  const { saml_idp_contact_company: company, saml_idp_contact_name: givenName } = config
  const { saml_idp_contact_surname: surname, saml_idp_contact_email: email } = config
  const { saml_idp_contact_telephone: telephone, saml_idp_contact_type: type } = config
  if (company === undefined || givenName === undefined || surname === undefined) return undefined
  if (email === undefined || telephone === undefined) return undefined
  return { company, givenName, surname, email, telephone, type }
}

/** The identity provider of the settings `saml_…`; undefined when none is configured. Throws a `BadConfig`. */
export const samlOf = (config: Config) => {
  const missing = required.filter((name) => config[name] === undefined)
  if (missing.length === required.length) return undefined
  const { saml_certfile, saml_keyfile, saml_idp_entity_id, saml_idp_sso_endpoint } = config
  if (missing.length > 0 || !saml_certfile || !saml_keyfile || !saml_idp_entity_id || !saml_idp_sso_endpoint)
    throw new BadConfig([`${missing.join(', ')}: assertions need ${required.join(', ')}.`])
  checkText(config)
  return {
    certificates: readFile('saml_certfile', saml_certfile),
    key: readFile('saml_keyfile', saml_keyfile),
    provider: {
      entityId: saml_idp_entity_id,
      ssoEndpoint: saml_idp_sso_endpoint,
      language: config.saml_idp_lang,
      organization: organizationOf(config),
      contact: contactOf(config),
    },
  }
}
