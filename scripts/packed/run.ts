import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { foundChromium, openBrowser } from '../../packages/server/test/browser.ts'
import { consumer, importsOf, printed } from './consumer.ts'

/**
 * Installs the packed packages (`npm run pack`) in an empty folder and uses them as a stranger would: type checks under
 * both module resolutions, linters of packages, a program under every Node.js of the machine and in a browser, and
 * `npx muster serve` with `npx muster user list`. Ends with 1 when something fails; prints SKIPPED for what the machine lacks.
 */
const root = fileURLToPath(new URL('../../', import.meta.url))
const packages = join(root, 'build')
const print = (line: string): void => void process.stdout.write(`${line}\n`)

const run = (
  command: string,
  args: readonly string[],
  cwd: string,
  env = process.env,
  input?: string,
): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 300_000,
    ...(input === undefined ? {} : { input }),
  })
  if (error || status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}${error ?? ''}`)
  return stdout
}

/** The Node.js programs of this machine outside of the project, and the one of the project. */
const nodes = (): ReadonlyMap<string, string> => {
  const folders = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
  const found = [process.execPath, ...folders.map((folder) => join(folder, 'node'))]
  return new Map(
    found.flatMap((path) => {
      const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
      return status === 0 ? [[stdout.trim(), path] as const] : []
    }),
  )
}

const typeChecks = async (folder: string): Promise<void> => {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  for (const [moduleResolution, module] of [
    ['node16', 'node16'],
    ['bundler', 'es2022'],
  ] as const) {
    const options = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      types: [],
    }
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, module, moduleResolution }, files: ['consumer.ts'] }),
    )
    run(process.execPath, [tsc, '-p', folder], folder)
    print(`types: moduleResolution ${moduleResolution}`)
  }
}

const inBrowser = async (folder: string): Promise<void> => {
  const chromium = foundChromium()
  if (!chromium) return print('SKIPPED browser: chromium is not installed')
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'consumer.ts')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  })
  const server = createServer((request, response) => {
    const isScript = request.url === '/consumer.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' })
    response.end(isScript ? outputFiles[0]?.text : '<script type="module" src="/consumer.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await openBrowser(chromium, 'app.test', (server.address() as AddressInfo).port)
  try {
    const page = await browser.newPage()
    const message = page.waitForEvent('console', {
      predicate: (one) => one.type() === 'log',
      timeout: 30_000,
    })
    await page.goto('http://app.test/')
    const text = (await message).text()
    if (text !== printed) throw new Error(`the browser printed ${text}`)
    print('browser: Chromium')
  } finally {
    await browser.close()
    server.close()
  }
}

const password = 'correct horse battery'

/** The command as a client of the server, with its profiles in the folder. */
const useCommand = (folder: string, url: string): void => {
  const env = { ...process.env, XDG_CONFIG_HOME: join(folder, 'config') }
  const muster = (args: readonly string[], input = '') => run('npx', ['muster', ...args], folder, env, input)
  if (!muster(['--help']).startsWith('Usage: muster')) throw new Error('npx muster --help prints no usage')
  muster(['login', url, '--username', 'admin', '--password-fd', '0'], password)
  const names = muster(['user', 'list', '--output', 'value', '--columns', 'username']).trim()
  if (names !== 'admin') throw new Error(`npx muster user list printed ${names}`)
  print('npx muster user list: admin')
}

const serves = async (folder: string): Promise<void> => {
  const child = spawn('npx', ['--no', 'muster', 'serve'], {
    cwd: folder,
    detached: true,
    env: {
      ...process.env,
      MUSTER_PORT: '0',
      MUSTER_DATA_DIR: join(folder, 'data'),
      MUSTER_BOOTSTRAP_PASSWORD: password,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let text = ''
      child.stdout.on('data', (part) => {
        text += part
        const ready = /Muster is ready at (\S+)/.exec(text)
        if (ready?.[1]) resolve(ready[1])
      })
      child.once('exit', (code) => reject(new Error(`npx muster serve ended with ${code}: ${text}`)))
      setTimeout(() => reject(new Error(`npx muster serve is not ready: ${text}`)), 60_000).unref()
    })
    const { status } = await fetch(`${url}/v3`)
    if (status !== 200) throw new Error(`GET /v3 has the status ${status}`)
    print('npx muster serve: GET /v3 is 200')
    useCommand(folder, url)
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null && child.pid !== undefined) {
      process.kill(-child.pid)
      await ended
    }
  }
}

const folder = await mkdtemp(join(tmpdir(), 'muster-packed-'))
try {
  run(process.execPath, [join(root, 'scripts', 'pack.ts')], root)
  const packed = (await readdir(packages))
    .filter((file) => file.endsWith('.tgz'))
    .map((file) => join(packages, file))
  await writeFile(join(folder, 'package.json'), '{"name":"consumer","private":true,"type":"module"}')
  await writeFile(join(folder, 'consumer.ts'), consumer)
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packed], folder)
  print(`installed ${packed.length} packages`)
  const sdk = join(packages, 'sdk')
  for (const [name, args] of [
    ['publint', ['--strict', sdk]],
    ['attw', ['--pack', sdk, '--profile', 'esm-only']],
  ] as const) {
    run(join(root, 'node_modules', '.bin', name), args, root)
    print(`${name}: clean`)
  }
  await typeChecks(folder)
  const { exports } = JSON.parse(await readFile(join(sdk, 'package.json'), 'utf8'))
  await build({
    entryPoints: [join(folder, 'consumer.ts')],
    outfile: join(folder, 'consumer.js'),
    format: 'esm',
  })
  await writeFile(join(folder, 'imports.js'), importsOf(Object.keys(exports)))
  for (const [version, node] of nodes()) {
    const output = run(node, ['consumer.js'], folder).trim()
    if (output !== printed) throw new Error(`Node.js ${version} printed ${output}`)
    run(node, ['imports.js'], folder)
    print(`program: Node.js ${version}`)
  }
  await inBrowser(folder)
  await serves(folder)
} finally {
  await rm(folder, { recursive: true, force: true })
}
