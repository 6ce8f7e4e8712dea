import { defaultSaml } from '../core/kernel/saml-settings.ts'
import type { SettingRow } from './setting-row.ts'

/** Assertions for service providers, with Keystone's options of the section `[saml]` (keystone.md section 22). */
export const samlTable = {
  saml_certfile: {
    kind: 'text',
    fallback: undefined,
    about:
      'PEM file with the certificate of saml_keyfile. Further certificates in it are listed in the metadata only, for a change of the key. Absent: no assertions are issued.',
  },
  saml_keyfile: {
    kind: 'text',
    hidden: true,
    fallback: undefined,
    about:
      'PEM file with the RSA private key that signs assertions, of at least 2048 bits and not encrypted.',
  },
  saml_idp_entity_id: {
    kind: 'text',
    fallback: undefined,
    about:
      'URI by which service providers know this server, such as https://muster.example.com/v3/OS-FEDERATION/saml2/idp.',
  },
  saml_idp_sso_endpoint: {
    kind: 'text',
    fallback: undefined,
    about:
      'Address for single sign-on that the metadata must name, such as https://muster.example.com/v3/OS-FEDERATION/saml2/sso. Clients of Keystone-to-Keystone do not call it.',
  },
  saml_idp_lang: { kind: 'text', fallback: 'en', about: 'Language of the organization in the metadata.' },
  saml_idp_organization_name: {
    kind: 'text',
    fallback: undefined,
    about:
      'Name of the organization in the metadata, which contains an organization only if its name, display name and URL are set.',
  },
  saml_idp_organization_display_name: {
    kind: 'text',
    fallback: undefined,
    about: 'Display name of the organization in the metadata.',
  },
  saml_idp_organization_url: {
    kind: 'text',
    fallback: undefined,
    about: 'URL of the organization in the metadata.',
  },
  saml_idp_contact_company: {
    kind: 'text',
    fallback: undefined,
    about:
      'Company of the contact person in the metadata, which contains a contact person only if its company, name, surname, email and telephone are set.',
  },
  saml_idp_contact_name: {
    kind: 'text',
    fallback: undefined,
    about: 'Given name of the contact person in the metadata.',
  },
  saml_idp_contact_surname: {
    kind: 'text',
    fallback: undefined,
    about: 'Surname of the contact person in the metadata.',
  },
  saml_idp_contact_email: {
    kind: 'text',
    fallback: undefined,
    about: 'Email address of the contact person in the metadata.',
  },
  saml_idp_contact_telephone: {
    kind: 'text',
    fallback: undefined,
    about: 'Telephone number of the contact person in the metadata.',
  },
  saml_idp_contact_type: {
    kind: 'text',
    fallback: 'other',
    about: 'Type of the contact person: technical, support, administrative, billing or other.',
  },
  saml_assertion_expiration_time: {
    kind: 'count',
    fallback: defaultSaml.samlAssertionLifetime,
    about: 'Seconds that an assertion is valid. It never outlives the token that it was created with.',
  },
  saml_relay_state_prefix: {
    kind: 'text',
    fallback: defaultSaml.samlRelayStatePrefix,
    about: 'The relay_state_prefix of service providers that are created without one.',
  },
  saml_audiences: {
    kind: 'names',
    fallback: defaultSaml.samlAudiences,
    about:
      'The entity ids of service providers as SERVICE_PROVIDER_ID=ENTITY_ID: only they accept the assertion. Without an entry, the audience of an assertion is the sp_url.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
