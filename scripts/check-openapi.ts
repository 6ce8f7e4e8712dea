import { readFile } from 'node:fs/promises'
import { discovery } from '../packages/server/src/apis/native/discovery.ts'
import { lintOpenapi } from './openapi/lint.ts'

/**
 * Lints the OpenAPI document as `GET /api/v1/openapi.json` answers it, or the file that the command line names.
 * Every finding fails, warnings included.
 */
const served = async (): Promise<string> => {
  const { body } = await discovery.getOpenapi()
  return Buffer.from(body.rendered).toString('utf8')
}

const [file] = process.argv.slice(2)
const findings = await lintOpenapi(file === undefined ? await served() : await readFile(file, 'utf8'))
for (const finding of findings) process.stderr.write(`${finding}\n`)
if (findings.length > 0) process.exitCode = 1
else process.stdout.write('the OpenAPI document has no findings\n')
