import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkDifferences, findDifferences } from './compare.ts'
import { record, run, startTarget, type Target } from './record.ts'
import { type Vendor, vendors } from './vendors.ts'

const usage = `Usage: node interop/wire-comparison/run.ts [VENDOR] [--recordings FOLDER]
       VENDOR is one of ${Object.keys(vendors).join(', ')}; all if absent
`
/** Exit code of install.sh on a machine that cannot run the folder. */
const CANNOT = 75

const interop = join(import.meta.dirname, '..')
const print = (line: string) => process.stdout.write(`${line}\n`)

type Comparison = {
  readonly name: string
  readonly vendor: Vendor
  readonly version: string
  readonly kind: string
}

/** The number of differences that are not listed, or listed and absent. */
const compare = async (
  target: Target,
  folder: string,
  { name, vendor, version, kind }: Comparison,
): Promise<number> => {
  const client = version === '' ? name : `${name}-${version}`
  const title = `${client}-${kind}`
  const python = join(interop, '.venvs', client, 'bin', 'python')
  const [theirs, ours] = [
    await record(target, folder, `${title}-python`, python, [`${name}_cases.py`, kind]),
    await record(target, folder, `${title}-typescript`, process.execPath, [`${name}-cases.ts`, version]),
  ]
  const found = findDifferences(theirs, ours, vendor.headers)
  const { unlisted, absent } = checkDifferences(found, vendor.differences, version)
  for (const difference of unlisted) print(`NOT LISTED ${JSON.stringify(difference)}`)
  for (const difference of absent) print(`LISTED, BUT ABSENT ${JSON.stringify(difference)}`)
  const requests = theirs.cases.reduce((sum, recorded) => sum + recorded.requests.length, 0)
  print(
    `${title}: ${theirs.cases.length} cases, ${requests} requests of the Python SDK, ` +
      `${found.length} differences, ${unlisted.length} of them not listed, ${absent.length} listed and absent`,
  )
  return unlisted.length + absent.length
}

/** The comparisons of the versions that are installed; install.sh prints why a version cannot be. */
const comparisonsOf = async (name: string): Promise<readonly Comparison[]> => {
  const vendor = vendors[name]
  if (!vendor) throw new Error(`Unknown vendor ${name}\n${usage}`)
  const comparisons: Comparison[] = []
  for (const version of vendor.versions) {
    const code = await run(join(interop, 'install.sh'), version === '' ? [name] : [name, version])
    if (code === CANNOT) continue
    if (code !== 0) throw new Error(`install.sh ${name} ${version} exited with ${code}`)
    comparisons.push(...vendor.kinds.map((kind) => ({ name, vendor, version, kind })))
  }
  return comparisons
}

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { recordings: { type: 'string' } },
  })
  const names = positionals.length === 0 ? Object.keys(vendors) : positionals
  const comparisons = (await Promise.all(names.map(comparisonsOf))).flat()
  if (comparisons.length === 0) return 0
  const folder = values.recordings ?? (await mkdtemp(join(tmpdir(), 'muster-wire-comparison-')))
  await mkdir(folder, { recursive: true })
  const target = await startTarget()
  try {
    let failures = 0
    for (const comparison of comparisons) failures += await compare(target, folder, comparison)
    return failures === 0 ? 0 : 1
  } finally {
    await target.server.close()
    if (values.recordings === undefined) await rm(folder, { recursive: true, force: true })
  }
}

// Exits even when clients left handles open.
process.exit(await main())
