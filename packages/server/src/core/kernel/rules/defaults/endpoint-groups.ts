import { forAdmin, forSystemReader } from './parts.ts'

export const endpointGroupRules = [
  forAdmin('identity:create_endpoint_group', 'Create an endpoint group'),
  forSystemReader('identity:list_endpoint_groups', 'List endpoint groups'),
  forSystemReader('identity:get_endpoint_group', 'See an endpoint group'),
  forAdmin('identity:update_endpoint_group', 'Change an endpoint group'),
  forAdmin('identity:delete_endpoint_group', 'Delete an endpoint group'),
  forSystemReader(
    'identity:list_projects_associated_with_endpoint_group',
    'List the projects of an endpoint group',
  ),
  forSystemReader(
    'identity:list_endpoints_associated_with_endpoint_group',
    'List the endpoints of an endpoint group',
  ),
  forSystemReader('identity:get_endpoint_group_in_project', 'Ask whether a project has an endpoint group'),
  forSystemReader('identity:list_endpoint_groups_for_project', 'List the endpoint groups of a project'),
  forAdmin('identity:add_endpoint_group_to_project', 'Give a project an endpoint group'),
  forAdmin('identity:remove_endpoint_group_from_project', 'Take an endpoint group away from a project'),
]
