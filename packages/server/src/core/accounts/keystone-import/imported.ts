import type {
  AccessRule,
  ApplicationCredential,
} from '../../access/application-credentials/application-credential.ts'
import type { Failures } from '../../access/authentication/lockout-store.ts'
import type { SealedCredential } from '../../access/credentials/credential-store.ts'
import type { FederationProtocol } from '../../access/federation/federation-protocol.ts'
import type { IdentityProvider } from '../../access/federation/identity-provider.ts'
import type { Mapping } from '../../access/federation/mapping.ts'
import type { ServiceProvider } from '../../access/federation/service-providers/service-provider.ts'
import type { AccessToken, Consumer } from '../../access/oauth1/oauth1.ts'
import type { Trust } from '../../access/trusts/trust.ts'
import type { Assignment } from '../../directory/assignments/assignment.ts'
import type { Endpoint, Region, Service } from '../../directory/catalog/catalog.ts'
import type { StoredOption } from '../../directory/domain-configuration/domain-option-store.ts'
import type { EndpointGroup } from '../../directory/endpoint-filter/endpoint-group.ts'
import type { Mapping as DirectoryEntry } from '../../directory/external/managed-row-store.ts'
import type { FederatedLink } from '../../directory/federated-users/federated-link.ts'
import type { Group } from '../../directory/groups/group.ts'
import type { Limit, RegisteredLimit } from '../../directory/limits/limit.ts'
import type { Policy, PolicyAssociation } from '../../directory/policies/policy.ts'
import type { Project } from '../../directory/projects/project.ts'
import type { Implication, Role } from '../../directory/roles/role.ts'
import type { StoredPassword } from '../../directory/users/password-store.ts'
import type { NewUser } from '../../directory/users/user-store.ts'
import type { Revocation } from '../../kernel/revocations/revocation.ts'

export type ImportedUser = {
  readonly user: NewUser
  readonly lastActiveAt: number | null
  /** Oldest first; the last one is the current one. */
  readonly passwords: readonly StoredPassword[]
  readonly failures: Failures | undefined
}

/** An option of a domain. `changedAt`: tokens from before are revoked when the domain loses its directory. */
export type ImportedOption = {
  readonly domainId: string
  readonly option: StoredOption
  readonly changedAt: number
}

/** What each noun of Keystone becomes. */
export type Imported = {
  readonly domain: Project
  readonly role: Role
  readonly project: Project
  readonly user: ImportedUser
  readonly group: Group
  readonly group_member: { readonly groupId: string; readonly userId: string; readonly addedAt: number }
  readonly implied_role: Implication
  readonly assignment: Assignment
  readonly system_assignment: Assignment
  readonly region: Region
  readonly service: Service
  readonly endpoint: Endpoint
  readonly registered_limit: RegisteredLimit
  readonly limit: Limit
  readonly policy: Policy
  readonly policy_association: PolicyAssociation
  readonly endpoint_group: EndpointGroup
  readonly project_endpoint: { readonly projectId: string; readonly endpointId: string }
  readonly project_endpoint_group: { readonly projectId: string; readonly endpointGroupId: string }
  readonly access_rule: AccessRule
  readonly application_credential: ApplicationCredential
  readonly trust: Trust
  readonly consumer: Consumer
  readonly access_token: AccessToken
  readonly credential: SealedCredential
  readonly revocation_event: Revocation
  readonly directory_user: { readonly user: NewUser; readonly entry: DirectoryEntry }
  readonly directory_group: { readonly group: Group; readonly entry: DirectoryEntry }
  readonly domain_option: ImportedOption
  readonly sensitive_domain_option: ImportedOption
  readonly identity_provider: IdentityProvider
  readonly mapping: Mapping
  readonly federation_protocol: FederationProtocol
  readonly federated_user: Omit<FederatedLink, 'groupIds'>
  readonly expiring_membership: {
    readonly userId: string
    readonly groupId: string
    readonly identityProviderId: string
    readonly expiresAt: number
  }
  readonly service_provider: ServiceProvider
}

export type NounName = keyof Imported
