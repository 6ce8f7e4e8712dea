import { forAdmin, forSystemReader } from './parts.ts'

export const endpointRules = [
  forSystemReader('identity:get_endpoint', 'Show an endpoint'),
  forSystemReader('identity:list_endpoints', 'List endpoints'),
  forAdmin('identity:create_endpoint', 'Create an endpoint'),
  forAdmin('identity:update_endpoint', 'Change an endpoint'),
  forAdmin('identity:delete_endpoint', 'Delete an endpoint'),
]
