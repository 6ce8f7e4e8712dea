import { endWithReader } from './output/out.ts'
import { buildProgram } from './program/program.ts'
import { reportError } from './report-error.ts'

// Files that commands write contain hashes, keys, mail or exports: only their owner may read them.
process.umask(0o077)
endWithReader()
try {
  await buildProgram().parseAsync(process.argv)
} catch (error) {
  process.exitCode = await reportError(error)
}
