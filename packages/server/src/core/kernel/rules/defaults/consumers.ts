import { forAdmin, forSystemReader } from './parts.ts'

export const consumerRules = [
  forSystemReader('identity:get_consumer', 'Show an OAuth 1 consumer'),
  forSystemReader('identity:list_consumers', 'List OAuth 1 consumers'),
  forAdmin('identity:create_consumer', 'Create an OAuth 1 consumer'),
  forAdmin('identity:update_consumer', 'Change an OAuth 1 consumer'),
  forAdmin('identity:delete_consumer', 'Delete an OAuth 1 consumer'),
]
