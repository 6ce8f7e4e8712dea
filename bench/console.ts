import { parseArgs } from 'node:util'
import { foundChromium } from '../packages/server/test/browser.ts'
import { endAll } from './cleanup.ts'
import { measureConsole } from './console/measure.ts'
import { startDirectory } from './users/directory.ts'

/**
 * The console in Chromium, with many users in the directory: `npm run bench-console -- --users 1000000 --database
 * postgres`. Prints each figure beside its target. `--trace FILE` writes what the browser did while rows were scrolled, for
 * its performance panel.
 */
const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    database: { type: 'string', default: 'sqlite' },
    trace: { type: 'string' },
  },
})
const { database, trace } = values
if (database !== 'sqlite' && database !== 'postgres') throw new Error('--database is sqlite or postgres')

const executable = foundChromium()
if (executable === undefined) {
  process.stdout.write('SKIPPED: there is no Chromium on this machine (apt install chromium)\n')
  process.exit(0)
}

try {
  const { target, users } = await startDirectory(database, Number(values.users))
  const figures = await measureConsole({
    executable,
    origin: `http://localhost:${target.port}`,
    password: target.password,
    trace,
  })
  process.stdout.write(`\nThe console of Muster on ${database} with ${users.toLocaleString('en')} users\n\n`)
  process.stdout.write('| figure | measured | target | met |\n| --- | ---: | ---: | --- |\n')
  for (const { name, value, unit, most } of figures)
    process.stdout.write(
      `| ${name} | ${value.toLocaleString('en', { maximumFractionDigits: value < 1 ? 3 : 0 })} ${unit} | ≤ ${most} ${unit} | ${value <= most ? 'yes' : 'NO'} |\n`,
    )
} finally {
  await endAll()
}
