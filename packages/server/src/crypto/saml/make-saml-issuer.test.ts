import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { makeSamlKey } from '../../../test/saml-files.ts'
import { spUrl, verify } from '../../../test/saml-service-provider.ts'
import { type Assertion, isXmlText } from '../../core/access/federation/saml/saml-issuer.ts'
import { makeSamlIssuer } from './make-saml-issuer.ts'
import { readSigningKey } from './signing-key.ts'

const { pem, key } = makeSamlKey()
const entityId = 'https://muster.test/v3/OS-FEDERATION/saml2/idp'
const provider = {
  entityId,
  ssoEndpoint: entityId,
  language: 'en',
  organization: undefined,
  contact: undefined,
}
const issuer = makeSamlIssuer(provider, readSigningKey(key, pem))

const assertionOf = (userName: string, groups: readonly string[]): Assertion => {
  const now = Math.floor(Date.now() / 1000)
  return {
    recipient: spUrl,
    audiences: [spUrl],
    userName,
    attributes: [{ name: 'openstack_groups', values: groups }],
    issuedAt: now,
    expiresAt: now + 600,
    authenticatedAt: now,
    withPassword: true,
    ids: { response: '_1', assertion: '_2', session: '_3' },
  }
}

describe('signed assertions', () => {
  test('any text either cannot be signed or arrives at a service provider unchanged', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(text, text, async (name, group) => {
        const assertion = assertionOf(name, [group, `${group}-`])
        if (!isXmlText(name) || !isXmlText(group)) return assert.throws(() => issuer.sign(assertion))
        const profile = await verify(issuer.sign(assertion), pem)
        assert.deepEqual(profile['attributes'], { openstack_groups: [group, `${group}-`] })
        // The library trims the name identifier.
        assert.equal(profile.nameID.trim(), name.trim())
      }),
      { numRuns: 150 },
    )
  })

  test('the signature of a very large assertion takes less than half a second of CPU time', () => {
    const groups = Array.from({ length: 1000 }, (_, at) => `${'<🙂&'.repeat(16)}${at}`)
    const start = process.cpuUsage()
    const xml = issuer.sign(assertionOf('a user', groups))
    const { user } = process.cpuUsage(start)
    assert.ok(user < 500_000, `${user} microseconds`)
    assert.ok(xml.length > 100_000)
  })
})
