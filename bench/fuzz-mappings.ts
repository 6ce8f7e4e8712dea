import { parseArgs } from 'node:util'
import { checkOnce } from '../packages/server/test/mapping-fuzz/check.ts'
import { chance } from '../packages/server/test/mapping-fuzz/generate.ts'

/** `npm run fuzz-mappings -- --count 100000 --seed 1`: random mappings and assertions against an independent oracle. */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const [count, first] = [Number(values.count), Number(values.seed)]
const outcomes: Record<string, number> = {}
let mostSteps = 0
for (let at = 0; at < count; at++) {
  // Far apart, so that other seeds repeat nothing.
  const seed = (first * 1_000_003 + at) >>> 0
  try {
    const { outcome, steps } = checkOnce(chance(seed))
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    mostSteps = Math.max(mostSteps, steps)
  } catch (thrown) {
    process.stderr.write(`The generator with seed ${seed}: ${String(thrown)}\n`)
    process.exit(1)
  }
}
process.stdout.write(`${count} mappings: ${JSON.stringify(outcomes)}; at most ${mostSteps} steps\n`)
