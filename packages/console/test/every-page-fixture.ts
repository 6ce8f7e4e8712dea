import assert from 'node:assert/strict'
import { planOf } from '../../server/test/apis/native-objects.ts'
import { ldapOptions } from '../../server/test/directory-entries.ts'
import type { TestServer } from '../../server/test/test-server.ts'
import { makeDirectory } from './directory-fixture.ts'
import { everyPage, type Shown } from './every-page.ts'

/** The directory with one object of each kind, and every page of the console. */
export const makeEveryPage = async (s: TestServer): Promise<readonly Shown[]> => {
  const d = await makeDirectory(s)
  const keystone = async (method: string, path: string, body: object) => {
    const answer = await s.call(method, `/v3${path}`, { token: s.admin, body })
    assert.equal(answer.status, 201, `${path}: ${JSON.stringify(answer.body)}`)
    return (Object.values(answer.body)[0] ?? {}) as { readonly id: string }
  }
  const get = async (path: string) => (await d.n.call('GET', path, { secret: d.n.admin })).body
  const domain = await d.post('/domains', { name: 'Elsewhere' })
  await keystone('PUT', `/domains/${domain.id}/config`, {
    config: { identity: { driver: 'ldap' }, ldap: ldapOptions('ldaps://directory.test') },
  })
  await keystone('POST', '/regions', { region: { id: 'north' } })
  const service = await keystone('POST', '/services', { service: { type: 'compute', name: 'nova' } })
  await keystone('POST', '/endpoints', {
    endpoint: {
      service_id: service.id,
      region_id: 'north',
      interface: 'public',
      url: 'https://compute.test',
    },
  })
  const policy = await keystone('POST', '/policies', { policy: { type: 'application/json', blob: '{}' } })
  const filter = await keystone('POST', '/OS-EP-FILTER/endpoint_groups', {
    endpoint_group: { name: 'All of nova', filters: { service_id: service.id } },
  })
  const rules = [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'name' }] }]
  const federation = '/OS-FEDERATION'
  await keystone('PUT', `${federation}/mappings/partners`, { mapping: { rules } })
  await keystone('PUT', `${federation}/identity_providers/sso`, {
    identity_provider: { domain_id: 'default', remote_ids: ['https://sso.test'] },
  })
  await keystone('PUT', `${federation}/identity_providers/sso/protocols/openid`, {
    protocol: { mapping_id: 'partners' },
  })
  const { webhook } = (await d.post('/webhooks', {
    url: 'https://hooks.example.org/muster',
    kinds: ['user.*'],
    description: 'x'.repeat(1000),
  })) as unknown as { readonly webhook: { readonly id: string } }
  const imported = await d.post('/imports', { format: 'csv' })
  const job = await d.post('/bulk-jobs', { action: 'enable', users: { ids: [d.ada] } })
  await d.post(`/users/${d.ada}/documents`, { title: 'Contract', content: 'Signed in 1843.' })
  const plan = await d.post('/plans', planOf('default', 'basic'))
  await d.n.call('PUT', `/users/${d.ada}/plan`, { secret: d.n.admin, body: { plan_id: plan.id } })
  await d.post('/invitations', { email: 'guest@example.org' })
  const gone = await d.newUser('gone')
  await d.n.call('DELETE', `/users/${gone}`, { secret: d.n.admin })
  const { sequence } = (await get('/events?limit=1')).events[0]

  return everyPage({
    user: `/users/${d.ada}`,
    group: `/groups/${d.crew.id}`,
    project: d.lab.id,
    domain: domain.id,
    service: service.id,
    filter: filter.id,
    policy: policy.id,
    webhook: webhook.id,
    event: sequence,
    import: imported.id,
    job: job.id,
  })
}
