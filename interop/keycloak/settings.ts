import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const page = readFileSync(join(import.meta.dirname, '../../docs/federation.md'), 'utf8')

/** The registration that docs/federation.md prints, with the issuer and the secret of keycloak.py. */
export const settings = () => {
  const [printed] = /^ *- identity_provider: keycloak\n(?: +\w+: .+\n)+/m.exec(page) ?? []
  if (printed === undefined) throw new Error('docs/federation.md prints no registration at Keycloak')
  const folder = mkdtempSync(join(tmpdir(), 'muster-keycloak-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'openid-clients.yaml')
  writeFileSync(file, printed.replace('https://sso.example.org', 'http://127.0.0.1:27190'))
  writeFileSync(join(folder, 'keycloak.secret'), 'the secret of the client muster at Keycloak\n', {
    mode: 0o600,
  })
  return [
    {
      MUSTER_OPENID_CLIENTS: file,
      MUSTER_DEVELOPMENT: 'true',
      MUSTER_FEDERATION_TRUSTED_DASHBOARDS: 'http://127.0.0.1:27188/auth/websso/',
    },
  ]
}
