import type { ConfigurationPart } from '../../core/directory/domain-configuration/domain-configuration.ts'
import type { DomainOptionStore } from '../../core/directory/domain-configuration/domain-option-store.ts'
import type { OptionValue } from '../../core/directory/domain-configuration/domain-options.ts'
import { flag, json } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { findRows, hasDeleted, hasRow } from '../engine/results.ts'

/** `value` is JSON; that of a sealed option is the sealed text as JSON. */
export type DomainOptionsTable = {
  domain_id: string
  group_name: string
  option_name: string
  value: string
  sealed: number
}

const external = json('ldap')

export const domainOptionStore = ({ q }: Db): DomainOptionStore => {
  const drivers = () =>
    q
      .selectFrom('domain_options')
      .select('domain_id')
      .where('group_name', '=', 'identity')
      .where('option_name', '=', 'driver')
      .where('value', '=', external)
  return {
    list: (domainId) =>
      findRows(
        q
          .selectFrom('domain_options')
          .selectAll()
          .where('domain_id', '=', domainId)
          .orderBy('group_name')
          .orderBy('option_name'),
        (row) => ({
          group: row.group_name,
          option: row.option_name,
          value: JSON.parse(row.value) as OptionValue,
          sealed: row.sealed === 1,
        }),
      ),
    async set(domainId, options) {
      for (const { group, option, value, sealed } of options)
        await q
          .insertInto('domain_options')
          .values({
            domain_id: domainId,
            group_name: group,
            option_name: option,
            value: json(value),
            sealed: flag(sealed),
          })
          .onConflict((conflict) =>
            conflict
              .columns(['domain_id', 'group_name', 'option_name'])
              .doUpdateSet({ value: json(value), sealed: flag(sealed) }),
          )
          .execute()
    },
    delete(domainId, { group, option }: ConfigurationPart) {
      let rows = q.deleteFrom('domain_options').where('domain_id', '=', domainId)
      if (group !== undefined) rows = rows.where('group_name', '=', group)
      if (option !== undefined) rows = rows.where('option_name', '=', option)
      return hasDeleted(rows)
    },
    externalDomains: () => findRows(drivers(), (row) => row.domain_id),
    isExternal: (domainId) => hasRow(drivers().where('domain_id', '=', domainId)),
  }
}
