import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCertificate } from './make-certificate.ts'

export const entityId = 'https://muster.test/v3/OS-FEDERATION/saml2/idp'

/** A new RSA key with its certificate. */
export const makeSamlKey = (bits = 2048) =>
  makeCertificate({
    subject: [['CN', 'muster.test']],
    keyPair: generateKeyPairSync('rsa', { modulusLength: bits }),
  })

/** Files for `saml_certfile` and `saml_keyfile`, and the environment of a server that uses them. */
export const samlFiles = ({ pem, key } = makeSamlKey()) => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-saml-'))
  const [certfile, keyfile] = [join(folder, 'saml.pem'), join(folder, 'saml.key')]
  writeFileSync(certfile, pem)
  writeFileSync(keyfile, key, { mode: 0o600 })
  return {
    folder,
    environment: {
      MUSTER_SAML_CERTFILE: certfile,
      MUSTER_SAML_KEYFILE: keyfile,
      MUSTER_SAML_IDP_ENTITY_ID: entityId,
      MUSTER_SAML_IDP_SSO_ENDPOINT: 'https://muster.test/v3/OS-FEDERATION/saml2/sso',
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
