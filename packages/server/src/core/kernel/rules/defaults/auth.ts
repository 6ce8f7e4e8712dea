import { forAnyone } from './parts.ts'

/** What callers can read about their own token. */
export const authRules = [
  forAnyone('identity:get_auth_catalog', 'Show the catalog of the caller’s token'),
  forAnyone('identity:get_auth_projects', 'List the projects that the caller can scope to'),
  forAnyone('identity:get_auth_domains', 'List the domains that the caller can scope to'),
  forAnyone('identity:get_auth_system', 'Check whether the caller can scope to the system'),
  forAnyone(
    'identity:list_projects_for_user',
    'List the projects that the caller can scope to, on the older federation path',
  ),
  forAnyone(
    'identity:list_domains_for_user',
    'List the domains that the caller can scope to, on the older federation path',
  ),
]
