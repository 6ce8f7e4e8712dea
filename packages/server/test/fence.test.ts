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

/** Core's layers, the lowest first. */
const layers = ['kernel', 'messaging', 'directory', 'access', 'accounts']

/** For each dependency rule an import that violates it. */
const planted: [rule: string, file: string, imports: string][] = [
  ['core-imports-nothing', 'server/src/core/kernel/planted.ts', '../../store/there.ts'],
  ['core-imports-nothing', 'server/src/core/kernel/planted-builtin.ts', 'node:fs'],
  ['core-imports-nothing', 'server/src/core/kernel/planted-package.ts', 'kysely'],
  ['store-imports-core-and-databases', 'server/src/store/planted.ts', '../crypto/there.ts'],
  ['http-imports-core-and-contract', 'server/src/http/planted.ts', '../store/there.ts'],
  ['crypto-imports-core', 'server/src/crypto/planted.ts', '../store/there.ts'],
  ['jobs-import-core', 'server/src/jobs/planted.ts', '../store/there.ts'],
  ['mail-imports-core', 'server/src/mail/planted.ts', '../store/there.ts'],
  ['openid-imports-core', 'server/src/openid/planted.ts', '../store/there.ts'],
  ['directory-drivers-import-core', 'server/src/directory-drivers/planted.ts', '../store/there.ts'],
  ['outbound-imports-core', 'server/src/outbound/planted.ts', '../store/there.ts'],
  [
    'keystone-database-imports-core-and-databases',
    'server/src/keystone-database/planted.ts',
    '../store/there.ts',
  ],
  ['formats-import-core', 'server/src/formats/planted.ts', '../store/there.ts'],
  ['patterns-import-core', 'server/src/patterns/planted.ts', '../store/there.ts'],
  ['config-imports-core', 'server/src/config/planted.ts', '../store/there.ts'],
  ['apis-import-core-and-their-contract', 'server/src/apis/keystone/planted.ts', '../../store/there.ts'],
  [
    'apis-import-core-and-their-contract',
    'server/src/apis/keystone/planted-stranger.ts',
    '../native/there.ts',
  ],
  [
    'apis-import-core-and-their-contract',
    'server/src/apis/native/planted-contract.ts',
    '@muster/contract/keystone/there.ts',
  ],
  ['only-composition-imports-apis', 'server/src/core/kernel/planted-back.ts', '../../apis/native/there.ts'],
  ['nothing-imports-composition', 'server/src/http/planted-composition.ts', '../composition/server.ts'],
  ['contract-is-data', 'contract/src/keystone/planted.ts', 'fastify'],
  ['messages-are-data', 'messages/src/en/planted.ts', '@muster/contract/keystone/there.ts'],
  ['sdk-imports-nothing', 'sdk/src/transport/planted.ts', 'node:fs'],
  ['sdk-imports-nothing', 'sdk/src/openstack/planted.ts', './node/there.ts'],
  ['sdk-node-reads-files', 'sdk/src/openstack/node/planted.ts', 'node:http'],
  ['console-imports-the-sdk', 'console/src/app/planted.ts', '@muster/server/core/kernel/caller.ts'],
  ['cli-imports-composition', 'cli/src/planted.ts', '@muster/server/store/there.ts'],
  [
    'only-operator-commands-import-the-server',
    'cli/src/nouns/planted.ts',
    '@muster/server/composition/server.ts',
  ],
  ['cli-tables-load-nothing', 'cli/src/nouns/planted-client.ts', '@muster/sdk'],
  ...layers
    .slice(0, -1)
    .map((layer, index): [string, string, string] => [
      `${layer}-imports-lower-layers`,
      `server/src/core/${layer}/planted-upward.ts`,
      `../${layers[index + 1]}/there.ts`,
    ]),
  ['core-has-five-layers', 'server/src/core/planted-layerless.ts', './planted-outside.ts'],
  ['imports-resolve', 'server/src/core/kernel/planted-missing.ts', './not-there.ts'],
  ['no-cycles', 'server/src/core/kernel/planted-cycle.ts', './planted-cycle-back.ts'],
]

describe('dependency rules', () => {
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
    for (const name of ['contract', 'messages', 'server', 'cli', 'sdk']) {
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
    for (const place of [
      'store',
      'crypto',
      'apis/native',
      'apis/keystone',
      ...layers.map((layer) => `core/${layer}`),
    ])
      await write(`server/src/${place}/there.ts`, there)
    await write('contract/src/keystone/there.ts', there)
    await write('sdk/src/openstack/node/there.ts', there)
    await write('sdk/src/index.ts', there)
    await write('server/src/composition/server.ts', there)
    await write('server/src/core/planted-outside.ts', there)
    await write('server/src/core/kernel/planted-cycle-back.ts', "import './planted-cycle.ts'\n")
    for (const [, file, imports] of planted) await write(file, `import '${imports}'\n`)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  test('pass on the real tree, and cover all of it', async () => {
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

  test('report every planted violation', async () => {
    const { summary } = await cruise(folder)
    for (const [rule, file] of planted)
      assert.ok(
        // A cycle is reported once, at the file visited first.
        summary.violations.some(
          ({ rule: { name }, from }) =>
            name === rule && from.startsWith(`packages/${file.replace(/\.ts$/, '')}`),
        ),
        `${rule} did not catch ${file}`,
      )
  })
})
