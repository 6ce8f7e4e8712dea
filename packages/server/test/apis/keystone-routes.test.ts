import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keystone } from '@muster/contract/keystone/all.ts'
import { anyName, keystoneRoutes } from './keystone-routes.ts'

/** Rows that are served outside of `/v3`. */
const elsewhere = ['GET /', 'GET /healthcheck']

test('K12: every route of Keystone is an operation of the contract', () => {
  const served = new Set(Object.values(keystone).map(({ method, path }) => anyName(`${method} /v3${path}`)))
  assert.ok(keystoneRoutes.length > 230)
  assert.deepEqual(
    keystoneRoutes
      .map(({ route }) => route)
      .filter((route) => !elsewhere.includes(route) && !served.has(anyName(route))),
    [],
  )
})
