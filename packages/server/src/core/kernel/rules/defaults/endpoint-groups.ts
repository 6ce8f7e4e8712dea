import { forAdmin, forSystemReader } from './parts.ts'

export const endpointGroupRules = [
  forAdmin('identity:create_endpoint_group', 'Create an endpoint group'),
  forSystemReader('identity:list_endpoint_groups', 'List endpoint groups'),
  forSystemReader('identity:get_endpoint_group', 'Show an endpoint group'),
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
  forSystemReader('identity:get_endpoint_group_in_project', 'Check whether a project has an endpoint group'),
  forSystemReader('identity:list_endpoint_groups_for_project', 'List the endpoint groups of a project'),
  forAdmin('identity:add_endpoint_group_to_project', 'Add an endpoint group to a project'),
  forAdmin('identity:remove_endpoint_group_from_project', 'Remove an endpoint group from a project'),
]
