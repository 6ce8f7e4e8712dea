import { arize } from '@muster/contract/arize/all.ts'
import { geobox } from '@muster/contract/geobox/all.ts'
import { julep } from '@muster/contract/julep/all.ts'
import { keystone } from '@muster/contract/keystone/all.ts'
import { native } from '@muster/contract/native/all.ts'
import type { Contract } from '@muster/contract/operation.ts'
import { roboto } from '@muster/contract/roboto/all.ts'

export const contracts: Readonly<Record<string, Contract>> = {
  native,
  arize,
  geobox,
  julep,
  roboto,
  keystone,
}
const words = (text: string) => text.trim().split(/\s+/)

/** Writes that yield or restore a secret, or extend the rights of a user; all others are in `plain`. */
export const authority: Readonly<Record<string, readonly string[]>> = {
  native:
    words(`createServiceUser createApiKey updateApiKey rotateApiKey restoreUser createImport sendRows createBulkJob runBulkJob inviteUser resendInvitation
    acceptInvitation requestRecovery resetPassword sendRecovery setPassword changeOwnPassword changePassword beginSecondFactor confirmSecondFactor openSession
    createUser updateUser createWebhook rotateWebhookSecret addGroupMember setProjectMember
    grantUserRole grantGroupRole`),
  arize:
    words(`createUser updateUser resendInvitation resetPassword addOrganizationUser addSpaceUser createApiKey
    refreshApiKey createRoleBinding updateRoleBinding`),
  geobox: words('signIn createUser updateUser changePassword createApiKey updateApiKey grantApiKey'),
  julep: words('createUser patchUser updateUser'),
  roboto: words('createUser updateUser'),
  keystone:
    words(`createApplicationCredential createToken createCredential updateCredential ec2CreateCredential
    createEc2Token createS3Token assignDomainUserRole assignDomainGroupRole assignProjectUserRole assignProjectGroupRole
    assignSystemUserRole assignSystemGroupRole addUserToGroup createImpliedRole assignInheritedDomainUserRole
    assignInheritedDomainGroupRole assignInheritedProjectUserRole assignInheritedProjectGroupRole createConsumer
    createRequestToken authorizeRequestToken createAccessToken createOAuth2Token createTrust createUser updateUser
    changePassword createSamlAssertion createEcpAssertion createFederatedToken createWebSso createProviderWebSso
    createIdentityProvider updateIdentityProvider createProtocol updateProtocol createMapping updateMapping
    setDomainConfig updateDomainConfig updateDomainConfigGroup updateDomainConfigOption`),
}

/** Writes that delete, rename or describe, or that concern the caller alone. */
export const plain: Readonly<Record<string, readonly string[]>> = {
  native:
    words(`deleteApiKey purgeDeletedUser deleteImport deleteBulkJob updateMe deleteMe leaveProject removeSecondFactor retryMessage createDocument updateDocument
    deleteDocument updateOwnNotificationPreferences updateNotificationPreferences sendNotification markOwnNotification
    markOwnNotificationsRead deleteOwnNotification createPlan updatePlan deletePlan givePlan renewPlan revokeInvitation
    closeOwnSessions closeOwnSession closeUserSessions closeUserSession resetUserSecondFactors deleteUser updateWebhook deleteWebhook
    pingWebhook redeliver introspect createGroup updateGroup deleteGroup removeGroupMember
    createRole updateRole deleteRole createDomain updateDomain deleteDomain testDirectory testMapping createProject updateProject
    deleteProject removeProjectMember revokeUserRole revokeGroupRole`),
  arize:
    words(`deleteUser createOrganization updateOrganization deleteOrganization removeOrganizationUser createSpace
    updateSpace deleteSpace removeSpaceUser deleteApiKey revokeApiKey deleteRoleBinding`),
  geobox: words(
    'deleteUser renewPlan closeSession createPlan updatePlan deletePlan deleteApiKey revokeApiKey',
  ),
  julep: words('deleteUser createUserDoc deleteUserDoc'),
  roboto: words('deleteUser'),
  keystone:
    words(`deleteAccessRule deleteApplicationCredential revokeToken deleteCredential createDomain updateDomain
    deleteDomain deleteDomainConfig deleteDomainConfigGroup deleteDomainConfigOption createPolicy updatePolicy
    deletePolicy setEndpointPolicy removeEndpointPolicy setServicePolicy createServiceProvider updateServiceProvider
    deleteServiceProvider createRegisteredLimits updateRegisteredLimit deleteRegisteredLimit createLimits updateLimit deleteLimit
    createEndpointGroup updateEndpointGroup deleteEndpointGroup addProjectEndpointGroup removeProjectEndpointGroup
    addProjectEndpoint removeProjectEndpoint removeServicePolicy setRegionPolicy removeRegionPolicy ec2DeleteCredential createEndpoint updateEndpoint deleteEndpoint unassignDomainUserRole
    unassignDomainGroupRole unassignProjectUserRole unassignProjectGroupRole unassignSystemUserRole
    unassignSystemGroupRole createGroup updateGroup deleteGroup removeUserFromGroup deleteImpliedRole
    unassignInheritedDomainUserRole unassignInheritedDomainGroupRole unassignInheritedProjectUserRole
    unassignInheritedProjectGroupRole updateConsumer deleteConsumer deleteAccessToken createProject updateProject
    deleteProject setProjectTags removeProjectTags addProjectTag removeProjectTag createRegion createRegionWithId
    updateRegion deleteRegion createRole updateRole deleteRole createService updateService deleteService deleteTrust
    deleteUser deleteIdentityProvider deleteProtocol deleteMapping`),
}
