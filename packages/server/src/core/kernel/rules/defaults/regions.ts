import { forAdmin, forAnyone } from './parts.ts'

export const regionRules = [
  forAnyone('identity:get_region', 'Show a region'),
  forAnyone('identity:list_regions', 'List regions'),
  forAdmin('identity:create_region', 'Create a region'),
  forAdmin('identity:update_region', 'Change a region'),
  forAdmin('identity:delete_region', 'Delete a region'),
]
