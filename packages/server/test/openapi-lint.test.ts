import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { lintOpenapi } from '../../../scripts/openapi/lint.ts'
import { nativeDocument } from '../src/apis/native/native-document.ts'

const script = fileURLToPath(new URL('../../../scripts/check-openapi.ts', import.meta.url))
const run = promisify(execFile)

// biome-ignore lint/suspicious/noExplicitAny: a fault may be anywhere in the document
type Document = any

/** One fault for each kind of defect of the contract. */
const planted: readonly [rule: string, at: string, plant: (document: Document) => void][] = [
  ['operation-description', '/users/get', ({ paths }) => delete paths['/users'].get.description],
  ['operation-summary', '/users/post', ({ paths }) => delete paths['/users'].post.summary],
  ['operation-tag-defined', '/me/get', ({ paths }) => paths['/me'].get.tags.push('no-such-tag')],
  [
    'operation-operationId-unique',
    '/me/patch',
    ({ paths }) => Object.assign(paths['/me'].patch, { operationId: 'getMe' }),
  ],
  ['tag-description', '/tags/0', ({ tags }) => delete tags[0].description],
  [
    'no-unresolved-refs',
    '/sessions/post',
    ({ paths }) => {
      paths['/sessions'].post.requestBody.content['application/json'].schema.$ref =
        '#/components/schemas/None'
    },
  ],
  [
    'no-invalid-media-type-examples',
    '/plans/get',
    ({ paths }) => {
      paths['/plans'].get.responses['200'].content['application/json'].example = { plans: 'none' }
    },
  ],
  ['no-enum-type-mismatch', 'ProblemType', ({ components }) => components.schemas.ProblemType.enum.push(404)],
  [
    'no-unused-components',
    'Unused',
    ({ components }) => Object.assign(components.schemas, { Unused: { type: 'object' } }),
  ],
  ['struct', '/info', ({ info }) => delete info.title],
]

const copy = (): Document => JSON.parse(JSON.stringify(nativeDocument()))

describe('the lint of the OpenAPI document', () => {
  test('N16: the document of the native API has no findings', async () => {
    assert.deepEqual(await lintOpenapi(JSON.stringify(nativeDocument())), [])
  })

  test('N16: every planted fault is reported', async () => {
    const document = copy()
    for (const [, , plant] of planted) plant(document)
    const findings = (await lintOpenapi(JSON.stringify(document))).map((line) => line.replaceAll('~1', '/'))
    for (const [rule, at] of planted)
      assert.ok(
        findings.some((line) => line.includes(` ${rule} at `) && line.includes(at)),
        `${rule} did not find the fault at ${at}:\n${findings.join('\n').slice(0, 4000)}`,
      )
  })

  test('N16: the command fails for a single warning and names it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-openapi-'))
    try {
      const document = copy()
      document.components.schemas.Unused = { type: 'object' }
      const file = join(folder, 'warning.json')
      await writeFile(file, JSON.stringify(document))
      await assert.rejects(run(process.execPath, [script, file]), {
        code: 1,
        stdout: '',
        stderr: /^warn no-unused-components at #\/components\/schemas\/Unused: [^\n]+\n$/,
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
