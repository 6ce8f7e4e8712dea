import type { MappingTestResult } from '@muster/sdk'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'

type Domain = { readonly id?: string | undefined; readonly name?: string | undefined }

const inDomain = (name: string, domain: Domain | undefined): string =>
  domain === undefined ? name : `${name} (${domain.name ?? domain.id ?? ''})`

/** Who an assertion becomes, and which rules made it so. */
export const MappingResult = ({ result }: { readonly result: MappingTestResult }) => {
  const { services, common } = useMessages()
  const { user, failure } = result
  const groups = [...result.group_ids, ...result.groups.map(({ name, domain }) => inDomain(name, domain))]
  const projects = result.projects.map(
    ({ name, domain, roles }) =>
      `${inDomain(name, domain)}: ${roles.map((role) => role.name).join(', ') || common.none}`,
  )
  return (
    <div className="form wide-form">
      <h3>{services.result}</h3>
      {user ? (
        <DescriptionList
          items={[
            [services.mappedUser, inDomain(user.name ?? user.id ?? '', user.domain)],
            [services.userType, services.userTypes[user.type]],
            [services.email, user.email],
            [services.mappedGroups, groups.join(', ') || common.none],
            [services.mappedProjects, projects.join('; ') || common.none],
          ]}
        />
      ) : (
        <p>
          <Badge tone="bad">{services.noSignIn}</Badge> {failure}
        </p>
      )}
      <ol className="rule-results" aria-label={services.matchedRules}>
        {result.rules.map((rule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is identified by its place
          <li key={index}>
            {services.ruleNumber(index + 1)}{' '}
            <Badge tone={rule.matches ? 'good' : 'neutral'}>
              {rule.matches ? services.ruleMatches : services.ruleDiffers}
            </Badge>{' '}
            {index === result.user_rule ? services.userOfRule : null}
            {rule.unmet_attribute === null ? null : (
              <span className="hint">
                {(rule.attribute_present ? services.unmatchedBecause : services.missingAttribute)(
                  `\u2068${rule.unmet_attribute}\u2069`,
                )}
              </span>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}
