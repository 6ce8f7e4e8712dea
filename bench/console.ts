import { parseArgs } from 'node:util'
import { foundChromium } from '../packages/server/test/browser.ts'
import { endAll } from './cleanup.ts'
import { measureConsole } from './console/measure.ts'
import { startDirectory } from './users/directory.ts'

/**
 * The console in Chromium, with many users in the directory: `npm run bench-console -- --users 1000000`. Prints each figure
 * beside its target.
 */
const { values } = parseArgs({ options: { users: { type: 'string', default: '1000000' } } })

const executable = foundChromium()
if (executable === undefined) {
  process.stdout.write('SKIPPED: there is no Chromium on this machine (apt install chromium)\n')
  process.exit(0)
}

try {
  const { target, users } = await startDirectory('sqlite', Number(values.users))
  const figures = await measureConsole({
    executable,
    origin: `http://localhost:${target.port}`,
    password: target.password,
  })
  process.stdout.write(`\nThe console of Muster on sqlite with ${users.toLocaleString('en')} users\n\n`)
  process.stdout.write('| figure | measured | target | met |\n| --- | ---: | ---: | --- |\n')
  for (const { name, value, unit, most } of figures)
    process.stdout.write(
      `| ${name} | ${value.toLocaleString('en', { maximumFractionDigits: value < 1 ? 3 : 0 })} ${unit} | ≤ ${most} ${unit} | ${value <= most ? 'yes' : 'NO'} |\n`,
    )
} finally {
  await endAll()
}
