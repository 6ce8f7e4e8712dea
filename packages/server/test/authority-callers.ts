import assert from 'node:assert/strict'
import { type AuthorityBase, password } from './authority-base.ts'
import { oauth1Token } from './authority-oauth1.ts'
import { onDomain, onProject, userActor } from './builders.ts'

/** Credentials of one caller: for bearer APIs, and for Identity v3. */
export type Attacker = {
  readonly name: string
  readonly bearer?: string
  readonly token: string
  readonly userId: string
}

/** Each kind of caller with narrow authority. */
export const narrowCallers = async (base: AuthorityBase): Promise<readonly Attacker[]> => {
  const { s, n, run, make, reading, roles, here, project, owner, ownerToken, fresh } = base
  const { newUser, post, tokenOfKey, keyOf, asItself, trustFrom, serviceUser } = base
  const onP = onProject(project)
  const attackerOf = async (name: string, unrestricted: boolean): Promise<Attacker> => {
    const { key, secret } = await keyOf(owner, 'reader', onP, { unrestricted })
    return { name, bearer: secret, token: await tokenOfKey(key.id, secret), userId: owner }
  }
  const withAccessRules = async (): Promise<Attacker> => {
    const access_rules = ['POST', 'PUT', 'PATCH'].map((method) => ({
      service: 'identity',
      method,
      path: '/v3/**',
    }))
    const input = { name: fresh('rules'), roles: [{ id: roles.reader }], unrestricted: true, access_rules }
    const { body } = await post(`/v3/users/${owner}/application_credentials`, {
      token: await ownerToken(),
      body: { application_credential: input },
    })
    const { id, secret } = body.application_credential
    return {
      name: 'key with access rules',
      token: await tokenOfKey(id, secret),
      userId: owner,
    }
  }
  const byTrust = async (): Promise<Attacker> => {
    const trustee = await newUser()
    const id = await trustFrom(await ownerToken(), owner, trustee, project, 'reader')
    const token = await s.signIn({ id: trustee, password }, { 'OS-TRUST:trust': { id } })
    return { name: 'trust token', token, userId: owner }
  }
  const byOAuth1 = async (): Promise<Attacker> => {
    const by = asItself(owner, 'admin', onP)
    const token = await oauth1Token(run, { project, by, role: roles.reader })
    return { name: 'OAuth 1.0 token', token, userId: owner }
  }
  const byManager = async (): Promise<Attacker> => {
    const userId = await newUser()
    await make.give(userActor(userId), roles.manager, onDomain(here))
    const { name } = (await reading.users.get(userId)) ?? assert.fail()
    const bearer = await n.signIn(name, password, here)
    const token = await s.signIn({ id: userId, password }, { domain: { id: here } })
    return { name: 'manager', bearer, token, userId }
  }
  const byService = async (): Promise<Attacker> => {
    const { userId, key, secret } = await serviceUser({ type: 'domain', id: here }, 'reader')
    return {
      name: 'service user',
      bearer: secret,
      token: await tokenOfKey(key.id, secret),
      userId,
    }
  }
  return [
    await attackerOf('restricted key', false),
    await attackerOf('unrestricted key', true),
    await withAccessRules(),
    await byTrust(),
    await byOAuth1(),
    await byManager(),
    await byService(),
  ]
}
