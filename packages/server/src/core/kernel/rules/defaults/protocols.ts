import { forAdmin, forSystemReader } from './parts.ts'

export const protocolRules = [
  forAdmin('identity:create_protocol', 'Create a protocol of an identity provider'),
  forAdmin('identity:update_protocol', 'Change a protocol of an identity provider'),
  forSystemReader('identity:get_protocol', 'Show a protocol of an identity provider'),
  forSystemReader('identity:list_protocols', 'List the protocols of an identity provider'),
  forAdmin('identity:delete_protocol', 'Delete a protocol of an identity provider'),
]
