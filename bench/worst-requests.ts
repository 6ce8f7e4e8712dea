import { parseArgs } from 'node:util'
import { measureAll } from './worst-requests/measure.ts'

const usage = `Usage: npm run worst-requests -- [options]

  --users N        users in the directory (3000)
  --only API,API   only these APIs
  --limit MS       exit with 1 when a request holds the event loop longer
  --show N         requests to print (10)
`

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '3000' },
    only: { type: 'string' },
    limit: { type: 'string' },
    show: { type: 'string', default: '10' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

const number = (name: string, text: string): number => {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${name} must be a number above zero.`)
  return value
}

const run = async () => {
  const found = await measureAll({
    users: number('users', values.users),
    only: values.only?.split(',') ?? [],
  })
  const shown = found.slice(0, number('show', values.show))
  process.stdout.write(`${found.length} requests; those that hold the event loop longest:\n\n`)
  for (const { what, status, milliseconds } of shown)
    process.stdout.write(`${milliseconds.toFixed(1).padStart(8)} ms  ${status}  ${what}\n`)
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : number('limit', values.limit)
  const above = found.filter(({ milliseconds }) => milliseconds > limit)
  if (above.length === 0) return
  process.stderr.write(`\n${above.length} requests hold the event loop longer than ${limit} ms.\n`)
  process.exitCode = 1
}

// Keeps the process alive: no port is open, and the timers of the server are unreferenced.
const alive = setInterval(() => {}, 60_000)
try {
  if (values.help) process.stdout.write(usage)
  else await run()
} finally {
  clearInterval(alive)
}
