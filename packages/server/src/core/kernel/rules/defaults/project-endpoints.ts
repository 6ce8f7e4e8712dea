import { forAdmin, forSystemReader } from './parts.ts'

export const projectEndpointRules = [
  forSystemReader('identity:list_projects_for_endpoint', 'List the projects that see an endpoint'),
  forAdmin('identity:add_endpoint_to_project', 'Show an endpoint to a project'),
  forSystemReader('identity:check_endpoint_in_project', 'Ask whether a project sees an endpoint'),
  forSystemReader('identity:list_endpoints_for_project', 'List the endpoints that a project sees'),
  forAdmin('identity:remove_endpoint_from_project', 'Hide an endpoint from a project'),
]
