import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const withoutModules = (path: string) =>
  path
    .split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':')

/** The environment of a new terminal, without variables of npm, Node or Muster. */
const plain = Object.fromEntries(
  Object.entries(process.env)
    .filter(([name]) => !/^(npm_|NODE_|MUSTER_|OS_|INIT_CWD|VIRTUAL_ENV)/.test(name))
    .map(([name, value]) => [name, name === 'PATH' ? withoutModules(value ?? '') : value]),
)

/** Ends a process and everything that it started. */
export const end = async (child: ChildProcess) => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const closed = once(child, 'close')
  process.kill(-child.pid, 'SIGTERM')
  const last = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), 20_000)
  await closed
  clearTimeout(last)
}

/** Starts a server command and waits until it reports to be ready. */
export const start = async (command: string, cwd: string) => {
  const child = spawn('bash', ['-c', command], {
    cwd,
    env: plain,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ready = new Promise<void>((resolve, reject) => {
    const onOutput = (chunk: Buffer) => {
      said += chunk
      if (said.includes('Stop with Ctrl+C.')) resolve()
    }
    child.stdout.on('data', onOutput)
    child.stderr.on('data', onOutput)
    child.on('close', (code) => reject(new Error(`"${command}" ended with ${code}:\n${said.slice(-4000)}`)))
  })
  await ready
  return { child, said: () => said }
}

/** Runs a script with its output shown and returns the exit code. */
export const run = async (script: string, cwd: string): Promise<number> => {
  const child = spawn('bash', ['-c', script], { cwd, env: plain, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'close')) as [number | null]
  return code ?? 1
}
