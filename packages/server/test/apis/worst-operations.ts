import { account } from '@muster/contract/account-pages/account.ts'
import { keystone } from '@muster/contract/keystone/all.ts'
import type { Operation } from '@muster/contract/operation.ts'
import type { Called, TestServer } from '../test-server.ts'
import { type Credentials, callerFor, type MakeFixture } from './api-fixture.ts'
import { arizeFixture } from './arize-fixture.ts'
import { geoboxFixture } from './geobox-fixture.ts'
import { julepFixture } from './julep-fixture.ts'
import { makeFixture, requestFor } from './keystone-fixture.ts'
import { nativeFixture } from './native-fixture.ts'
import { robotoFixture } from './roboto-fixture.ts'

/** One operation with everything that a request needs except its body. */
export type RequestInfo = {
  readonly name: string
  readonly operation: Operation
  readonly url: string
  /** Maximum body size in bytes. */
  readonly limit: number
  readonly proof: Credentials
  readonly isErrorResponse: (answer: Called) => boolean
}

/** Maximum body size of an unauthenticated operation in bytes. */
export const openLimit = 16_384

const vendorOperations =
  (make: MakeFixture, limit: number) =>
  async (s: TestServer): Promise<readonly RequestInfo[]> => {
    const fixture = await make(s)
    const requested: RequestInfo[] = []
    for (const [name, operation] of Object.entries(fixture.contract)) {
      const things = await fixture.things(name)
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
        encodeURIComponent(things[key] ?? 'none'),
      )
      const proof = operation.public ? {} : ((await callerFor(fixture, 'manager', name)) ?? {})
      const query = new URLSearchParams(proof.query).toString()
      const url = `${fixture.prefix}${path}${query === '' ? '' : `?${query}`}`
      requested.push({ name, operation, url, limit, proof, isErrorResponse: fixture.isErrorResponse })
    }
    return requested
  }

const keystoneOperations = async (s: TestServer): Promise<readonly RequestInfo[]> => {
  const { things } = await makeFixture(s)
  return Object.entries(keystone as Readonly<Record<string, Operation>>).map(([name, operation]) => {
    const { url } = requestFor(operation, things)
    const proof = operation.public ? {} : { headers: { 'x-auth-token': s.system } }
    const isErrorResponse = ({ status, body }: Called) =>
      body?.error?.code === status || typeof body?.error === 'string'
    return { name, operation, url, limit: 114_688, proof, isErrorResponse }
  })
}

const pagesOperations = async (): Promise<readonly RequestInfo[]> =>
  Object.entries(account as Readonly<Record<string, Operation>>).map(([name, operation]) => ({
    name,
    operation,
    url: `/account${operation.path}`,
    limit: openLimit,
    proof: {},
    isErrorResponse: ({ body }: Called) => /^<!doctype html>/.test(String(body)),
  }))

/** Every operation of every API, with a caller that has permission. */
export const operationsOfApis: Readonly<Record<string, (s: TestServer) => Promise<readonly RequestInfo[]>>> =
  {
    arize: vendorOperations(arizeFixture, 65_536),
    geobox: vendorOperations(geoboxFixture, 524_288),
    julep: vendorOperations(julepFixture, 2_097_152),
    keystone: keystoneOperations,
    native: vendorOperations(nativeFixture, 524_288),
    pages: pagesOperations,
    roboto: vendorOperations(robotoFixture, 65_536),
  }
