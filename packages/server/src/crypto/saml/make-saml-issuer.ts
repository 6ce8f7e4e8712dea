import { SignedXml } from 'xml-crypto'
import type { SamlIssuer } from '../../core/access/federation/saml/saml-issuer.ts'
import { type IdentityProvider, metadataElement } from './saml-metadata.ts'
import { assertionElement, envelopeElement, responseElement } from './saml-response.ts'
import type { SigningKey } from './signing-key.ts'
import type { Xml } from './xml.ts'

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'

/** Signs the whole document by its attribute ID; the signature follows the issuer, as the schema of SAML requires. */
const signed = ({ markup }: Xml, { key, certificates: [certificate] }: SigningKey): Xml => {
  const signature = new SignedXml({
    privateKey: key,
    publicCert: certificate?.toString() ?? '',
    signatureAlgorithm: rsaSha256,
    canonicalizationAlgorithm: exclusive,
  })
  signature.addReference({ xpath: '/*', digestAlgorithm: sha256, transforms: [enveloped, exclusive] })
  signature.computeSignature(markup, {
    prefix: 'ds',
    location: { reference: '/*/*[1]', action: 'after' },
  })
  return { markup: signature.getSignedXml() }
}

export const makeSamlIssuer = (provider: IdentityProvider, key: SigningKey): SamlIssuer => {
  const { entityId } = provider
  const certificates = key.certificates.map(({ raw }) => raw.toString('base64'))
  return {
    metadata: metadataElement(provider, certificates).markup,
    sign: (assertion) =>
      responseElement(assertion, entityId, signed(assertionElement(assertion, entityId), key)).markup,
    wrap: (response, relayState) => envelopeElement({ markup: response }, relayState).markup,
  }
}
