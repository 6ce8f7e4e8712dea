import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { makeCertificate } from '../../test/make-certificate.ts'
import { certificates } from './certificates.ts'

const notBefore = new Date('2026-01-02T03:04:05Z')
const notAfter = new Date('2036-01-02T03:04:05Z')
const { der, pem } = makeCertificate({
  subject: [
    ['C', 'CH'],
    ['OU', 'one'],
    ['OU', 'two'],
    ['CN', 'someone, "quoted" = \\ ü'],
    ['UID', '1234'],
    ['emailAddress', 'a@example.com'],
    ['1.2.3.4', 'unknown'],
  ],
  issuer: [
    ['DC', 'example'],
    ['CN', 'root'],
  ],
  notBefore,
  notAfter,
})

describe('client certificates', () => {
  test('are parsed with all names of subject and issuer, validity and thumbprint', () => {
    assert.deepEqual(certificates.read(pem), {
      names: {
        SSL_CLIENT_SUBJECT_DN_C: 'CH',
        SSL_CLIENT_SUBJECT_DN_OU: 'one;two',
        SSL_CLIENT_SUBJECT_DN_CN: 'someone, "quoted" = \\ ü',
        SSL_CLIENT_SUBJECT_DN_UID: '1234',
        SSL_CLIENT_SUBJECT_DN_EMAILADDRESS: 'a@example.com',
        'SSL_CLIENT_SUBJECT_DN_1.2.3.4': 'unknown',
        SSL_CLIENT_ISSUER_DN_DC: 'example',
        SSL_CLIENT_ISSUER_DN_CN: 'root',
      },
      // keystonemiddleware: urlsafe_b64encode(sha256(ssl.DER_cert_to_PEM_cert(der))), with padding.
      thumbprint: `${createHash('sha256').update(pem).digest('base64url')}=`,
      notBefore: notBefore.getTime() / 1000,
      notAfter: notAfter.getTime() / 1000,
    })
  })

  test('are parsed from every form in which a proxy writes them into a header', () => {
    const base64 = der.toString('base64')
    const forms = {
      'as it is': pem,
      'without the last line end': pem.trim(),
      'with blanks for line ends': pem.replaceAll('\n', ' '),
      'with folded lines': pem.trim().replaceAll('\n', '\n\t'),
      'escaped for URLs': encodeURIComponent(pem),
      'in lines of another length': `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`,
      'base64 of DER': base64,
      'RFC 9440': `:${base64}:`,
    }
    for (const [form, text] of Object.entries(forms))
      assert.deepEqual(certificates.read(text), certificates.read(pem), form)
  })

  test('T77: malformed input is undefined', () => {
    const base64 = der.toString('base64')
    const wrong = [
      '',
      ' ',
      '(null)',
      ':',
      '::',
      '%',
      '%zz',
      '%00',
      'null',
      base64.slice(0, -40),
      `:${base64}`,
      `${pem}${pem}`,
      `${pem.trim()}, ${pem.trim()}`,
      pem.replaceAll('CERTIFICATE', 'PRIVATE KEY'),
      pem.replace('M', 'N'),
      encodeURIComponent(encodeURIComponent(pem)),
      'A'.repeat(100_000),
      Buffer.from('not a certificate').toString('base64'),
    ]
    for (const text of wrong) assert.equal(certificates.read(text), undefined, text.slice(0, 60))
  })
})
