import { forAdmin, forSystemReader } from './parts.ts'

export const projectEndpointRules = [
  forSystemReader('identity:list_projects_for_endpoint', 'List the projects associated with an endpoint'),
  forAdmin('identity:add_endpoint_to_project', 'Add an endpoint to a project'),
  forSystemReader(
    'identity:check_endpoint_in_project',
    'Check whether an endpoint is associated with a project',
  ),
  forSystemReader('identity:list_endpoints_for_project', 'List the endpoints associated with a project'),
  forAdmin('identity:remove_endpoint_from_project', 'Remove an endpoint from a project'),
]
