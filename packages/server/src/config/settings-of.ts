import { isLanguage } from '../core/kernel/language.ts'
import type { OAuthSettings } from '../core/kernel/oauth-settings.ts'
import type { Settings } from '../core/kernel/settings.ts'
import { federationOf } from './federation-table.ts'
import { BadConfig } from './load-config.ts'
import { oauthOf } from './oauth-table.ts'
import { securityOf } from './security-table.ts'
import type { Config } from './settings-table.ts'

const readOAuth = (config: Config): OAuthSettings => {
  try {
    return oauthOf(config)
  } catch (error) {
    throw new BadConfig([
      `oauth2_cert_mapping ${config.oauth2_cert_mapping} is invalid:`,
      (error as Error).message,
    ])
  }
}

/** The settings of core. */
export const settingsOf = (config: Config): Settings => ({
  ...securityOf(config),
  ...readOAuth(config),
  ...federationOf(config),
  defaultDomainId: config.default_domain_id,
  defaultLanguage: isLanguage(config.default_language) ? config.default_language : 'en',
  claimEmails: config.claim_emails,
  maxProjectDepth: config.max_project_tree_depth,
  tokenFormat: config.token_format === 'jws' ? 'jws' : 'fernet',
  directoryCacheSeconds: config.directory_cache_seconds,
  limitModel: config.unified_limit_enforcement_model === 'strict_two_level' ? 'strict_two_level' : 'flat',
  returnAllEndpointsIfNoFilter: config.return_all_endpoints_if_no_filter,
  tokenLifetime: config.token_lifetime,
  allowExpiredWindow: config.token_allow_expired_window,
  allowRescopeScopedToken: config.token_allow_rescope_scoped,
  deletedUserRetention: config.deleted_user_retention,
  messageRetention: config.message_retention,
  sessionIdleLimit: config.session_idle_limit,
  sessionAbsoluteLimit: config.session_absolute_limit,
  invitationLifetime: config.invitation_lifetime,
  recoveryLifetime: config.recovery_lifetime,
  returnUrls: config.account_return_urls,
  returnUrl: config.account_return_url,
  domainReturnUrls: config.account_domain_return_urls,
  maxActiveKeys: config.token_max_active_keys,
  authMethods: config.auth_methods,
  maxApplicationCredentials: config.application_credential_user_limit,
  deletedApiKeyRetention: config.deleted_api_key_retention,
  minApplicationCredentialSecret: config.application_credential_min_secret_length,
  credentialUserLimit: config.credential_user_limit,
  signatureWindow: config.credential_signature_window,
  refuseSignatureReplay: config.credential_refuse_replay,
  samlAssertionLifetime: config.saml_assertion_expiration_time,
  samlRelayStatePrefix: config.saml_relay_state_prefix,
  samlAudiences: config.saml_audiences,
  prohibitedImpliedRoles: config.prohibited_implied_roles,
  documentUserLimit: config.document_user_limit,
  documentSizeLimit: config.document_size_limit,
  notificationUserLimit: config.notification_user_limit,
  notificationRetention: config.notification_retention,
  webhookDeliveryRetention: config.webhook_delivery_retention,
  webhookRequireActiveMaker: config.webhook_require_active_maker,
  eventRetentionDays: config.event_retention_days,
  maxRedelegationCount: config.trust_max_redelegation_count,
})
