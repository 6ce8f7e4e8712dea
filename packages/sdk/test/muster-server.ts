import { after, before } from 'node:test'
import { onEachDatabase, type Place } from '../../server/test/databases.ts'
import { adminPassword, startTestServer, type TestServer } from '../../server/test/test-server.ts'

/** A complete server that listens on a loopback port. */
export type MusterServer = TestServer & {
  readonly url: string
  /** The password of the administrator, `admin` in the domain `default`. */
  readonly adminPassword: string
}

export const listen = async (
  place: Place,
  environment: Record<string, string> = {},
): Promise<MusterServer> => {
  const server = await startTestServer(place, environment)
  const url = await server.muster.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...server, url, adminPassword }
}

/** Runs a suite against a running server on each database. `server()` is available in tests and `before` hooks. */
export const onEachMuster = (
  title: string,
  suite: (server: () => MusterServer) => void,
  environment: Record<string, string> = {},
): void =>
  onEachDatabase(title, (makePlace) => {
    let server: MusterServer
    before(async () => {
      server = await listen(await makePlace(), environment)
    })
    after(() => server?.close())
    suite(() => server)
  })
