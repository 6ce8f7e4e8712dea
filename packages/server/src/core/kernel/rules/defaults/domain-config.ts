import { forAdmin, forAnyone, forSystemReader } from './parts.ts'

export const domainConfigRules = [
  forAdmin('identity:create_domain_config', 'Give a domain its own configuration'),
  forSystemReader(
    'identity:get_domain_config',
    'See the configuration of a domain, a group of it or one option',
  ),
  forAnyone('identity:get_security_compliance_domain_config', 'See what passwords a domain asks for'),
  forAdmin('identity:update_domain_config', 'Change the configuration of a domain'),
  forAdmin('identity:delete_domain_config', 'Delete configuration of a domain'),
  forSystemReader('identity:get_domain_config_default', 'See the configuration that domains have by default'),
]
