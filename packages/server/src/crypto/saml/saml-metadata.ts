import { namespaces } from './namespaces.ts'
import { element, text, type Xml } from './xml.ts'

/** The organization and contact person are shown only if all of their values are set. */
export type IdentityProvider = {
  readonly entityId: string
  readonly ssoEndpoint: string
  readonly language: string
  readonly organization:
    | { readonly name: string; readonly displayName: string; readonly url: string }
    | undefined
  readonly contact:
    | {
        readonly type: string
        readonly company: string
        readonly givenName: string
        readonly surname: string
        readonly email: string
        readonly telephone: string
      }
    | undefined
}

/** `certificate`: base64 of DER. */
const signingKey = (certificate: string): Xml =>
  element(
    'md:KeyDescriptor',
    { use: 'signing' },
    element(
      'ds:KeyInfo',
      { 'xmlns:ds': namespaces.signature },
      element('ds:X509Data', {}, element('ds:X509Certificate', {}, text(certificate))),
    ),
  )

const organizationElements = ({ organization, language }: IdentityProvider): readonly Xml[] => {
  if (!organization) return []
  const lang = { 'xml:lang': language }
  return [
    element(
      'md:Organization',
      {},
      element('md:OrganizationName', lang, text(organization.name)),
      element('md:OrganizationDisplayName', lang, text(organization.displayName)),
      element('md:OrganizationURL', lang, text(organization.url)),
    ),
  ]
}

const contactElements = ({ contact }: IdentityProvider): readonly Xml[] =>
  contact
    ? [
        element(
          'md:ContactPerson',
          { contactType: contact.type },
          element('md:Company', {}, text(contact.company)),
          element('md:GivenName', {}, text(contact.givenName)),
          element('md:SurName', {}, text(contact.surname)),
          element('md:EmailAddress', {}, text(contact.email)),
          element('md:TelephoneNumber', {}, text(contact.telephone)),
        ),
      ]
    : []

/** In the order that the schema of SAML metadata requires. */
export const metadataElement = (provider: IdentityProvider, certificates: readonly string[]): Xml =>
  element(
    'md:EntityDescriptor',
    { 'xmlns:md': namespaces.metadata, entityID: provider.entityId },
    element(
      'md:IDPSSODescriptor',
      { protocolSupportEnumeration: namespaces.protocol },
      ...certificates.map(signingKey),
      ...organizationElements(provider),
      ...contactElements(provider),
      element('md:NameIDFormat', {}, text('urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified')),
      element('md:SingleSignOnService', {
        Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:URI',
        Location: provider.ssoEndpoint,
      }),
    ),
  )
