import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keystone } from '@muster/contract/keystone/all.ts'
import { absentRoutes } from './keystone-absent.ts'
import { anyName, keystoneRoutes } from './keystone-routes.ts'

/** Rows that are served outside of `/v3`. */
const elsewhere = ['GET /', 'GET /healthcheck']

test('every route of Keystone is an operation of the contract or is listed as absent, and never both', () => {
  const routes = keystoneRoutes.map(({ route }) => route)
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
