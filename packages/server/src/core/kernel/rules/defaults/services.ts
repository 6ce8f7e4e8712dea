import { forAdmin, forSystemReader } from './parts.ts'

export const serviceRules = [
  forSystemReader('identity:get_service', 'Show a service of the catalog'),
  forSystemReader('identity:list_services', 'List the services of the catalog'),
  forAdmin('identity:create_service', 'Create a service in the catalog'),
  forAdmin('identity:update_service', 'Change a service of the catalog'),
  forAdmin('identity:delete_service', 'Delete a service from the catalog'),
]
