import type { Given } from './given.ts'

export const listDomains = async ({ muster }: Given) => {
  // #region listDomains
  const domains = await muster.domains.list().toArray({ limit: 50 })
  // #endregion
  return domains
}

export const createDomain = async ({ muster }: Given) => {
  // #region createDomain
  const domain = await muster.domains.create({ name: 'branch', description: 'The branch office.' })
  // #endregion
  return domain
}

export const getDomain = async ({ muster, domainId }: Given) => {
  // #region getDomain
  const domain = await muster.domains.get(domainId)
  // #endregion
  return domain
}

export const updateDomain = async ({ muster, domainId }: Given) => {
  // #region updateDomain
  const domain = await muster.domains.update(domainId, { description: 'The main office.' })
  // #endregion
  return domain
}

export const deleteDomain = async ({ muster, domainId }: Given) => {
  // #region deleteDomain
  await muster.domains.update(domainId, { enabled: false })
  await muster.domains.delete(domainId)
  // #endregion
}

export const testDirectory = async ({ muster, domainId }: Given) => {
  // #region testDirectory
  const { checks } = await muster.domains.testDirectory(domainId, {
    options: { url: 'ldaps://ldap.example.com', suffix: 'dc=example,dc=com' },
  })
  // #endregion
  return checks
}
