import { forAdmin, forAnyone } from './parts.ts'

export const registeredLimitRules = [
  forAnyone('identity:get_registered_limit', 'Show the default limit of a resource'),
  forAnyone('identity:list_registered_limits', 'List the default limits of resources'),
  forAdmin('identity:create_registered_limits', 'Create default limits of resources'),
  forAdmin('identity:update_registered_limit', 'Change the default limit of a resource'),
  forAdmin('identity:delete_registered_limit', 'Delete the default limit of a resource'),
]
