import type { Assertion } from '../../core/access/federation/saml/saml-issuer.ts'
import { namespaces } from './namespaces.ts'
import { element, text, type Xml } from './xml.ts'

/** `2026-01-02T03:04:05Z` */
const instant = (seconds: number): string =>
  `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`

const issuer = (entityId: string): Xml =>
  element('saml:Issuer', { Format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity' }, text(entityId))

const subject = ({ userName, recipient, expiresAt }: Assertion): Xml =>
  element(
    'saml:Subject',
    {},
    element(
      'saml:NameID',
      { Format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified' },
      text(userName),
    ),
    element(
      'saml:SubjectConfirmation',
      { Method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer' },
      element('saml:SubjectConfirmationData', { NotOnOrAfter: instant(expiresAt), Recipient: recipient }),
    ),
  )

/** Without NotBefore, which a service provider whose clock is slow would reject. */
const conditions = ({ audiences, expiresAt }: Assertion): Xml =>
  element(
    'saml:Conditions',
    { NotOnOrAfter: instant(expiresAt) },
    element(
      'saml:AudienceRestriction',
      {},
      ...audiences.map((audience) => element('saml:Audience', {}, text(audience))),
    ),
  )

const authentication = (
  { authenticatedAt, expiresAt, withPassword, ids }: Assertion,
  entityId: string,
): Xml =>
  element(
    'saml:AuthnStatement',
    {
      AuthnInstant: instant(authenticatedAt),
      SessionIndex: ids.session,
      SessionNotOnOrAfter: instant(expiresAt),
    },
    element(
      'saml:AuthnContext',
      {},
      element(
        'saml:AuthnContextClassRef',
        {},
        text(`urn:oasis:names:tc:SAML:2.0:ac:classes:${withPassword ? 'Password' : 'unspecified'}`),
      ),
      element('saml:AuthenticatingAuthority', {}, text(entityId)),
    ),
  )

const attribute = ({ name, values }: Assertion['attributes'][number]): Xml =>
  element(
    'saml:Attribute',
    { Name: name, NameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri' },
    ...values.map((value) => element('saml:AttributeValue', { 'xsi:type': 'xs:string' }, text(value))),
  )

/** A document of its own, so that its signature stays valid inside of any other. */
export const assertionElement = (assertion: Assertion, entityId: string): Xml =>
  element(
    'saml:Assertion',
    {
      'xmlns:saml': namespaces.assertion,
      'xmlns:xs': namespaces.schema,
      'xmlns:xsi': namespaces.instance,
      ID: assertion.ids.assertion,
      IssueInstant: instant(assertion.issuedAt),
      Version: '2.0',
    },
    issuer(entityId),
    subject(assertion),
    conditions(assertion),
    authentication(assertion, entityId),
    element('saml:AttributeStatement', {}, ...assertion.attributes.map(attribute)),
  )

export const responseElement = (
  { recipient, ids, issuedAt }: Assertion,
  entityId: string,
  signedAssertion: Xml,
): Xml =>
  element(
    'samlp:Response',
    {
      'xmlns:samlp': namespaces.protocol,
      'xmlns:saml': namespaces.assertion,
      Destination: recipient,
      ID: ids.response,
      IssueInstant: instant(issuedAt),
      Version: '2.0',
    },
    issuer(entityId),
    element(
      'samlp:Status',
      {},
      element('samlp:StatusCode', { Value: 'urn:oasis:names:tc:SAML:2.0:status:Success' }),
    ),
    signedAssertion,
  )

/** The envelope in which a client passes the response on (ECP profile). */
export const envelopeElement = (response: Xml, relayState: string): Xml =>
  element(
    'soap:Envelope',
    { 'xmlns:soap': namespaces.soap },
    element(
      'soap:Header',
      {},
      element(
        'ecp:RelayState',
        {
          'xmlns:ecp': namespaces.ecp,
          'soap:actor': 'http://schemas.xmlsoap.org/soap/actor/next',
          'soap:mustUnderstand': '1',
        },
        text(relayState),
      ),
    ),
    element('soap:Body', {}, response),
  )
