import type { Digests } from '../../kernel/ports.ts'

/** A request as an EC2 front end received it, with the signature it came with (keystone.md section 17.2). */
export type Ec2Request = {
  readonly host: string
  readonly verb: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** SHA-256 of the body in hex. */
  readonly bodyHash: string
}

/** What the signature should be, and what is signed along of when: made at, good until. */
export type Signed = {
  readonly signature: string
  readonly time?: string | undefined
  readonly ends?: string | undefined
}

/** Undefined for a request that this way of signing cannot have made. */
export type Signer<Request> = (request: Request, secret: string, digests: Digests) => Signed | undefined
