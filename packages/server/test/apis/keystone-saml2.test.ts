import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { onEachDatabase, sqlitePlace } from '../databases.ts'
import { signedRequest } from '../ec2-client.ts'
import { entityId, makeSamlKey, samlFiles } from '../saml-files.ts'
import {
  askAssertion,
  authUrl,
  certificatesIn,
  makeProvider,
  spUrl,
  verify,
} from '../saml-service-provider.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

const password = 'one phrase for all users'
const metadataPath = '/v3/OS-FEDERATION/saml2/metadata'

const firstOf = (xml: string, pattern: RegExp): string =>
  pattern.exec(xml)?.[1] ?? assert.fail(`no ${pattern}`)

onEachDatabase('Identity v3: assertions for service providers', (makePlace) => {
  const files = samlFiles()
  let s: TestServer
  let certificates: string[]
  let beta: string
  before(async () => {
    s = await startTestServer(await makePlace(), files.environment)
    certificates = [...certificatesIn((await s.call('GET', metadataPath)).body)]
    beta = await makeProvider(s, 'beta')
  })
  after(async () => {
    await s.close()
    files.remove()
  })

  const ok = async (
    method: string,
    path: string,
    body?: object,
    token = s.system,
  ): Promise<Called['body']> => {
    const answer = await s.call(method, `/v3${path}`, { token, ...(body ? { body } : {}) })
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const roleNamed = async (name: string): Promise<string> =>
    (await ok('GET', `/roles?name=${name}`)).roles[0].id
  let count = 0
  /** A user with the role `member` on a project of its own. */
  const newUser = async (names: { user?: string; project?: string; role?: string } = {}) => {
    const unique = `-${++count}`
    const { user } = await ok('POST', '/users', { user: { name: names.user ?? `user${unique}`, password } })
    const { project } = await ok('POST', '/projects', {
      project: { name: names.project ?? `project${unique}` },
    })
    const role = names.role
      ? (await ok('POST', '/roles', { role: { name: names.role } })).role.id
      : await roleNamed('member')
    await ok('PUT', `/projects/${project.id}/users/${user.id}/roles/${role}`)
    const token = (scope: object | string = { project: { id: project.id } }) =>
      s.signIn({ id: user.id, password }, scope)
    return { id: String(user.id), name: user.name, project, role, token }
  }
  const addGroup = async (userId: string, name: string): Promise<void> => {
    const { group } = await ok('POST', '/groups', { group: { name } })
    await ok('PUT', `/groups/${group.id}/users/${userId}`)
  }
  const issued = async (token: string, provider = beta): Promise<string> => {
    const answer = await askAssertion(s, token, provider)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body
  }
  /** The assertion is rejected in the format of the API and is not recorded. */
  const assertRejected = async (token: string, provider: string, status: number, why: string) => {
    const recorded = async () => (await s.muster.store.reading.events.list(0, 100_000)).length
    const before = await recorded()
    for (const path of ['saml2', 'saml2/ecp'] as const) {
      const answer = await askAssertion(s, token, provider, path)
      assert.equal(answer.status, status, `${why}: ${JSON.stringify(answer.body)}`)
      assert.equal(answer.body.error.code, status, why)
    }
    assert.equal(await recorded(), before, why)
  }

  test('a service provider accepts the assertion with the certificate of the metadata', async () => {
    const user = await newUser()
    await addGroup(user.id, 'auditors')
    const answer = await askAssertion(s, await user.token(), beta)
    assert.equal(answer.status, 200)
    const { headers, body } = answer
    assert.match(String(headers['content-type']), /^text\/xml/)
    assert.deepEqual([headers['x-sp-url'], headers['x-auth-url']], [spUrl, authUrl])
    assert.equal(headers['cache-control'], 'no-store')
    const profile = await verify(body, certificates)
    assert.equal(profile.issuer, entityId)
    assert.equal(profile.nameID, user.name)
    const attributes = profile['attributes'] as Readonly<Record<string, unknown>>
    const roles = (attributes['openstack_roles'] as string[]).toSorted()
    assert.deepEqual(
      { ...attributes, openstack_roles: roles },
      {
        openstack_user: user.name,
        openstack_user_domain: 'Default',
        openstack_roles: ['member', 'reader'],
        openstack_project: user.project.name,
        openstack_project_domain: 'Default',
        openstack_groups: 'JSON:{"name":"auditors","domain":{"name":"Default"}}',
      },
    )
    assert.match(body, /rsa-sha256/)
    assert.doesNotMatch(body, /rsa-sha1|xmldsig#sha1|InResponseTo/)
    assert.equal(firstOf(body, /<samlp:Response [^>]*Destination="([^"]*)"/), spUrl)
    assert.equal(firstOf(body, /SubjectConfirmationData [^>]*Recipient="([^"]*)"/), spUrl)
    const events = await s.muster.store.reading.events.list(0, 100_000)
    const last = events.findLast(({ kind }) => kind === 'service_provider.assertion_issued')
    assert.deepEqual(last?.detail, { user_id: user.id, project_id: user.project.id })
  })

  test('the assertion expires with its token, and its ids differ every time', async () => {
    const user = await newUser()
    const token = await user.token()
    const { expires_at, issued_at } = (
      await s.call('GET', '/v3/auth/tokens', { token: s.system, subject: token })
    ).body.token
    const [one, two] = [await issued(token), await issued(token)]
    const whole = (time: string) => `${time.slice(0, 19)}Z`
    for (const pattern of [
      /Conditions NotOnOrAfter="([^"]*)"/,
      /Data NotOnOrAfter="([^"]*)"/,
      /SessionNotOnOrAfter="([^"]*)"/,
    ])
      assert.equal(firstOf(one, pattern), whole(expires_at))
    assert.equal(firstOf(one, /AuthnInstant="([^"]*)"/), whole(issued_at))
    const ids = [one, two].flatMap((xml) =>
      [...xml.matchAll(/(?:ID|SessionIndex)="([^"]*)"/g)].map(([, id]) => id),
    )
    assert.equal(new Set(ids).size, 6)
    for (const id of ids) assert.match(String(id), /^_[0-9a-f]{32}$/)
  })

  test('an assertion that was changed, is signed by another key or is for another audience is rejected', async () => {
    const user = await newUser()
    const xml = await issued(await user.token())
    await verify(xml, certificates)
    const other = samlFiles()
    const changed = [
      xml.replace('>member<', '>admin<'),
      xml.replace(`>${user.name}<`, '>admin<'),
      xml.replace(/NotOnOrAfter="20\d\d/g, 'NotOnOrAfter="2999'),
      xml.replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, ''),
      xml.replace(/<saml:Audience>[^<]*/, '<saml:Audience>https://evil.example'),
    ]
    for (const text of changed) {
      assert.notEqual(text, xml)
      await assert.rejects(verify(text, certificates))
    }
    await assert.rejects(verify(xml, readFileSync(other.environment.MUSTER_SAML_CERTFILE, 'utf8')))
    await assert.rejects(verify(xml, certificates, 'https://gamma.example/sp'))
    other.remove()
  })

  test('the envelope of the ECP profile contains the same response and a fresh relay state', async () => {
    const user = await newUser()
    const provider = await makeProvider(s, 'stateful', { relay_state_prefix: 'state<&>:' })
    const envelope = async (id: string): Promise<string> => {
      const answer = await askAssertion(s, await user.token(), id, 'saml2/ecp')
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      assert.deepEqual([answer.headers['x-sp-url'], answer.headers['x-auth-url']], [spUrl, authUrl])
      return answer.body
    }
    const [first, second] = [await envelope(beta), await envelope(provider)]
    const state = /<ecp:RelayState [^>]*soap:mustUnderstand="1">([^<]*)</
    assert.match(firstOf(first, state), /^ss:mem:[0-9a-f]{32}$/)
    assert.match(firstOf(second, state), /^state&lt;&amp;&gt;:[0-9a-f]{32}$/)
    const response = firstOf(first, /<soap:Body>([\s\S]*)<\/soap:Body>/)
    assert.equal((await verify(response, certificates)).nameID, user.name)
  })

  test('every character of a name that XML can contain arrives unchanged', async () => {
    const names = [
      `<saml:Attribute Name="openstack_roles">&amp;<!-- -->]]><![CDATA[`,
      `admin<!-- comment -->istrator`,
      `"quoted" and 'apostrophe'`,
      '\u202eright\u2066left',
      'é\u0301ﬀ\u00a0\u2029end',
      '🙂'.repeat(255),
    ]
    for (const name of names) {
      const user = await newUser({
        user: name,
        project: name.slice(0, 32),
        role: `${name.slice(0, 200)}-role`,
      })
      await addGroup(user.id, name.slice(0, 60))
      const profile = await verify(await issued(await user.token()), certificates)
      const attributes = profile['attributes'] as Readonly<Record<string, string>>
      assert.equal(profile.nameID, user.name)
      assert.equal(attributes['openstack_user'], user.name)
      assert.equal(attributes['openstack_project'], user.project.name)
      assert.equal(attributes['openstack_roles'], `${name.slice(0, 200)}-role`)
      const group = JSON.parse((attributes['openstack_groups'] ?? '').slice('JSON:'.length))
      assert.deepEqual(group, { name: name.slice(0, 60), domain: { name: 'Default' } })
    }
  })

  test('a name with a character that XML cannot contain is 403', async () => {
    for (const name of ['ends with \uffff', 'has \ufffe in it', 'two\u2028lines']) {
      const user = await newUser({ user: name })
      await assertRejected(await user.token(), beta, 403, JSON.stringify(name))
    }
  })

  test('only the project-scoped token of an enabled service provider is accepted', async () => {
    const user = await newUser()
    const off = await makeProvider(s, 'off', { enabled: false })
    const token = await user.token()
    await assertRejected(token, 'unknown', 404, 'unknown service provider')
    await assertRejected(token, off, 403, 'disabled service provider')
    await assertRejected(await user.token('unscoped'), beta, 403, 'unscoped token')
    await assertRejected(s.system, beta, 403, 'system-scoped token')
    await assertRejected('nonsense', beta, 404, 'malformed token')
    await assertRejected('x'.repeat(10_000), beta, 404, 'long token')
    await assertRejected('', beta, 404, 'empty token')
    // Without a valid token the answer does not tell which service providers exist.
    assert.deepEqual(
      (await askAssertion(s, 'nonsense', off)).body,
      (await askAssertion(s, 'nonsense', 'unknown')).body,
    )
    assert.equal((await s.call('DELETE', '/v3/auth/tokens', { token, subject: token })).status, 204)
    await assertRejected(token, beta, 404, 'revoked token')
    const disabled = await user.token()
    await ok('PATCH', `/users/${user.id}`, { user: { enabled: false } })
    await assertRejected(disabled, beta, 404, 'token of a disabled user')
  })

  test('delegated credentials get no assertion, which would carry the whole authority of their user', async () => {
    const [user, trustee] = [await newUser(), await newUser()]
    const token = await user.token()
    const enter = async (identity: object, scope?: object): Promise<string> => {
      const answer = await s.call('POST', '/v3/auth/tokens', {
        body: { auth: { identity, ...(scope ? { scope } : {}) } },
      })
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return String(answer.headers['x-subject-token'])
    }
    for (const impersonation of [true, false]) {
      const trust = {
        trustor_user_id: user.id,
        trustee_user_id: trustee.id,
        impersonation,
        project_id: user.project.id,
        roles: [{ id: user.role }],
      }
      const made = await ok('POST', '/OS-TRUST/trusts', { trust }, token)
      const identity = { methods: ['password'], password: { user: { id: trustee.id, password } } }
      const lent = await enter(identity, { 'OS-TRUST:trust': { id: made.trust.id } })
      await assertRejected(lent, beta, 403, `trust, impersonation ${impersonation}`)
    }
    for (const unrestricted of [true, false]) {
      const path = `/users/${user.id}/application_credentials`
      const body = { application_credential: { name: `key-${unrestricted}`, unrestricted } }
      const { application_credential: made } = await ok('POST', path, body, token)
      const input = { id: made.id, secret: made.secret }
      const lent = await enter({ methods: ['application_credential'], application_credential: input })
      await assertRejected(lent, beta, 403, `application credential, unrestricted ${unrestricted}`)
      const again = await enter({ methods: ['token'], token: { id: lent } })
      await assertRejected(again, beta, 403, 'exchanged token of an application credential')
    }
    const { credential } = await ok(
      'POST',
      `/users/${user.id}/credentials/OS-EC2`,
      { tenant_id: user.project.id },
      token,
    )
    const credentials = signedRequest({ access: credential.access, secret: credential.secret }, Date.now())
    const signed = await s.call('POST', '/v3/ec2tokens', { token: s.admin, body: { credentials } })
    assert.equal(signed.status, 200, JSON.stringify(signed.body))
    await assertRejected(String(signed.headers['x-subject-token']), beta, 403, 'EC2 credential')
    assert.equal((await askAssertion(s, await user.token(), beta)).status, 200)
  })

  test('malformed requests are 400', async () => {
    const auth = {
      identity: { methods: ['token'], token: { id: s.admin } },
      scope: { service_provider: { id: beta } },
    }
    const wrong = [
      {},
      { auth: {} },
      { auth: { identity: auth.identity } },
      { auth: { scope: auth.scope } },
      { auth: { ...auth, scope: { project: { id: 'x' } } } },
      { auth: { ...auth, scope: { service_provider: { id: 1 } } } },
      { auth: { ...auth, scope: { service_provider: { id: beta }, project: {} } } },
      { auth: { ...auth, identity: { methods: ['token'], token: {} } } },
      { auth: { ...auth, identity: { methods: ['password'], password: {} } } },
      { auth: { ...auth, identity: { ...auth.identity, methods: 'token' } } },
      { auth: { ...auth, more: 1 } },
    ]
    for (const path of ['saml2', 'saml2/ecp'])
      for (const body of wrong)
        assert.equal(
          (await s.call('POST', `/v3/auth/OS-FEDERATION/${path}`, { body })).status,
          400,
          JSON.stringify(body),
        )
  })

  test('a user with very many groups is 403, and one with many gets an assertion', async () => {
    const user = await newUser()
    const groups = Array.from({ length: 501 }, (_, at) => ({
      id: `${at}`.padStart(32, '0'),
      name: `group ${at} ${'🙂'.repeat(10)}`,
      domainId: 'default',
      description: '',
      extra: {},
      managedBy: null,
      createdAt: 0,
      updatedAt: 0,
    }))
    await s.muster.store.transaction('read committed', async (stores) => {
      for (const group of groups) {
        await stores.groups.insert(group)
        await stores.groups.addMember(group.id, user.id, 0)
      }
    })
    await assertRejected(await user.token(), beta, 403, 'too many groups')
    await ok('DELETE', `/groups/${groups[0]?.id}`)
    const profile = await verify(await issued(await user.token()), certificates)
    assert.equal((profile['attributes'] as Record<string, string[]>)['openstack_groups']?.length, 500)
  })
})

describe('settings of assertions', () => {
  const withServer = async (environment: Record<string, string>, work: (s: TestServer) => Promise<void>) => {
    const s = await startTestServer(await sqlitePlace(), environment)
    try {
      await work(s)
    } finally {
      await s.close()
    }
  }
  const startsWith = async (environment: Record<string, string>) => withServer(environment, async () => {})

  test('without a key no assertions are issued, and there is no metadata', async () => {
    await withServer({}, async (s) => {
      await makeProvider(s, 'beta')
      for (const path of ['saml2', 'saml2/ecp'] as const) {
        const answer = await askAssertion(s, s.admin, 'beta', path)
        assert.equal(answer.status, 403)
        assert.match(answer.body.error.message, /saml_keyfile/)
      }
      const metadata = await s.call('GET', metadataPath)
      assert.deepEqual([metadata.status, metadata.body.error.code], [404, 404])
    })
  })

  test('lifetime, audience and relay state prefix', async () => {
    const files = samlFiles()
    const environment = {
      ...files.environment,
      MUSTER_SAML_ASSERTION_EXPIRATION_TIME: '60',
      MUSTER_SAML_RELAY_STATE_PREFIX: 'cookie:',
      MUSTER_SAML_AUDIENCES:
        'beta=https://beta.example/shibboleth, beta=urn:beta, other=https://other.example',
    }
    await withServer(environment, async (s) => {
      const certificates = [...certificatesIn((await s.call('GET', metadataPath)).body)]
      await makeProvider(s, 'beta')
      const { body } = await askAssertion(s, s.admin, 'beta')
      const instant = (pattern: RegExp) => Date.parse(firstOf(body, pattern))
      const lifetime = instant(/Conditions NotOnOrAfter="([^"]*)"/) - instant(/IssueInstant="([^"]*)"/)
      assert.equal(lifetime, 60_000)
      await verify(body, certificates, 'https://beta.example/shibboleth')
      await verify(body, certificates, 'urn:beta')
      await assert.rejects(verify(body, certificates, spUrl))
      await assert.rejects(verify(body, certificates, 'https://other.example'))
      const shown = await s.call('GET', '/v3/OS-FEDERATION/service_providers/beta', { token: s.system })
      assert.equal(shown.body.service_provider.relay_state_prefix, 'cookie:')
    })
    files.remove()
  })

  test('the metadata names every certificate, the organization and the contact person', async () => {
    const [current, next] = [makeSamlKey(), makeSamlKey()]
    const files = samlFiles({ ...current, pem: `${current.pem}\n${next.pem}` })
    const environment = {
      ...files.environment,
      MUSTER_SAML_IDP_LANG: 'de',
      MUSTER_SAML_IDP_ORGANIZATION_NAME: 'Müller & Söhne',
      MUSTER_SAML_IDP_ORGANIZATION_DISPLAY_NAME: '<Müller>',
      MUSTER_SAML_IDP_ORGANIZATION_URL: 'https://example.com/?a=1&b=2',
      MUSTER_SAML_IDP_CONTACT_COMPANY: 'Müller',
      MUSTER_SAML_IDP_CONTACT_NAME: 'Erika',
      MUSTER_SAML_IDP_CONTACT_SURNAME: 'Mustermann',
      MUSTER_SAML_IDP_CONTACT_EMAIL: 'erika@example.com',
      MUSTER_SAML_IDP_CONTACT_TELEPHONE: '+49 30 1',
      MUSTER_SAML_IDP_CONTACT_TYPE: 'technical',
    }
    await withServer(environment, async (s) => {
      const { status, headers, body } = await s.call('GET', metadataPath)
      assert.equal(status, 200)
      assert.match(String(headers['content-type']), /^text\/xml/)
      assert.equal(firstOf(body, /entityID="([^"]*)"/), entityId)
      assert.equal(
        firstOf(body, /SingleSignOnService [^>]*Location="([^"]*)"/),
        files.environment.MUSTER_SAML_IDP_SSO_ENDPOINT,
      )
      assert.match(body, /<md:OrganizationName xml:lang="de">Müller &amp; Söhne</)
      assert.match(body, /<md:OrganizationDisplayName xml:lang="de">&lt;Müller&gt;</)
      assert.match(body, /<md:ContactPerson contactType="technical">.*<md:SurName>Mustermann</)
      const listed = certificatesIn(body)
      assert.deepEqual(listed, [current.pem, next.pem])
      await makeProvider(s, 'beta')
      const response = (await askAssertion(s, s.admin, 'beta')).body
      await verify(response, current.pem)
      await assert.rejects(verify(response, next.pem))
    })
    files.remove()
  })

  test('an incomplete or unsuitable key is reported at the start', async () => {
    const files = samlFiles()
    const other = samlFiles()
    const broken = join(files.folder, 'broken.pem')
    writeFileSync(broken, 'no key\n')
    const small = samlFiles(makeSamlKey(1024))
    const { environment: whole } = files
    const wrong: readonly (readonly [Record<string, string>, RegExp])[] = [
      [{ MUSTER_SAML_KEYFILE: whole.MUSTER_SAML_KEYFILE }, /saml_certfile, saml_idp_entity_id/],
      [{ ...whole, MUSTER_SAML_KEYFILE: broken }, /saml_keyfile/],
      [{ ...whole, MUSTER_SAML_CERTFILE: broken }, /saml_certfile/],
      [{ ...whole, MUSTER_SAML_KEYFILE: '/nowhere' }, /saml_keyfile/],
      [{ ...whole, MUSTER_SAML_KEYFILE: other.environment.MUSTER_SAML_KEYFILE }, /saml_certfile/],
      [small.environment, /2048 bits/],
      [{ ...whole, MUSTER_SAML_IDP_ENTITY_ID: 'no uri' }, /saml_idp_entity_id/],
      [{ ...whole, MUSTER_SAML_IDP_SSO_ENDPOINT: 'javascript:x' }, /saml_idp_sso_endpoint/],
      [{ ...whole, MUSTER_SAML_AUDIENCES: 'https://beta.example' }, /saml_audiences/],
      [{ ...whole, MUSTER_SAML_IDP_CONTACT_TYPE: 'friend' }, /saml_idp_contact_type/],
      [{ ...whole, MUSTER_SAML_IDP_ORGANIZATION_NAME: 'a\u0007' }, /saml_idp_organization_name/],
    ]
    for (const [environment, why] of wrong)
      await assert.rejects(startsWith(environment), (error: Error) => {
        assert.equal(error.name, 'BadConfig')
        assert.match(error.message, why)
        assert.doesNotMatch(error.message, /PRIVATE KEY/)
        return true
      })
    for (const one of [files, other, small]) one.remove()
  })
})
