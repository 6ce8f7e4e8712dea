import { forAnyone } from './parts.ts'

/** What a token may learn about itself. */
export const authRules = [
  forAnyone('identity:get_auth_catalog', 'See the catalog of the own token'),
  forAnyone('identity:get_auth_projects', 'List the projects that the own token may change to'),
  forAnyone('identity:get_auth_domains', 'List the domains that the own token may change to'),
  forAnyone('identity:get_auth_system', 'Ask whether the own token may change to the system'),
  forAnyone('identity:list_projects_for_user', 'The older path of federation to the same list of projects'),
  forAnyone('identity:list_domains_for_user', 'The older path of federation to the same list of domains'),
]
