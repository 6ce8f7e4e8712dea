import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { native as contract } from '@muster/contract/native/all.ts'
import { allNouns, nouns } from '@muster/contract/native/nouns.ts'
import { firstCalls } from '../../server/src/apis/native/docs/start-page.ts'
import type { Given } from '../examples/native-reference/given.ts'
import { Muster } from '../src/index.ts'
import { onEachMuster } from './muster-server.ts'
import { type ExampleValues, makeExampleValues } from './native-reference-values.ts'

const run = promisify(execFile)

/** Makes curl fail for every error status, and write the status to the standard error stream. */
const curlSettings =
  'silent\nshow-error\nfail-with-body\nnoproxy = "*"\nwrite-out = "%{stderr}%{http_code}"\n'

type Sample = { readonly label: string; readonly source: string }
type Documented = { readonly operationId: string; readonly 'x-codeSamples': readonly Sample[] }

onEachMuster('the curl examples of the documentation', (server) => {
  let home: string
  let valuesOf: (operation: string) => Promise<ExampleValues>
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'muster-curl-'))
    await writeFile(join(home, '.curlrc'), curlSettings)
    valuesOf = await makeExampleValues(server())
  })
  after(() => rm(home, { recursive: true, force: true }))

  const shell = (script: string, variables: ExampleValues) =>
    run('sh', ['-euc', script], {
      env: { PATH: process.env['PATH'] ?? '', CURL_HOME: home, ...variables },
      maxBuffer: 2 ** 24,
    })

  test('N17: every operation has a curl command that succeeds as it is printed', async () => {
    const openapi = await fetch(`${server().url}/api/v1/openapi.json`)
    const { paths } = (await openapi.json()) as { paths: Record<string, Record<string, Documented>> }
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
    assert.deepEqual(operations.map(({ operationId }) => operationId).sort(), Object.keys(contract).sort())
    for (const { operationId: name, 'x-codeSamples': samples } of operations) {
      const source = samples.find(({ label }) => label === 'curl')?.source
      assert.ok(source, `${name} has no curl command`)
      const { secret = '', ...values } = await valuesOf(name)
      const upperCase = Object.entries(values).map(([key, value]) => [key.toUpperCase(), value])
      const variables = { ...Object.fromEntries(upperCase), MUSTER_URL: server().url, MUSTER_SECRET: secret }
      const { stderr: status } = await shell(source, variables).catch((failed) =>
        assert.fail(`${name}: ${source}\n${failed.stdout}${failed.stderr}`),
      )
      assert.ok(status in contract[name as keyof typeof contract].responses, `${name} returned ${status}`)
    }
  })

  test('N17: the first calls of the start page succeed as they are printed', async () => {
    const { stdout } = await shell(firstCalls(server().url), { MUSTER_PASSWORD: server().adminPassword })
    assert.match(stdout, /"username":"admin"/)
  })
})

/** `api_key_id` as in the TypeScript examples: `keyId`. */
const camelCase = (name: string): string =>
  name.replace(/^api_/, '').replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

onEachMuster('the TypeScript examples of the documentation', (server) => {
  let valuesOf: (operation: string) => Promise<ExampleValues>
  before(async () => {
    valuesOf = await makeExampleValues(server())
  })

  for (const noun of allNouns)
    test(`N17: every operation of ${noun} has an example that succeeds`, async () => {
      const examples: Readonly<Record<string, (given: Given) => Promise<unknown>>> = await import(
        `../examples/native-reference/${noun}.ts`
      )
      assert.deepEqual(Object.keys(examples).sort(), Object.keys(nouns[noun]).sort())
      for (const [name, example] of Object.entries(examples)) {
        const { secret = '', sequence, ...values } = await valuesOf(name)
        const { url } = server()
        const given = {
          ...Object.fromEntries(Object.entries(values).map(([key, value]) => [camelCase(key), value])),
          url,
          muster: new Muster({ url, session: secret }),
          sequence: Number(sequence),
        }
        await example(given as Given).catch((error) =>
          assert.fail(`${name}: ${error.message} ${error.code ?? ''}`),
        )
      }
    })
})
