import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Token } from './auth.ts'
import { collection, Id, Links, member, nullable, open, optional, paging, Text } from './shapes.ts'

export const Ec2Credential = Type.Object({
  access: Type.String(),
  secret: nullable(Type.String()),
  user_id: Type.String(),
  tenant_id: nullable(Type.String()),
  trust_id: nullable(Type.String()),
  links: Links,
})

const Texts = Type.Record(Type.String(), Type.Union([Text, Type.Number()]), { maxProperties: 1000 })

/** The signed request, the access key and the signature. */
const Signed = Type.Object(
  {
    access: optional(Text),
    signature: optional(Text),
    /** S3: the text that was signed, in base64. */
    token: optional(Text),
    /** EC2: the request that was signed. */
    host: optional(Text),
    verb: optional(Text),
    path: optional(Text),
    params: optional(Texts),
    headers: optional(Texts),
    body_hash: optional(Text),
  },
  open,
)

/** Clients use one of three names; the first one present is used. */
const signedBody = Type.Object(
  { credentials: optional(Signed), credential: optional(Signed), ec2Credentials: optional(Signed) },
  { ...open, minProperties: 1 },
)

export const ec2 = {
  ec2ListCredentials: {
    method: 'GET',
    path: '/users/{user_id}/credentials/OS-EC2',
    summary: 'List the EC2 keys of a user',
    query: [...paging],
    secret: true,
    responses: { 200: collection('credentials', Ec2Credential) },
    errors: [404],
    source: 'keystone.md section 17.1',
  },
  ec2CreateCredential: {
    method: 'POST',
    path: '/users/{user_id}/credentials/OS-EC2',
    summary: 'Create an EC2 key for a user and a project',
    body: Type.Object({ tenant_id: Id }, open),
    secret: true,
    responses: { 201: member('credential', Ec2Credential) },
    errors: [404],
    source: 'keystone.md section 17.1',
  },
  ec2GetCredential: {
    method: 'GET',
    path: '/users/{user_id}/credentials/OS-EC2/{credential_id}',
    summary: 'Show an EC2 key by its access key',
    secret: true,
    responses: { 200: member('credential', Ec2Credential) },
    errors: [404],
    source: 'keystone.md section 17.1',
  },
  ec2DeleteCredential: {
    method: 'DELETE',
    path: '/users/{user_id}/credentials/OS-EC2/{credential_id}',
    summary: 'Delete an EC2 key',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md section 17.1',
  },
  createEc2Token: {
    method: 'POST',
    path: '/ec2tokens',
    summary: 'Get a token for a request signed with an EC2 key; for services and administrators',
    body: signedBody,
    secret: true,
    responses: { 200: member('token', Token) },
    errors: [404],
    source: 'keystone.md section 17.2',
  },
  createS3Token: {
    method: 'POST',
    path: '/s3tokens',
    summary: 'Validate a request signed with an EC2 key for an object store; does not return a token id',
    body: signedBody,
    secret: true,
    responses: { 200: member('token', Token) },
    errors: [404],
    source: 'keystone.md section 17.2',
  },
} as const satisfies Contract
