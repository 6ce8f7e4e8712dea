/** The project whose members are shown. */
export type TeamsSearch = { readonly project?: string }

export const readTeamsSearch = ({ project }: Record<string, unknown>): TeamsSearch =>
  typeof project === 'string' ? { project } : {}
