import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import { freePort, startPostgres } from '../../packages/server/test/postgres.ts'

export type RunningDatabase = { readonly url: string; stop(): Promise<unknown> }

const server = '/usr/sbin/mariadbd'

/** Installs MariaDB from Debian's packages, without starting its service. Returns whether it is there. */
const installMariadb = (): boolean => {
  if (existsSync(server)) return true
  const policy = '/usr/sbin/policy-rc.d'
  const script = `set -e
    [ "$(id -u)" = 0 ]
    export DEBIAN_FRONTEND=noninteractive
    if [ ! -e ${policy} ]; then printf '#!/bin/sh\\nexit 101\\n' >${policy}; chmod 755 ${policy}; trap 'rm -f ${policy}' EXIT; fi
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends mariadb-server`
  try {
    execFileSync('bash', ['-c', script], { stdio: 'ignore' })
  } catch {
    return false
  }
  return existsSync(server)
}

/** A MariaDB on loopback with an empty data folder; undefined where it cannot be installed. */
export const startMariadb = async (): Promise<RunningDatabase | undefined> => {
  if (!installMariadb()) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'muster-mariadb-'))
  const data = join(folder, 'data')
  const [port, password] = [await freePort(), randomBytes(12).toString('hex')]
  execFileSync(
    '/usr/bin/mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--user=root',
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { stdio: 'ignore' },
  )
  const child = spawn(
    server,
    [
      '--no-defaults',
      '--user=root',
      `--datadir=${data}`,
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      '--innodb-flush-log-at-trx-commit=0',
    ],
    { stdio: 'ignore' },
  )
  const ended = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode === null) child.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  for (let attempt = 0; attempt < 150 && child.exitCode === null; attempt++) {
    try {
      const connection = await createConnection({ socketPath: join(folder, 'socket'), user: 'root' })
      await connection.query('create database keystone')
      await connection.query(`create user keystone@'%' identified by '${password}'`)
      await connection.query("grant all on keystone.* to keystone@'%'")
      await connection.end()
      return { url: `mysql://keystone:${password}@127.0.0.1:${port}/keystone`, stop }
    } catch {
      await setTimeout(200)
    }
  }
  await stop()
  throw new Error('MariaDB did not start.')
}

export const starters: Readonly<Record<string, () => Promise<RunningDatabase | undefined>>> = {
  postgresql: startPostgres,
  mariadb: startMariadb,
}
