import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { nullable, strict, Time } from './shapes.ts'

export const keyPurposes = ['tokens', 'token_signatures', 'credentials', 'receipts'] as const
export const settingSources = ['default', 'file', 'environment'] as const

export const KeyRing = Type.Object(
  {
    purpose: Type.Enum([...keyPurposes]),
    source: Type.Enum(['database', 'repository'], {
      description: '`repository`: a key repository of Keystone, which Muster only reads.',
    }),
    active: nullable(
      Type.Integer({
        minimum: 0,
        description: 'Number of keys in the ring, including the staged one; null for a repository.',
      }),
    ),
    changed_at: nullable(
      Type.String({
        format: 'date-time',
        description:
          'When the ring was created or last rotated; null for a repository, and when the event log no longer has the event.',
      }),
    ),
  },
  strict,
)

export const Server = Type.Object(
  {
    version: Type.String(),
    started_at: Time,
    database: Type.Object(
      {
        kind: Type.Enum(['sqlite', 'postgres']),
        ready: Type.Boolean({ description: 'Whether it can be read and written, as in `/readyz`.' }),
        migration: nullable(Type.String({ description: 'The newest migration of the schema.' })),
      },
      strict,
    ),
    mail: Type.Object(
      {
        transport: Type.Enum(['smtp', 'folder'], {
          description: '`folder`: no mail server is configured, and messages are written to files.',
        }),
        overdue: Type.Boolean({
          description: 'Whether a message has been due for a minute, so that mail is not being sent.',
        }),
        queued: Type.Integer({ minimum: 0, maximum: 1000, description: 'Waiting messages, at most 1000.' }),
        dead: Type.Integer({ minimum: 0, maximum: 1000, description: 'Dead messages, at most 1000.' }),
      },
      strict,
    ),
    change_feed: Type.Object(
      {
        fresh: Type.Boolean({
          description:
            'Whether this node has the changes of the others; false: it reads from the database instead of its caches.',
        }),
      },
      strict,
    ),
    keys: Type.Array(KeyRing),
  },
  strict,
)

export const Setting = Type.Object(
  {
    name: Type.String(),
    variable: Type.String({ description: 'The environment variable of the setting.' }),
    description: Type.String(),
    source: nullable(
      Type.Enum([...settingSources], {
        description: 'Where the value comes from; null: from a program that embeds the server.',
      }),
    ),
    hidden: Type.Boolean({
      description: 'Whether the value is never shown: it is a secret, or the place of one.',
    }),
    set: Type.Boolean({ description: 'Whether the setting has a value.' }),
    value: nullable(
      Type.String({
        description:
          'The value as in an environment variable, without a password in a URL; null if it has none or is hidden.',
      }),
    ),
  },
  strict,
)

const source = 'docs/apis/native.md'

export const server = {
  getServer: {
    method: 'GET',
    path: '/server',
    description:
      'Shows the version and the health of the node that receives the request, the mail queue, and the age of the keys, never a key. Administrators and readers of the system may do this.',
    summary: 'Show the state of the server',
    strictQuery: true,
    responses: { 200: Server },
    source,
  },
  listServerSettings: {
    method: 'GET',
    path: '/server/settings',
    description:
      'Lists every setting in force with its source. Values of secrets, and of files and folders with secrets, are never shown. Administrators and readers of the system may do this.',
    summary: 'List the settings of the server',
    strictQuery: true,
    responses: { 200: Type.Object({ settings: Type.Array(Setting) }, strict) },
    source,
  },
} as const satisfies Contract
