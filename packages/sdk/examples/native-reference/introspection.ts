import type { Given } from './given.ts'

export const introspect = async ({ muster, token }: Given) => {
  // #region introspect
  const answer = await muster.introspect(token)
  const username = answer.active ? answer.username : undefined
  // #endregion
  return username
}
