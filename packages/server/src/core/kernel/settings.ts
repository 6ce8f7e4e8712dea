import { defaultOAuth, type OAuthSettings } from './oauth-settings.ts'
import { defaultSecurity, type SecuritySettings } from './security-settings.ts'

/** The settings that change what core decides. Their documentation and defaults are in the configuration schema. */
export type Settings = SecuritySettings &
  OAuthSettings & {
    readonly defaultDomainId: string
    /** Whether an email given at an API that does not insist on it is claimed when it is free. */
    readonly claimEmails: boolean
    /** Levels of projects below a domain. */
    readonly maxProjectDepth: number
    /** Seconds. */
    readonly tokenLifetime: number
    /** Seconds past expiry during which `allow_expired` still validates. */
    readonly allowExpiredWindow: number
    readonly allowRescopeScopedToken: boolean
    /** Seconds that a deleted user can be restored before it is purged. */
    readonly deletedUserRetention: number
    /** Seconds that messages are listed after they were asked for. */
    readonly messageRetention: number
    /** Seconds that a session lives without being used, and at most. */
    readonly sessionIdleLimit: number
    readonly sessionAbsoluteLimit: number
    /** Seconds that an invitation, and a link for a new password, can be used. */
    readonly invitationLifetime: number
    readonly recoveryLifetime: number
    /** URLs whose origin and path people may be sent back to; see `accounts/invitations/return-url.ts`. */
    readonly returnUrls: readonly string[]
    readonly returnUrl: string | undefined
    /** `DOMAIN_ID=URL` each. */
    readonly domainReturnUrls: readonly string[]
    /** Keys of a ring, the staged one included. */
    readonly maxActiveKeys: number
    /** Authentication methods in the order of their bits inside tokens. */
    readonly authMethods: readonly string[]
    /** Application credentials that one user may have; undefined: any number. */
    readonly maxApplicationCredentials: number | undefined
    /** Characters of a secret that the creator of an application credential chose. */
    readonly minApplicationCredentialSecret: number
    /** Seconds that a deleted API key can still be looked at. */
    readonly deletedApiKeyRetention: number
    /** Credentials that one user may have; undefined: any number. */
    readonly credentialUserLimit: number | undefined
    /** Seconds around now that a signed EC2 or S3 request counts. */
    readonly signatureWindow: number
    /** Whether a signature of an EC2 or S3 request buys one token only. */
    readonly refuseSignatureReplay: boolean
    readonly prohibitedImpliedRoles: readonly string[]
    /** Documents that one user may have, and bytes of each as JSON. */
    readonly documentUserLimit: number
    readonly documentSizeLimit: number
    /** Notifications that an inbox keeps, and seconds that it keeps those that were read. */
    readonly notificationUserLimit: number
    readonly notificationRetention: number
    /** Seconds that deliveries of webhooks are kept. */
    readonly webhookDeliveryRetention: number
    /** Whether webhooks are paused whose maker may not make them now; see `messaging/webhooks/maker.ts`. */
    readonly webhookRequireActiveMaker: boolean
    /** Days that events are kept; 0: for ever. */
    readonly eventRetentionDays: number
    /** How many times a trust may be passed on, one after another. */
    readonly maxRedelegationCount: number
    /** Fills `public_endpoint` in the URLs of the catalog. */
    readonly publicUrl: string
  }

export const defaultSettings: Settings = {
  ...defaultSecurity,
  ...defaultOAuth,
  defaultDomainId: 'default',
  claimEmails: true,
  maxProjectDepth: 5,
  tokenLifetime: 3600,
  allowExpiredWindow: 172_800,
  allowRescopeScopedToken: true,
  deletedUserRetention: 2_592_000,
  messageRetention: 2_592_000,
  sessionIdleLimit: 28_800,
  sessionAbsoluteLimit: 2_592_000,
  invitationLifetime: 604_800,
  recoveryLifetime: 1800,
  returnUrls: [],
  returnUrl: undefined,
  domainReturnUrls: [],
  maxActiveKeys: 3,
  authMethods: ['external', 'password', 'token', 'oauth1', 'mapped', 'application_credential', 'totp'],
  maxApplicationCredentials: undefined,
  minApplicationCredentialSecret: 16,
  deletedApiKeyRetention: 2_592_000,
  credentialUserLimit: undefined,
  signatureWindow: 900,
  refuseSignatureReplay: true,
  prohibitedImpliedRoles: ['admin'],
  documentUserLimit: 200,
  documentSizeLimit: 262_144,
  notificationUserLimit: 1000,
  notificationRetention: 7_776_000,
  webhookDeliveryRetention: 2_592_000,
  webhookRequireActiveMaker: true,
  eventRetentionDays: 400,
  maxRedelegationCount: 3,
  publicUrl: 'http://127.0.0.1:5000',
}
