import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

type Names = readonly (readonly [attribute: string, value: string])[]

const oids: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  emailAddress: '1.2.840.113549.1.9.1',
}

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const bytes = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...bytes]), body])
}
const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts)

const oid = (dotted: string): Buffer => {
  const [a = 0, b = 0, ...rest] = dotted.split('.').map(Number)
  const base128 = (n: number): number[] =>
    n < 128 ? [n] : [...base128(Math.floor(n / 128)).map((x) => x | 0x80), n % 128]
  return tlv(0x06, Buffer.from([a * 40 + b, ...rest.flatMap(base128)]))
}

const name = (names: Names): Buffer =>
  sequence(
    ...names.map(([attribute, value]) =>
      tlv(0x31, sequence(oid(oids[attribute] ?? attribute), tlv(0x0c, Buffer.from(value)))),
    ),
  )

const time = (date: Date) => tlv(0x18, Buffer.from(`${date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')}`))

type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }

let keys: KeyPair | undefined
let serial = 0

/** `key` is the private key in PEM, by default the same for the whole process. */
export type Certificate = { readonly der: Buffer; readonly pem: string; readonly key: string }

/** An X.509 certificate (RFC 5280), signed with a fixed key. */
export const makeCertificate = ({
  subject,
  issuer = [['CN', 'root']],
  notBefore = new Date(Date.now() - 86_400_000),
  notAfter = new Date(Date.now() + 86_400_000),
  keyPair,
}: {
  readonly subject: Names
  readonly issuer?: Names
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** The certified key. */
  readonly keyPair?: KeyPair
}): Certificate => {
  keys ??= generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certified = keyPair ?? keys
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const content = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1, ++serial])),
    algorithm,
    name(issuer),
    sequence(time(notBefore), time(notAfter)),
    name(subject),
    certified.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', content, keys.privateKey)
  const der = sequence(content, algorithm, tlv(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  const key = certified.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  return { der, pem: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`, key }
}
