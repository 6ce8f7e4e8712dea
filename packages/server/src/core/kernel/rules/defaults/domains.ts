import {
  admin,
  anyScope,
  domainRole,
  forAdmin,
  forAnyone,
  forSystemReader,
  rule,
  systemReader,
} from './parts.ts'

/** Domains and their configuration. */
export const domainRules = [
  rule(
    'identity:get_domain',
    `${admin} or ${systemReader} or token.domain.id:%(target.domain.id)s or token.project.domain.id:%(target.domain.id)s`,
    anyScope,
    'Show a domain',
  ),
  rule(
    'identity:list_domains',
    `${admin} or ${systemReader} or ${domainRole('reader', 'target.domain.id')}`,
    anyScope,
    'List domains',
  ),
  forAdmin('identity:create_domain', 'Create a domain'),
  forAdmin('identity:update_domain', 'Change a domain'),
  forAdmin('identity:delete_domain', 'Delete a domain'),
  forAdmin('identity:create_domain_config', 'Create the configuration of a domain'),
  forSystemReader(
    'identity:get_domain_config',
    'Show the configuration of a domain, one group or one option',
  ),
  forAnyone('identity:get_security_compliance_domain_config', 'Show the password requirements of a domain'),
  forAdmin('identity:update_domain_config', 'Change the configuration of a domain'),
  forAdmin('identity:delete_domain_config', 'Delete the configuration of a domain'),
  forSystemReader('identity:get_domain_config_default', 'Show the default configuration of domains'),
]
