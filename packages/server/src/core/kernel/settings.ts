import { defaultFederation, type FederationSettings } from './federation-settings.ts'
import type { Language } from './language.ts'
import { defaultOAuth, type OAuthSettings } from './oauth-settings.ts'
import { defaultSaml, type SamlSettings } from './saml-settings.ts'
import { defaultSecurity, type SecuritySettings } from './security-settings.ts'

/** The settings that core reads. Their documentation and defaults are in the configuration schema. */
export type Settings = SecuritySettings &
  OAuthSettings &
  SamlSettings &
  FederationSettings & {
    readonly defaultDomainId: string
    /** Of emails and pages without a preferred language. */
    readonly defaultLanguage: Language
    /** Whether APIs that do not require a claimed email claim an available one. */
    readonly claimEmails: boolean
    /** Levels of projects below a domain. */
    readonly maxProjectDepth: number
    /** Whether the catalog of a project without endpoints of its own contains all endpoints, or none. */
    readonly returnAllEndpointsIfNoFilter: boolean
    /** Seconds for which users and lists of an external directory are not read again. */
    readonly directoryCacheSeconds: number
    /** How the limits of a project tree depend on one another. */
    readonly limitModel: 'flat' | 'strict_two_level'
    /** The format of new tokens. */
    readonly tokenFormat: 'fernet' | 'jws'
    /** Seconds. */
    readonly tokenLifetime: number
    /** Seconds after the expiry of a token during which `allow_expired` validates it. */
    readonly allowExpiredWindow: number
    readonly allowRescopeScopedToken: boolean
    /** Seconds that a deleted user can be restored before the user is purged. */
    readonly deletedUserRetention: number
    /** Seconds that messages stay listed after they were queued. */
    readonly messageRetention: number
    /** Seconds after which an unused session, and any session, ends. */
    readonly sessionIdleLimit: number
    readonly sessionAbsoluteLimit: number
    /** Seconds that an invitation and a recovery link are valid. */
    readonly invitationLifetime: number
    readonly recoveryLifetime: number
    /** Allowed return URLs, by origin and path; see `accounts/invitations/return-url.ts`. */
    readonly returnUrls: readonly string[]
    readonly returnUrl: string | undefined
    /** Entries of the form `DOMAIN_ID=URL`. */
    readonly domainReturnUrls: readonly string[]
    /** Maximum keys of a ring, the staged key included. */
    readonly maxActiveKeys: number
    /** Authentication methods in the order of their bits inside tokens. */
    readonly authMethods: readonly string[]
    /** Maximum application credentials per user; undefined: unlimited. */
    readonly maxApplicationCredentials: number | undefined
    /** Minimum characters of a chosen application credential secret. */
    readonly minApplicationCredentialSecret: number
    /** Seconds that a deleted API key stays listed. */
    readonly deletedApiKeyRetention: number
    /** Maximum credentials per user; undefined: unlimited. */
    readonly credentialUserLimit: number | undefined
    /** Seconds before and after now in which a signed EC2 or S3 request is accepted. */
    readonly signatureWindow: number
    /** Whether a signature of an EC2 or S3 request is accepted once only. */
    readonly refuseSignatureReplay: boolean
    readonly prohibitedImpliedRoles: readonly string[]
    /** Maximum documents per user, and maximum bytes of each as JSON. */
    readonly documentUserLimit: number
    readonly documentSizeLimit: number
    /** Maximum notifications per inbox, and seconds that read ones are kept. */
    readonly notificationUserLimit: number
    readonly notificationRetention: number
    /** Seconds that webhook deliveries are kept. */
    readonly webhookDeliveryRetention: number
    /** Whether a webhook is paused while its creator may not create it; see `messaging/webhooks/maker.ts`. */
    readonly webhookRequireActiveMaker: boolean
    /** Days that events are kept; 0: unlimited. */
    readonly eventRetentionDays: number
    /** How many times a trust can be redelegated in a row. */
    readonly maxRedelegationCount: number
  }

export const defaultSettings: Settings = {
  ...defaultSecurity,
  ...defaultOAuth,
  ...defaultSaml,
  ...defaultFederation,
  defaultDomainId: 'default',
  defaultLanguage: 'en',
  claimEmails: true,
  maxProjectDepth: 5,
  tokenFormat: 'fernet',
  returnAllEndpointsIfNoFilter: true,
  directoryCacheSeconds: 10,
  limitModel: 'flat',
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
  authMethods: [
    'external',
    'password',
    'token',
    'oauth1',
    'mapped',
    'application_credential',
    'totp',
    'openid',
    'saml2',
  ],
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
}
