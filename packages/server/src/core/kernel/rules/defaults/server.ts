import { forSystemReader } from './parts.ts'

/** The server itself. */
export const serverRules = [
  forSystemReader('muster:get_server', 'Show the version, the health and the age of the keys of the server'),
  forSystemReader('muster:list_server_settings', 'List the settings of the server, without secrets'),
]
