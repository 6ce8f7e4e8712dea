/**
 * The fence: a request goes API → core → store, imports point at core and never back, and a layer of core imports only
 * the layers below it. `npm run check` runs it; packages/server/test/fence.test.ts plants a violation of every rule.
 */
const src = '^packages/server/src'
const part = (name) => `${src}/${name}/`

/** What a part of the server may import, beside itself. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { pathNot: [from, ...allowed] },
})

const npm = (...names) => `^node_modules/(${names.join('|')})(/|$)`
const contract = '^packages/contract/src/'
const messages = '^packages/messages/src/'
const builtin = (...names) => `^(node:)?(${names.join('|')})$`

/** Core's layers, the lowest first. A type of an upper layer may be imported: it is gone when the program runs. */
const layers = ['kernel', 'messaging', 'directory', 'access', 'accounts']

const layerRules = layers.slice(0, -1).map((layer, index) => ({
  name: `${layer}-imports-lower-layers`,
  comment: `${layer} imports only ${layers.slice(0, index + 1).join(', ')}; upward calls go through ports.access (kernel/access-hooks.ts)`,
  severity: 'error',
  from: { path: part(`core/${layer}`), pathNot: '\\.test\\.ts$' },
  to: {
    path: layers.slice(index + 1).map((upper) => part(`core/${upper}`)),
    dependencyTypesNot: ['type-only', 'type-import'],
  },
}))

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'core-has-five-layers',
      comment: 'every file of core is in one of the five layers',
      severity: 'error',
      from: {},
      to: { path: `${src}/core/`, pathNot: layers.map((layer) => part(`core/${layer}`)) },
    },
    only('core-imports-nothing', part('core'), [], 'core is the domain: no HTTP, no SQL, no Node.js built-ins, no packages'),
    only('store-imports-core-and-databases', part('store'), [part('core'), npm('kysely', 'pg', '@types/pg'), builtin('sqlite', 'fs', 'path', 'timers/promises', 'worker_threads', 'async_hooks')], 'the store imports core and its databases'),
    only('http-imports-core-and-contract', part('http'), [part('core'), contract, npm('fastify', 'typebox', 'prom-client'), builtin('crypto', 'http', 'net', 'stream', 'zlib')], 'http mounts APIs on core'),
    only('crypto-imports-core', part('crypto'), [part('core'), npm('xml-crypto'), builtin('crypto', 'fs', 'path', 'buffer', 'os', 'util', 'worker_threads', 'url')], 'crypto implements ports of core'),
    only('jobs-import-core', part('jobs'), [part('core')], 'jobs run operations of core on a schedule'),
    only('mail-imports-core', part('mail'), [part('core'), messages, npm('nodemailer', '@types/nodemailer'), builtin('fs/promises', 'path')], 'mail renders and sends emails'),
    only('formats-import-core', part('formats'), [part('core'), npm('csv-parse'), builtin('buffer', 'stream/promises')], 'formats read and write NDJSON and CSV'),
    only('config-imports-core', part('config'), [part('core'), npm('yaml', 'pino', 'fastify'), builtin('fs', 'path', 'crypto', 'vm')], 'configuration imports the settings of core'),
    only('openid-imports-core', part('openid'), [part('core'), npm('jose', 'openid-client')], 'openid is the client of OpenID providers; it connects through outbound'),
    only('patterns-import-core', part('patterns'), [part('core'), npm('re2js')], 'patterns compile regular expressions of clients'),
    only('keystone-database-imports-core-and-databases', part('keystone-database'), [part('core'), npm('mysql2', 'pg', '@types/pg'), builtin('sqlite', 'fs')], 'keystone-database reads the database of a Keystone for core'),
    only('outbound-imports-core', part('outbound'), [part('core'), builtin('dns', 'dns/promises', 'http', 'https', 'net')], 'outbound is the only HTTP client'),
    only('directory-drivers-import-core', part('directory-drivers'), [part('core'), npm('ldapts'), builtin('fs', 'net', 'path', 'timers/promises', 'tls')], 'directory drivers implement a port of core'),
    {
      name: 'apis-import-core-and-their-contract',
      comment: 'an API imports neither another API nor the store',
      severity: 'error',
      from: { path: `${src}/apis/([^/]+)/`, pathNot: '\\.test\\.ts$' },
      to: { pathNot: [`${src}/apis/$1/`, part('core'), part('http'), `${contract}$1/`, `${contract}operation\\.ts$`, messages, npm('fastify', 'typebox')] },
    },
    {
      name: 'only-composition-imports-apis',
      severity: 'error',
      from: { path: `${src}/`, pathNot: [`${src}/apis/`, `${src}/composition/`] },
      to: { path: `${src}/apis/` },
    },
    {
      name: 'nothing-imports-composition',
      severity: 'error',
      from: { path: `${src}/`, pathNot: `${src}/composition/` },
      to: { path: `${src}/composition/` },
    },
    only('contract-is-data', contract, [npm('typebox')], 'contracts are data only, safe in a browser'),
    only('messages-are-data', messages, [], 'texts are data only, safe in a browser'),
    {
      name: 'sdk-imports-nothing',
      comment: 'the SDK runs in browsers: no Node.js built-ins, no packages, and nothing of openstack/node',
      severity: 'error',
      from: { path: '^packages/sdk/src/', pathNot: ['\\.test\\.ts$', '^packages/sdk/src/openstack/node/'] },
      to: { path: '^(?!packages/sdk/src/)|^packages/sdk/src/openstack/node/' },
    },
    only('sdk-node-reads-files', '^packages/sdk/src/openstack/node/', ['^packages/sdk/src/', npm('yaml'), builtin('fs/promises', 'os', 'path', 'process')], 'openstack/node reads clouds.yaml and the environment'),
    {
      name: 'cli-imports-composition',
      comment: 'the command line imports composition, configuration and operations, never the store or an API',
      severity: 'error',
      from: { path: '^packages/cli/src/' },
      to: { path: [part('store'), part('apis'), part('http'), part('crypto')] },
    },
    {
      name: 'only-operator-commands-import-the-server',
      comment: 'commands of a client work with the API alone',
      severity: 'error',
      from: { path: '^packages/cli/src/', pathNot: '^packages/cli/src/operator/' },
      to: { path: '^packages/server/' },
    },
    {
      name: 'cli-tables-load-nothing',
      comment: 'muster --help builds the command tree: nouns import types of the SDK, and what runs a command is imported when it runs',
      severity: 'error',
      from: { path: '^packages/cli/src/(nouns|program|command/(field|verb|names|scope|option-name))' },
      to: { path: '^packages/(sdk|server)/|^packages/cli/src/operator/|^node_modules/(@inquirer|yaml|string-width)', dependencyTypesNot: ['type-only', 'type-import', 'dynamic-import'] },
    },
    only('console-imports-the-sdk', '^packages/console/src/', ['^packages/sdk/src/', messages, npm('react', 'react-dom', '@types/react', '@types/react-dom', '@tanstack', 'react-aria-components', 'uqr')], 'the console is a client like any other'),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'type-import'] } } },
    { name: 'imports-resolve', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.mjs', '.js'] },
  },
}
