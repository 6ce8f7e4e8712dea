import { forAdmin, forSystemReader } from './parts.ts'

export const federationRules = [
  forAdmin('identity:create_identity_provider', 'Create an identity provider'),
  forSystemReader('identity:list_identity_providers', 'List identity providers'),
  forSystemReader('identity:get_identity_provider', 'Show an identity provider'),
  forAdmin('identity:update_identity_provider', 'Change an identity provider'),
  forAdmin('identity:delete_identity_provider', 'Delete an identity provider'),
  forAdmin('identity:create_protocol', 'Create a protocol of an identity provider'),
  forAdmin('identity:update_protocol', 'Change a protocol of an identity provider'),
  forSystemReader('identity:get_protocol', 'Show a protocol of an identity provider'),
  forSystemReader('identity:list_protocols', 'List the protocols of an identity provider'),
  forAdmin('identity:delete_protocol', 'Delete a protocol of an identity provider'),
  forAdmin('identity:create_mapping', 'Create a mapping of federated users'),
  forSystemReader('identity:get_mapping', 'Show a mapping of federated users'),
  forSystemReader('identity:list_mappings', 'List mappings of federated users'),
  forAdmin('identity:delete_mapping', 'Delete a mapping of federated users'),
  forAdmin('identity:update_mapping', 'Change a mapping of federated users'),
  forAdmin('identity:create_service_provider', 'Create a service provider'),
  forSystemReader('identity:list_service_providers', 'List service providers'),
  forSystemReader('identity:get_service_provider', 'Show a service provider'),
  forAdmin('identity:update_service_provider', 'Change a service provider'),
  forAdmin('identity:delete_service_provider', 'Delete a service provider'),
]
