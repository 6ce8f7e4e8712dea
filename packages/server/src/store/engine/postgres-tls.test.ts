import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BadTlsMode, postgresAddress } from './postgres-tls.ts'

const tlsOf = (url: string, ca?: string) => postgresAddress(url, ca).tls

test('S12: a local PostgreSQL needs no TLS', () => {
  for (const url of [
    'postgres://localhost/muster',
    'postgres://u:p@127.0.0.1:5432/muster',
    'postgresql://u@127.8.9.10/muster',
    'postgres://[::1]:5432/muster',
    'postgres://u@/muster?host=/var/run/postgresql',
    'postgres://u@%2Fvar%2Frun%2Fpostgresql/muster',
  ])
    assert.equal(tlsOf(url), false, url)
})

test('S12: PostgreSQL elsewhere must present a certificate for its host name', () => {
  for (const url of [
    'postgres://u:p@db.example.com/muster',
    'postgres://u:p@db/muster',
    'postgres://10.0.0.5:5432/muster',
    'postgres://192.168.1.7/muster',
    'postgres://[fd00::5]/muster',
    'postgres://localhost.example.com/muster',
    'postgres://127.0.0.1.example.com/muster',
    'postgres://localhost/muster?host=db.example.com',
  ]) {
    const tls = tlsOf(url, 'PEM')
    assert.ok(tls !== false, url)
    assert.deepEqual([tls.rejectUnauthorized, tls.ca], [true, 'PEM'], url)
    assert.equal(tls.checkServerIdentity, undefined, 'the name is verified')
  }
  // An IP address is verified against those in the certificate.
  const { host } = tlsOf('postgres://10.0.0.5/muster') as { host?: string }
  assert.equal(host, '10.0.0.5')
})

test('S12: sslmode in the URL takes precedence, and the rest of the URL is unchanged', () => {
  const at = (mode: string, host = 'db.example.com') =>
    postgresAddress(`postgres://u:p%40@${host}/muster?sslmode=${mode}&options=-c%20geqo%3Doff`)
  assert.equal(at('disable').tls, false)
  assert.equal(at('disable').url, 'postgres://u:p%40@db.example.com/muster?options=-c+geqo%3Doff')
  assert.deepEqual(at('require').tls, { rejectUnauthorized: false })
  const authorityAlone = at('verify-ca').tls
  assert.ok(authorityAlone !== false && authorityAlone.rejectUnauthorized)
  assert.equal(typeof authorityAlone.checkServerIdentity, 'function')
  assert.deepEqual(at('verify-full', 'localhost').tls, { rejectUnauthorized: true })
  const required = postgresAddress('postgres://db/m?sslmode=require', 'PEM').tls
  assert.equal(
    required !== false && required.rejectUnauthorized,
    true,
    'a configured authority is not ignored',
  )
  for (const mode of ['prefer', 'allow', 'no', ''])
    assert.throws(
      () => at(mode),
      (thrown) => thrown instanceof BadTlsMode && /sslmode/.test(thrown.message),
    )
  assert.throws(
    () => postgresAddress('postgres://db/m?sslmode=verify-full&sslrootcert=/x'),
    /database_ca_file/,
  )
  for (const also of ['ssl=0', 'ssl=true', 'uselibpqcompat=true', 'sslcert=/x'])
    assert.throws(
      () => postgresAddress(`postgres://db/m?${also}`),
      (thrown) => thrown instanceof BadTlsMode,
      `${also} does not bypass the decision`,
    )
})
