import type { User } from '@muster/sdk'
import {
  choice,
  clearable,
  clearableChoice,
  json,
  jsonText,
  reference,
  text,
  toggle,
} from '../command/field.ts'

export const userColumns = {
  username: true,
  email: true,
  status: true,
  display_name: true,
  id: true,
  number: false,
  domain_id: false,
  kind: false,
  given_name: false,
  family_name: false,
  phone_number: false,
  picture_url: false,
  language: false,
  email_claimed: false,
  email_verified_at: false,
  external_id: false,
  description: false,
  developer: false,
  default_project_id: false,
  metadata: false,
  public_metadata: false,
  plan: false,
  created_at: false,
  updated_at: false,
  last_active_at: false,
  managed_by: false,
  invited_until: false,
} as const satisfies Record<keyof User, boolean>

export const userStatuses = ['invited', 'pending', 'active', 'disabled'] as const

/** Conditions of lists and exports. */
export const userConditions = {
  domain_id: reference('domain', 'only this domain'),
  username: text('exactly this username'),
  email: text('exactly this email'),
  external_id: text('exactly this id in another system'),
  status: choice('only users with this status', userStatuses),
  kind: choice('only users of this kind', ['human', 'service', 'system']),
  search: text('a text that one of the search fields contains, ignoring case'),
  search_fields: text('the search fields, as in username,email (default: all)', 'FIELDS'),
  filter: text("a condition in CQL2, as in \"status = 'active' AND email LIKE '%@example.org'\"", 'CQL2'),
  metadata: jsonText('attributes that the metadata must contain'),
}

/** Fields of new users, changed users and invited ones. */
export const userProfile = {
  display_name: clearable('the name that is shown'),
  given_name: clearable('the given name'),
  family_name: clearable('the family name'),
  phone_number: clearable('the phone number'),
  picture_url: clearable('the address of a picture', 'URL'),
  language: clearableChoice('the language of emails to the user', ['en', 'de', 'es', 'fa', 'hi', 'ja']),
  description: clearable('a description'),
  developer: toggle('may create API keys for itself'),
  external_id: clearable('the id in another system, unique in the domain', 'ID'),
  default_project_id: reference('project', 'the default project'),
  metadata: json('attributes for administrators; a change merges them, and null removes one'),
  public_metadata: json('attributes that the user may read'),
}
