import type { Ec2Request } from '../src/core/access/ec2/signed-request.ts'

/**
 * Requests signed by botocore 1.44.5 (versions 2 and 4) and by python-keystoneclient's Ec2Signer (0 to 2) with this
 * key, at 2026-01-02T03:04:05Z.
 */
export const access = '0123456789abcdef0123456789abcdef'
export const secret = 'fedcba9876543210fedcba9876543210'
export const signedAt = Date.UTC(2026, 0, 2, 3, 4, 5)

type Vector = { readonly request: Ec2Request; readonly signature: string }

export const ec2Vectors: Readonly<Record<string, Vector>> = {
  'v4 in the header': {
    request: {
      host: 'ec2.example:8773',
      verb: 'GET',
      path: '/services/Cloud',
      params: {
        Action: 'DescribeInstances',
        'Filter.1.Name': "it's (a) *~!",
        Version: '2016-11-15',
        Ünï: '日本 語/+',
      },
      headers: {
        Host: 'ec2.example:8773',
        'User-Agent': 'aws-cli/2',
        'X-Amz-Meta': '  two   spaces ',
        'X-Amz-Date': '20260102T030405Z',
        Authorization:
          'AWS4-HMAC-SHA256 Credential=0123456789abcdef0123456789abcdef/20260102/RegionOne/ec2/aws4_request, SignedHeaders=host;x-amz-date;x-amz-meta, Signature=92b8a05d8ef5d5a776b4c428718498f8cd5266668a3bdc9c3440d504c3766d96',
      },
      bodyHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
    signature: '92b8a05d8ef5d5a776b4c428718498f8cd5266668a3bdc9c3440d504c3766d96',
  },
  'v4 of a POST': {
    request: {
      host: 'ec2.example',
      verb: 'POST',
      path: '/',
      params: {
        Action: 'DescribeInstances',
        Version: '2016-11-15',
      },
      headers: {
        Host: 'ec2.example',
        'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
        'X-Amz-Date': '20260102T030405Z',
        Authorization:
          'AWS4-HMAC-SHA256 Credential=0123456789abcdef0123456789abcdef/20260102/RegionOne/ec2/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=37da16bdf832e65468733f47fc6d252bb879d4fef69e94bdcd2f9c36acdba3e1',
      },
      bodyHash: '6171eb09865e32b0602af0f7957e26573a51f53caaedff02ff88883cb0275885',
    },
    signature: '37da16bdf832e65468733f47fc6d252bb879d4fef69e94bdcd2f9c36acdba3e1',
  },
  'v4 in the query': {
    request: {
      host: 'ec2.example',
      verb: 'GET',
      path: '/',
      params: {
        Action: 'DescribeInstances',
        Version: '2016-11-15',
        'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
        'X-Amz-Credential': '0123456789abcdef0123456789abcdef/20260102/RegionOne/ec2/aws4_request',
        'X-Amz-Date': '20260102T030405Z',
        'X-Amz-Expires': '60',
        'X-Amz-SignedHeaders': 'host',
      },
      headers: {
        Host: 'ec2.example',
      },
      bodyHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
    signature: '5ce5fe42d3cca86929a697b57f1a7fc2d98403e9cec77cc65844dde8147d8e8e',
  },
  'v2 (botocore)': {
    request: {
      host: 'ec2.example:8773',
      verb: 'POST',
      path: '/services/Cloud',
      params: {
        Action: 'DescribeInstances',
        Version: '2013-02-01',
        Name: 'a b*c~d',
        AWSAccessKeyId: '0123456789abcdef0123456789abcdef',
        SignatureVersion: '2',
        SignatureMethod: 'HmacSHA256',
        Timestamp: '2026-01-02T03:04:05Z',
      },
      headers: {},
      bodyHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
    signature: '9LnDEE1YyXC0b1Gl5kSwSX/gCPV/uykId+11D0ldzBA=',
  },
  'v0 (keystoneclient)': {
    request: {
      host: 'ec2.example',
      verb: 'GET',
      path: '/services/Cloud',
      params: {
        Action: 'DescribeInstances',
        Timestamp: '2026-01-02T03:04:05Z',
        SignatureVersion: '0',
        AWSAccessKeyId: '0123456789abcdef0123456789abcdef',
        Version: '2008-02-01',
        'instanceId.1': 'i-1',
        'InstanceId.2': 'i-2',
        name: "Jürgen's (*)",
      },
      headers: {},
      bodyHash: '',
    },
    signature: '1SalJrXfFDa1iL92O+4bOrZ1ClI=',
  },
  'v1 (keystoneclient)': {
    request: {
      host: 'ec2.example',
      verb: 'GET',
      path: '/services/Cloud',
      params: {
        Action: 'DescribeInstances',
        Timestamp: '2026-01-02T03:04:05Z',
        SignatureVersion: '1',
        AWSAccessKeyId: '0123456789abcdef0123456789abcdef',
        Version: '2008-02-01',
        'instanceId.1': 'i-1',
        'InstanceId.2': 'i-2',
        name: "Jürgen's (*)",
      },
      headers: {},
      bodyHash: '',
    },
    signature: 'hubYoVCTNkazzpL6wn9dJLs8liA=',
  },
  'v2 (keystoneclient)': {
    request: {
      host: 'ec2.example',
      verb: 'GET',
      path: '/services/Cloud',
      params: {
        Action: 'DescribeInstances',
        Timestamp: '2026-01-02T03:04:05Z',
        SignatureVersion: '2',
        AWSAccessKeyId: '0123456789abcdef0123456789abcdef',
        Version: '2008-02-01',
        'instanceId.1': 'i-1',
        'InstanceId.2': 'i-2',
        name: "Jürgen's (*)",
        SignatureMethod: 'HmacSHA256',
      },
      headers: {},
      bodyHash: '',
    },
    signature: '2A1w9s/weYpWaPaMXKGlGwzyDttOB+oDI6IF2VX/Kzo=',
  },
}

/** The text that was signed in base64, and the signature. */
export const s3Vectors = {
  's3 v4': {
    token:
      'QVdTNC1ITUFDLVNIQTI1NgoyMDI2MDEwMlQwMzA0MDVaCjIwMjYwMTAyL1JlZ2lvbk9uZS9zMy9hd3M0X3JlcXVlc3QKZTAwMjBlNzdiMzU1NzBhYzk3YmQwMTEzODI5NmZmZDIwZjAzNDRhNjBhYWRhYmExNWVjY2Y5ODI1NTdmNzQyYw==',
    signature: 'e5d707c27a7e7d6a0402d8f74d1e78195e80f4d2e0f3cf38ab206b5438f87ff8',
  },
  's3 v1': {
    token: 'UFVUCgp0ZXh0L3BsYWluCkZyaSwgMDIgSmFuIDIwMjYgMDM6MDQ6MDUgR01UCi9idWNrZXQvb2JqZWN0',
    signature: '58Exs/3DxOfygcxi3Aa+CVUdB2g=',
  },
  's3 v1 with x-amz-date': {
    token:
      'R0VUCgoKRnJpLCAwMiBKYW4gMjAyNiAwMzowNDowNSBHTVQKeC1hbXotZGF0ZTpGcmksIDAyIEphbiAyMDI2IDAzOjA0OjA1IEdNVAovYnVja2V0L29iamVjdA==',
    signature: 'XeHb+AbNsvB/qo42UADkw1h59CA=',
  },
  's3 v1 presigned': {
    token: 'R0VUCgoKMTc2NzMyMzEwNQovYnVja2V0L29iamVjdA==',
    signature: 'LIywYdz/rLDNvrp3z2uQQUx7Hg8=',
  },
}
