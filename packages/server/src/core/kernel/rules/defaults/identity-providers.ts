import { forAdmin, forSystemReader } from './parts.ts'

export const identityProviderRules = [
  forAdmin('identity:create_identity_provider', 'Create an identity provider'),
  forSystemReader('identity:list_identity_providers', 'List identity providers'),
  forSystemReader('identity:get_identity_provider', 'Show an identity provider'),
  forAdmin('identity:update_identity_provider', 'Change an identity provider'),
  forAdmin('identity:delete_identity_provider', 'Delete an identity provider'),
]
