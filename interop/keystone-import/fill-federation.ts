import { callerOf, expecting } from './client.ts'

type Domains = { readonly domainId: string; readonly directoryDomainId: string }

/** An identity provider with its protocol, mapping and a linked user, a service provider, and the directory of a domain. */
export const fillFederation = async (
  url: string,
  admin: string,
  { domainId, directoryDomainId }: Domains,
) => {
  const expect = expecting(callerOf(url))
  const create = (path: string, body: object) => expect(201, 'PUT', path, { token: admin, body })
  const provider = '/OS-FEDERATION/identity_providers/others'
  await create(provider, {
    identity_provider: {
      domain_id: domainId,
      enabled: true,
      description: 'the others',
      remote_ids: ['https://others.example/b', 'https://others.example/a'],
      authorization_ttl: 60,
    },
  })
  const rules = [
    {
      local: [{ user: { name: '{0}', email: '{1}' } }, { groups: '{2}', domain: { id: domainId } }],
      remote: [
        { type: 'sub' },
        { type: 'mail' },
        { type: 'groups', whitelist: ['crew'] },
        { type: 'organisation', any_one_of: ['^others'], regex: true },
      ],
    },
  ]
  await create('/OS-FEDERATION/mappings/rules', { mapping: { rules } })
  await create(`${provider}/protocols/mapped`, { protocol: { mapping_id: 'rules' } })
  await expect(201, 'POST', '/users', {
    token: admin,
    body: {
      user: {
        name: 'linked',
        domain_id: domainId,
        federated: [{ idp_id: 'others', protocols: [{ protocol_id: 'mapped', unique_id: 'linked-1' }] }],
      },
    },
  })
  await create('/OS-FEDERATION/service_providers/beta', {
    service_provider: {
      auth_url: 'https://beta.example/v3/auth',
      sp_url: 'https://beta.example/Shibboleth.sso/SAML2/ECP',
      enabled: true,
      description: 'another cloud',
    },
  })
  await create(`/domains/${directoryDomainId}/config`, {
    config: {
      identity: { driver: 'ldap' },
      ldap: {
        url: 'ldap://127.0.0.1',
        user_tree_dn: 'ou=users,dc=example,dc=org',
        user: 'cn=reader',
        password: 'reads',
      },
    },
  })
}
