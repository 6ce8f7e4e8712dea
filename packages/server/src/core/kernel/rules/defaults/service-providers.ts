import { forAdmin, forSystemReader } from './parts.ts'

export const serviceProviderRules = [
  forAdmin('identity:create_service_provider', 'Create a service provider'),
  forSystemReader('identity:list_service_providers', 'List service providers'),
  forSystemReader('identity:get_service_provider', 'Show a service provider'),
  forAdmin('identity:update_service_provider', 'Change a service provider'),
  forAdmin('identity:delete_service_provider', 'Delete a service provider'),
]
