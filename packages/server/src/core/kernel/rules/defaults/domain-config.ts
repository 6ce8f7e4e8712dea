import { forAdmin, forAnyone, forSystemReader } from './parts.ts'

export const domainConfigRules = [
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
