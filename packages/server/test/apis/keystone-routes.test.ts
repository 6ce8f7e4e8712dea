import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { keystone } from '@muster/contract/keystone/all.ts'
import { absentRoutes } from './keystone-absent.ts'

/** Rows that are served outside of `/v3`. */
const elsewhere = ['GET /', 'GET /healthcheck']

const anyName = (route: string) => route.replaceAll(/\{\w+\}/g, '{}').replace(/\/$/, '')

test('every route of Keystone is an operation of the contract or is listed as absent, and never both', async () => {
  const table = await readFile(new URL('../../../../docs/specs/keystone-routes.tsv', import.meta.url), 'utf8')
  const rows = table.trim().split('\n').slice(1)
  const routes = rows.map((row) => row.split('\t').slice(0, 2).join(' '))
  const served = new Set(Object.values(keystone).map(({ method, path }) => anyName(`${method} /v3${path}`)))
  const absent = new Set(
    absentRoutes.flatMap(([, ...lines]) =>
      lines.flatMap((line) => {
        const [methods = '', path = ''] = line.split(' ')
        return methods.split(',').map((method) => anyName(`${method} ${path}`))
      }),
    ),
  )
  assert.ok(routes.length > 230)
  assert.deepEqual(
    routes.filter(
      (route) => !elsewhere.includes(route) && served.has(anyName(route)) === absent.has(anyName(route)),
    ),
    [],
  )
})
