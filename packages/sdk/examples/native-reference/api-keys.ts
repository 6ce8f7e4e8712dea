import type { Given } from './given.ts'

export const createServiceUser = async ({ muster }: Given) => {
  // #region createServiceUser
  const { user, secret } = await muster.apiKeys.createServiceUser({
    username: 'reports',
    scope: { type: 'domain', id: 'default' },
    roles: [{ name: 'reader' }],
  })
  // #endregion
  return { user, secret }
}

export const listApiKeys = async ({ muster }: Given) => {
  // #region listApiKeys
  const keys = await muster.apiKeys.list({ state: 'active' }).toArray({ limit: 50 })
  // #endregion
  return keys
}

export const createApiKey = async ({ muster }: Given) => {
  // #region createApiKey
  const { api_key, secret } = await muster.apiKeys.create({
    name: 'backup',
    roles: [{ name: 'reader' }],
    expires_at: '2030-01-31T12:00:00Z',
  })
  // #endregion
  return { api_key, secret }
}

export const getApiKey = async ({ muster, keyId }: Given) => {
  // #region getApiKey
  const key = await muster.apiKeys.get(keyId)
  // #endregion
  return key
}

export const updateApiKey = async ({ muster, keyId }: Given) => {
  // #region updateApiKey
  const key = await muster.apiKeys.update(keyId, { revoked: true })
  // #endregion
  return key
}

export const rotateApiKey = async ({ muster, keyId }: Given) => {
  // #region rotateApiKey
  const { secret } = await muster.apiKeys.rotate(keyId, { overlap_seconds: 3600 })
  // #endregion
  return secret
}

export const deleteApiKey = async ({ muster, keyId }: Given) => {
  // #region deleteApiKey
  await muster.apiKeys.delete(keyId)
  // #endregion
}
