import { forAdmin, forSystemReader } from './parts.ts'

export const mappingRules = [
  forAdmin('identity:create_mapping', 'Create a mapping of federated users'),
  forSystemReader('identity:get_mapping', 'Show a mapping of federated users'),
  forSystemReader('identity:list_mappings', 'List mappings of federated users'),
  forAdmin('identity:delete_mapping', 'Delete a mapping of federated users'),
  forAdmin('identity:update_mapping', 'Change a mapping of federated users'),
]
