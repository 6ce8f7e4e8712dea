import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

/** The first certificate is that of the key; the others announce keys of the past or the future. */
export type SigningKey = { readonly key: KeyObject; readonly certificates: readonly X509Certificate[] }

const minBits = 2048
const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

const readKey = (keyText: string): KeyObject => {
  let key: KeyObject
  try {
    key = createPrivateKey(keyText)
  } catch {
    throw new Error('saml_keyfile must contain an unencrypted private key in PEM.')
  }
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < minBits)
    throw new Error(`saml_keyfile must contain an RSA key of at least ${minBits} bits.`)
  return key
}

const readCertificates = (text: string): readonly X509Certificate[] => {
  try {
    return (text.match(pem) ?? []).map((one) => new X509Certificate(one))
  } catch {
    throw new Error('saml_certfile contains a certificate that cannot be read.')
  }
}

/** Throws an Error that names the invalid setting and never contains the key. */
export const readSigningKey = (keyText: string, certificateText: string): SigningKey => {
  const key = readKey(keyText)
  const certificates = readCertificates(certificateText)
  if (!certificates[0]?.checkPrivateKey(key))
    throw new Error('saml_certfile must contain the certificate of saml_keyfile first, in PEM.')
  return { key, certificates }
}
