import { hash, X509Certificate } from 'node:crypto'
import type { Certificates } from '../core/access/oauth2/client-certificate.ts'

const pem = /^-----BEGIN CERTIFICATE-----\s([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----$/
const structured = /^:([A-Za-z0-9+/]+={0,2}):$/
const bare = /^([A-Za-z0-9+/]+={0,2})$/

/** Maximum length; longer than any certificate in use. */
const longest = 32_768

const derOf = (input: string): Buffer | undefined => {
  if (input.length > longest) return undefined
  let text = input.trim()
  if (text.includes('%'))
    try {
      text = decodeURIComponent(text).trim()
    } catch {
      return undefined
    }
  const [, base64] = pem.exec(text) ?? structured.exec(text) ?? bare.exec(text) ?? []
  return base64 === undefined ? undefined : Buffer.from(base64.replaceAll(/\s/g, ''), 'base64')
}

const parsed = (der: Buffer): X509Certificate | undefined => {
  try {
    return new X509Certificate(der)
  } catch {
    return undefined
  }
}

/** The canonical PEM form: 64 characters per line. */
const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`

const namesOf = (side: 'SUBJECT' | 'ISSUER', name: object): readonly (readonly [string, string])[] =>
  Object.entries(name as Record<string, string | string[]>).map(([attribute, value]) => [
    `SSL_CLIENT_${side}_DN_${attribute.toUpperCase()}`,
    Array.isArray(value) ? value.join(';') : value,
  ])

const seconds = (date: Date) => Math.floor(date.getTime() / 1000)

export const certificates: Certificates = {
  read(text) {
    const der = derOf(text)
    const certificate = der && parsed(der)
    if (!certificate) return undefined
    const { subject, issuer } = certificate.toLegacyObject()
    const digest = hash('sha256', pemOf(certificate.raw), 'buffer').toString('base64')
    return {
      names: Object.fromEntries([...namesOf('SUBJECT', subject ?? {}), ...namesOf('ISSUER', issuer ?? {})]),
      thumbprint: digest.replaceAll('+', '-').replaceAll('/', '_'),
      notBefore: seconds(certificate.validFromDate),
      notAfter: seconds(certificate.validToDate),
    }
  },
}
