import type { Digests } from '../../kernel/ports.ts'

/** A signed request as an EC2 front end received it (keystone.md section 17.2). */
export type Ec2Request = {
  readonly host: string
  readonly verb: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** SHA-256 of the body in hex. */
  readonly bodyHash: string
}

/** The expected signature, and the signed times: when the request was made (`time`) and when it expires (`ends`). */
export type Signed = {
  readonly signature: string
  readonly time?: string | undefined
  readonly ends?: string | undefined
}

/** Undefined for a request that cannot have been signed with this version. */
export type Signer<Request> = (request: Request, secret: string, digests: Digests) => Signed | undefined
