import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { publishedManifest } from './pack/manifest.ts'

/** Compiles the packages and packs them into build/*.tgz, as they are published. Arguments: the packages; default: all. */
const run = promisify(execFile)
const root = fileURLToPath(new URL('../', import.meta.url))
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const names = ['contract', 'messages', 'server', 'sdk', 'cli']
const chosen = process.argv.length > 2 ? process.argv.slice(2) : names

const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
for (const name of chosen) {
  if (!names.includes(name)) throw new Error(`Unknown package ${name}. Packages: ${names.join(', ')}.`)
  const source = join(root, 'packages', name)
  const target = join(root, 'build', name)
  await rm(target, { recursive: true, force: true })
  await mkdir(target, { recursive: true })
  await run(process.execPath, [tsc, '-p', join(source, 'tsconfig.build.json')], { cwd: root }).catch(
    (failed) => {
      throw new Error(`${name} does not compile:\n${failed.stdout}`)
    },
  )
  // The console, which `npm ci` built.
  if (name === 'server')
    await cp(join(source, 'console'), join(target, 'dist', 'console'), { recursive: true })
  const manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'))
  const published = publishedManifest(manifest, dependencies.node)
  await writeFile(join(target, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
  await cp(join(root, 'LICENSE'), join(target, 'LICENSE'))
  for (const file of Object.values(published.bin ?? {})) {
    const text = await readFile(join(source, file), 'utf8')
    await writeFile(join(target, file), text.replace('./src/main.ts', './dist/src/main.js'), { mode: 0o755 })
  }
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', join(root, 'build')], {
    cwd: target,
  })
  process.stdout.write(`build/${stdout.trim()}\n`)
}
