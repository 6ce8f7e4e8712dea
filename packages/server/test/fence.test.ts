import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const run = promisify(execFile)
const cruiser = join(root, 'node_modules', '.bin', 'depcruise')

type Report = { summary: { totalCruised: number; violations: { rule: { name: string }; from: string }[] } }

const cruise = async (folder: string): Promise<Report> => {
  const { stdout } = await run(process.execPath, [cruiser, 'packages', '--output-type', 'json'], {
    cwd: folder,
    maxBuffer: 1 << 28,
  }).catch((failed) => failed as { stdout: string })
  return JSON.parse(stdout)
}

/** One import that must not be, for every rule of the fence. */
const planted: [rule: string, file: string, imports: string][] = [
  ['core-knows-nobody', 'server/src/core/planted.ts', '../store/there.ts'],
  ['core-knows-nobody', 'server/src/core/planted-builtin.ts', 'node:fs'],
  ['core-knows-nobody', 'server/src/core/planted-package.ts', 'kysely'],
  ['store-speaks-sql', 'server/src/store/planted.ts', '../crypto/there.ts'],
  ['http-serves-faces', 'server/src/http/planted.ts', '../store/there.ts'],
  ['crypto-is-alone', 'server/src/crypto/planted.ts', '../store/there.ts'],
  ['jobs-see-core', 'server/src/jobs/planted.ts', '../store/there.ts'],
  ['mail-writes-and-posts', 'server/src/mail/planted.ts', '../store/there.ts'],
  ['outbound-is-one-client', 'server/src/outbound/planted.ts', '../store/there.ts'],
  ['formats-read-and-write-rows', 'server/src/formats/planted.ts', '../store/there.ts'],
  ['config-is-read-once', 'server/src/config/planted.ts', '../store/there.ts'],
  ['faces-see-core-and-their-contract', 'server/src/faces/keystone/planted.ts', '../../store/there.ts'],
  [
    'faces-see-core-and-their-contract',
    'server/src/faces/keystone/planted-stranger.ts',
    '../native/there.ts',
  ],
  [
    'faces-see-core-and-their-contract',
    'server/src/faces/native/planted-contract.ts',
    '@muster/contract/keystone/there.ts',
  ],
  ['nobody-points-back-at-a-face', 'server/src/core/planted-back.ts', '../faces/native/there.ts'],
  ['only-wiring-knows-every-room', 'server/src/http/planted-wiring.ts', '../wiring.ts'],
  ['contract-is-data', 'contract/src/keystone/planted.ts', 'fastify'],
  ['cli-enters-by-the-door', 'cli/src/planted.ts', '@muster/server/store/there.ts'],
  ['nothing-missing', 'server/src/core/planted-missing.ts', './not-there.ts'],
  ['no-circles', 'server/src/core/planted-circle.ts', './planted-circle-back.ts'],
]

describe('the fence', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-fence-'))
    for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'])
      await cp(join(root, file), join(folder, file))
    await mkdir(join(folder, 'node_modules'))
    for (const name of await readdir(join(root, 'node_modules')))
      if (name !== '@muster')
        await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
    await mkdir(join(folder, 'node_modules', '@muster'))
    for (const name of ['contract', 'server', 'cli']) {
      await mkdir(join(folder, 'packages', name), { recursive: true })
      await cp(join(root, 'packages', name, 'package.json'), join(folder, 'packages', name, 'package.json'))
      await symlink(join(folder, 'packages', name), join(folder, 'node_modules', '@muster', name))
    }
    const write = async (file: string, text: string) => {
      const path = join(folder, 'packages', file)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
    }
    const there = 'export const there = 1\n'
    for (const place of ['store', 'crypto', 'faces/native', 'faces/keystone'])
      await write(`server/src/${place}/there.ts`, there)
    await write('contract/src/keystone/there.ts', there)
    await write('server/src/wiring.ts', there)
    await write('server/src/core/planted-circle-back.ts', "import './planted-circle.ts'\n")
    for (const [, file, imports] of planted) await write(file, `import '${imports}'\n`)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  test('holds in the real tree, and saw all of it', async () => {
    const { summary } = await cruise(root)
    assert.deepEqual(summary.violations, [])
    const files = (await readdir(join(root, 'packages'), { recursive: true })).filter(
      (file) => /\/src\/.*\.ts$/.test(file) && !file.includes('node_modules'),
    )
    assert.ok(files.length > 100)
    assert.ok(
      summary.totalCruised >= files.length,
      `${summary.totalCruised} modules for ${files.length} files`,
    )
  })

  test('catches every violation planted', async () => {
    const { summary } = await cruise(folder)
    for (const [rule, file] of planted)
      assert.ok(
        // A circle is reported once, at whichever of its files was seen first.
        summary.violations.some(
          ({ rule: { name }, from }) =>
            name === rule && from.startsWith(`packages/${file.replace(/\.ts$/, '')}`),
        ),
        `${rule} did not catch ${file}`,
      )
  })
})
