import { defaultSettings } from '../core/kernel/settings.ts'
import type { SettingRow } from './setting-row.ts'

/** Domains, projects, roles, documents and notifications. */
export const directoryTable = {
  default_domain_id: {
    kind: 'text',
    fallback: defaultSettings.defaultDomainId,
    about: 'Domain of requests that name none.',
  },
  max_project_tree_depth: {
    kind: 'count',
    fallback: defaultSettings.maxProjectDepth,
    about: 'Maximum depth of the project tree below a domain.',
  },
  directory_cache_seconds: {
    kind: 'amount',
    fallback: defaultSettings.directoryCacheSeconds,
    about:
      'Seconds for which a user, and a list, of an LDAP directory is not read again. Changes in the directory take effect after that; 0: at once, with several requests to the directory for each request of its users.',
  },
  return_all_endpoints_if_no_filter: {
    kind: 'truth',
    fallback: defaultSettings.returnAllEndpointsIfNoFilter,
    about:
      'Whether the catalog of a project to which no endpoint or endpoint group was added contains all endpoints. With false, it is empty, as are the catalogs of domains and of the system.',
  },
  unified_limit_enforcement_model: {
    kind: 'text',
    fallback: defaultSettings.limitModel,
    about:
      'How the limits of projects and domains depend on one another: flat (not at all) or strict_two_level (the limit of a project is at most that of its parent, and projects nest at most two levels deep).',
  },
  prohibited_implied_roles: {
    kind: 'names',
    fallback: defaultSettings.prohibitedImpliedRoles,
    about: 'Names of roles that no role may imply.',
  },
  document_user_limit: {
    kind: 'count',
    fallback: defaultSettings.documentUserLimit,
    about: 'Maximum number of documents of one user.',
  },
  document_size_limit: {
    kind: 'count',
    fallback: defaultSettings.documentSizeLimit,
    about: 'Maximum size of a document as JSON (title, content and metadata) in bytes.',
  },
  notification_user_limit: {
    kind: 'count',
    fallback: defaultSettings.notificationUserLimit,
    about:
      'Maximum number of notifications in the inbox of one user; a new one beyond that replaces the oldest.',
  },
  notification_retention: {
    kind: 'count',
    fallback: defaultSettings.notificationRetention,
    about: 'Seconds that a read notification is kept (90 days); unread ones are not deleted.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
