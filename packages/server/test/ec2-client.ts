import { createHash, createHmac } from 'node:crypto'

export type KeyPair = { readonly access: string; readonly secret: string | null }

/** A signature version 2 request as an EC2 front end forwards it; implemented independently of core. */
export const signedRequest = ({ access, secret }: KeyPair, at: number, action = 'DescribeInstances') => {
  const params: Record<string, string> = {
    AWSAccessKeyId: access,
    Action: action,
    SignatureMethod: 'HmacSHA256',
    SignatureVersion: '2',
    Timestamp: new Date(at).toISOString().replace(/\.\d+/, ''),
  }
  const query = Object.entries(params)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  const text = `GET\nec2.example\n/services/Cloud\n${query}`
  return {
    access,
    signature: createHmac('sha256', secret ?? '')
      .update(text)
      .digest('base64'),
    host: 'ec2.example',
    verb: 'GET',
    path: '/services/Cloud',
    params,
    headers: {},
    body_hash: createHash('sha256').update('').digest('hex'),
  }
}

/** The signature data that an object store forwards for a legacy signature. */
export const signedForS3 = ({ access, secret }: KeyPair, at: number, path = '/bucket/object') => {
  const text = `GET\n\n\n${new Date(at).toUTCString()}\n${path}`
  return {
    access,
    signature: createHmac('sha1', secret ?? '')
      .update(text)
      .digest('base64'),
    token: Buffer.from(text).toString('base64url'),
  }
}
