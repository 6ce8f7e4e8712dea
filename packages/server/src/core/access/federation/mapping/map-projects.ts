import type { SchemaVersion } from '../mapping.ts'
import type { MappedIdentity } from './apply-mapping.ts'
import { fillDomain, fillTemplate, hasDomain } from './fill-template.ts'
import type { LocalRule, ProjectTemplates } from './mapping-rules.ts'
import type { FedValues } from './match-remote.ts'
import type { Steps } from './steps.ts'

type MappedProject = MappedIdentity['projects'][number]

/** None when its name or its domain names nothing. */
const mapProject = (
  { name, roles, domain: own }: ProjectTemplates,
  fallback: LocalRule['domain'],
  fed: FedValues,
  steps: Steps,
): readonly MappedProject[] => {
  const filled = fillTemplate(name, fed, steps)
  if (filled === undefined) return []
  const templates = hasDomain(own) ? own : fallback
  const domain = hasDomain(templates) ? fillDomain(templates, fed, steps) : undefined
  if (hasDomain(templates) && domain === undefined) return []
  const named = roles.flatMap((role) => fillTemplate(role.name, fed, steps) ?? [])
  return [
    {
      name: filled,
      ...(domain === undefined ? {} : { domain }),
      roles: named.map((role) => ({ name: role })),
    },
  ]
}

/** From version 2.0, `domain` beside the projects is their default. */
export const mapProjects = (
  projects: readonly ProjectTemplates[],
  { domain }: LocalRule,
  version: SchemaVersion,
  fed: FedValues,
  steps: Steps,
): readonly MappedProject[] =>
  projects.flatMap((project) => mapProject(project, version === '1.0' ? undefined : domain, fed, steps))
