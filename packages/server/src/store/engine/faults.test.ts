import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseHealth } from './database-health.ts'
import { postgresFault } from './postgres-faults.ts'
import { isBusy, sqliteFault } from './sqlite-faults.ts'
import { isLost, Unavailable } from './unavailable.ts'

const postgresError = (code: string, severity = 'ERROR') =>
  Object.assign(new Error(`PostgreSQL says ${code}`), { code, severity })
const systemError = (code: string) => Object.assign(new Error(code), { code })

test('R3: each PostgreSQL and driver error maps to one meaning', () => {
  const rows: readonly [unknown, string | undefined][] = [
    [postgresError('53300', 'FATAL'), 'database_unavailable'],
    [postgresError('53200'), 'database_unavailable'],
    [postgresError('53100'), 'database_full'],
    [postgresError('57P01', 'FATAL'), 'database_unavailable'],
    [postgresError('57P02', 'FATAL'), 'database_unavailable'],
    [postgresError('57P03', 'FATAL'), 'database_unavailable'],
    [postgresError('08006'), 'database_unavailable'],
    [postgresError('25006'), 'database_read_only'],
    [postgresError('57014'), 'database_timeout'],
    [postgresError('55P03'), 'database_busy'],
    [postgresError('XX001'), 'database_damaged'],
    [systemError('ECONNREFUSED'), 'database_unavailable'],
    [systemError('ECONNRESET'), 'database_unavailable'],
    [systemError('ERR_TLS_CERT_ALTNAME_INVALID'), 'database_unavailable'],
    [new Error('Connection terminated unexpectedly'), 'database_unavailable'],
    [new Error('timeout exceeded when trying to connect'), 'database_unavailable'],
    [new Error('Query read timeout'), 'database_timeout'],
    [postgresError('23505'), undefined],
    [postgresError('40001'), undefined],
    [postgresError('42P01'), undefined],
    [postgresError('08P01'), undefined],
    [new TypeError('a programming error'), undefined],
  ]
  for (const [error, code] of rows) {
    const fault = postgresFault(error, 'statement')
    assert.equal(fault?.code, code, String(error))
    if (fault) assert.equal(fault.details['retryAfter'], 2)
  }
  assert.equal(postgresFault(postgresError('28P01', 'FATAL'), 'connect')?.code, 'database_unavailable')
})

test('R3: the outcome is unknown only if the connection breaks during the commit', () => {
  const outcome = (error: unknown, during: 'statement' | 'commit') => {
    const fault = postgresFault(error, during)
    return [fault?.code, isLost(fault)]
  }
  const broken = [
    systemError('ECONNRESET'),
    postgresError('57P01', 'FATAL'),
    new Error('Connection terminated unexpectedly'),
  ]
  for (const error of broken) {
    assert.deepEqual(outcome(error, 'commit'), ['outcome_unknown', false])
    assert.deepEqual(outcome(error, 'statement'), ['database_unavailable', true])
  }
  assert.deepEqual(outcome(new Error('Query read timeout'), 'commit'), ['outcome_unknown', false])
  assert.deepEqual(outcome(postgresError('53100'), 'commit'), ['database_full', false])
  assert.deepEqual(outcome(postgresError('40001'), 'commit'), [undefined, false])
  assert.equal(postgresFault(broken[0], 'commit')?.details['retryAfter'], undefined)
})

test('R3: each SQLite result code, including extended ones, maps to one meaning', () => {
  const rows: readonly [number, string | undefined][] = [
    [13, 'database_full'],
    [8, 'database_read_only'],
    [1032, 'database_read_only'],
    [10, 'database_unavailable'],
    [778, 'database_unavailable'],
    [5, 'database_busy'],
    [261, 'database_busy'],
    [14, 'database_unavailable'],
    [11, 'database_damaged'],
    [26, 'database_damaged'],
    [19, undefined],
    [2067, undefined],
    [1, undefined],
  ]
  const sqliteError = (errcode: number) => Object.assign(new Error(`SQLite says ${errcode}`), { errcode })
  for (const [errcode, code] of rows)
    assert.equal(sqliteFault(sqliteError(errcode), 'statement')?.code, code, String(errcode))
  assert.equal(sqliteFault(sqliteError(1034), 'commit')?.code, 'outcome_unknown')
  assert.equal(sqliteFault(sqliteError(13), 'commit')?.code, 'database_full')
  assert.deepEqual(
    [5, 261, 517, 6, 13].map((code) => isBusy(sqliteError(code))),
    [true, true, true, true, false],
  )
})

test('R3: a database that goes down and recovers is reported once each, and so are its writes', () => {
  let clock = 0
  const reports: string[] = []
  const health = databaseHealth(
    {
      onDown: (what, failure) => reports.push(`${what} down: ${failure}`),
      onUp: (what) => reports.push(`${what} up`),
    },
    () => clock,
  )
  const down = new Unavailable('database_unavailable', new Error('connect\nECONNREFUSED'))
  const full = new Unavailable('database_full', new Error('no space'))
  health.worked('read')
  for (let i = 0; i < 5; i++) {
    health.failed(down)
    health.worked('read')
  }
  assert.deepEqual(reports, ['database down: connect ECONNREFUSED'])
  clock += 1000
  health.worked('read')
  health.worked('read')
  assert.deepEqual(reports.splice(0), ['database down: connect ECONNREFUSED', 'database up'])
  // A failed statement or connection does not affect others.
  health.failed(new Unavailable('database_timeout', new Error('slow'), 'statement'))
  health.failed(new Unavailable('database_unavailable', new Error('gone'), 'connection'))
  assert.deepEqual(reports, [])
  health.failed(full)
  clock += 1000
  health.worked('read')
  assert.equal(health.writesFail(), true)
  health.worked('commit')
  assert.equal(health.writesFail(), false)
  assert.deepEqual(reports, ['writes down: no space', 'writes up'])
})
