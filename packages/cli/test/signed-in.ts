import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { type MusterServer, onEachMuster } from '../../sdk/test/muster-server.ts'
import { type Ended, type Home, makeHome, type RunOptions } from './run-muster.ts'

export type Cli = {
  readonly server: () => MusterServer
  readonly home: () => Home
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ended>
  /** Runs a command that must succeed, and returns its JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
  readonly json: (args: readonly string[], options?: RunOptions) => Promise<any>
  /** Runs a command that must end with this code, and returns what it printed. */
  readonly ends: (code: number, args: readonly string[], options?: RunOptions) => Promise<Ended>
}

/** Runs a suite on each database with a command that the administrator has signed in. */
export const onEachCli = (
  title: string,
  suite: (cli: Cli) => void,
  environment: Record<string, string> = {},
): void =>
  onEachMuster(
    title,
    (server) => {
      let home: Home
      before(async () => {
        home = await makeHome()
        const args = ['login', server().url, '--username', 'admin', '--password-fd', '3']
        const { code, err } = await home.run(args, { fd3: `${server().adminPassword}\n` })
        assert.equal(code, 0, err)
      })
      after(() => home?.remove())
      const run: Cli['run'] = (args, options) => home.run(args, options)
      const ends: Cli['ends'] = async (code, args, options) => {
        const ended = await run(args, options)
        assert.equal(ended.code, code, `${args.join(' ')}\n${ended.out}${ended.err}`)
        return ended
      }
      suite({
        server,
        home: () => home,
        run,
        ends,
        json: async (args, options) =>
          JSON.parse((await ends(0, [...args, '--output', 'json'], options)).out),
      })
    },
    environment,
  )
