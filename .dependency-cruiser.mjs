/**
 * The fence: a request goes face → core → store, imports point at core, nobody points back.
 * `npm run check` runs it; packages/server/test/fence.test.ts plants violations to prove that it is on.
 */
const src = '^packages/server/src'
const room = (name) => `${src}/${name}/`

/** What a room may import, beside itself; everything else is a hole in the fence. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { pathNot: [from, ...allowed] },
})

const npm = (...names) => `^node_modules/(${names.join('|')})(/|$)`
const contract = '^packages/contract/src/'
const builtin = (...names) => `^(node:)?(${names.join('|')})$`

export default {
  forbidden: [
    only('core-knows-nobody', room('core'), [], 'core is the domain: no HTTP, no SQL, no Node, no packages'),
    only('store-speaks-sql', room('store'), [room('core'), npm('kysely', 'pg', '@types/pg'), builtin('sqlite', 'fs', 'path', 'timers/promises', 'worker_threads', 'async_hooks')], 'the store sees core and its databases'),
    only('http-serves-faces', room('http'), [room('core'), contract, npm('fastify', 'typebox', 'prom-client'), builtin('crypto', 'http', 'net', 'stream', 'zlib')], 'http mounts faces on core'),
    only('crypto-is-alone', room('crypto'), [room('core'), builtin('crypto', 'fs', 'path', 'buffer', 'os', 'util', 'worker_threads', 'url')], 'crypto fills ports of core'),
    only('jobs-see-core', room('jobs'), [room('core')], 'jobs run core on a clock'),
    only('mail-writes-and-posts', room('mail'), [room('core'), npm('nodemailer', '@types/nodemailer'), builtin('fs/promises', 'path')], 'letters: their words, and their way out'),
    only('formats-read-and-write-rows', room('formats'), [room('core'), npm('csv-parse'), builtin('buffer', 'stream/promises')], 'files of rows: NDJSON and CSV'),
    only('config-is-read-once', room('config'), [room('core'), npm('yaml', 'pino', 'fastify'), builtin('fs', 'path', 'crypto', 'vm')], 'configuration sees settings of core'),
    only('outbound-is-one-client', room('outbound'), [room('core'), builtin('dns', 'dns/promises', 'http', 'https', 'net')], 'one client for every outbound call'),
    {
      name: 'faces-see-core-and-their-contract',
      comment: 'a face is a stranger to every other face and never touches the store',
      severity: 'error',
      from: { path: `${src}/faces/([^/]+)/`, pathNot: '\\.test\\.ts$' },
      to: { pathNot: [`${src}/faces/$1/`, room('core'), room('http'), `${contract}$1/`, `${contract}operation\\.ts$`, npm('fastify', 'typebox')] },
    },
    {
      name: 'nobody-points-back-at-a-face',
      severity: 'error',
      from: { path: `${src}/`, pathNot: [`${src}/faces/`, `${src}/wiring[./]`] },
      to: { path: `${src}/faces/` },
    },
    {
      name: 'only-wiring-knows-every-room',
      severity: 'error',
      from: { path: `${src}/`, pathNot: `${src}/wiring[./]` },
      to: { path: `${src}/wiring[./]` },
    },
    only('contract-is-data', contract, [npm('typebox')], 'contracts are data only, safe in a browser'),
    {
      name: 'cli-enters-by-the-door',
      comment: 'the command line sees wiring, configuration and operations, never the store or a face',
      severity: 'error',
      from: { path: '^packages/cli/src/' },
      to: { path: [room('store'), room('faces'), room('http'), room('crypto')] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'type-import'] } } },
    { name: 'nothing-missing', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.mjs', '.js'] },
  },
}
