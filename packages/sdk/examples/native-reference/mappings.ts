import type { Given } from './given.ts'

export const testMapping = async ({ muster }: Given) => {
  // #region testMapping
  const { user, failure } = await muster.mappings.test({
    rules: [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'OIDC-preferred_username' }] }],
    assertion: { 'OIDC-preferred_username': 'ada' },
  })
  // #endregion
  return { user, failure }
}
