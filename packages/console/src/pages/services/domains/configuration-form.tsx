import type { Domain } from '@muster/sdk'
import type { DomainConfig } from '@muster/sdk/openstack'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Form } from '../../../ui/form.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { refresh } from '../queries.ts'
import { DirectoryTest } from './directory-test.tsx'
import { OptionFields } from './option-fields.tsx'
import { optionSections } from './option-sections.ts'
import { changedOptions, textOf } from './option-values.ts'

const drivers = ['sql', 'ldap'] as const
type Driver = (typeof drivers)[number]

type ConfigurationFormProps = {
  readonly domain: Domain
  readonly config: DomainConfig
  readonly defaults: DomainConfig
  readonly isReadOnly: boolean
}

const sections = Object.keys(optionSections) as (keyof typeof optionSections)[]

/** Where the users of a domain come from. Only what was changed is sent. */
export const ConfigurationForm = ({ domain, config, defaults, isReadOnly }: ConfigurationFormProps) => {
  const { services, common } = useMessages()
  const [edits, setEdits] = useState<Readonly<Record<string, string>>>({})
  const [chosen, setChosen] = useState<Driver>()
  const [isSwitching, setSwitching] = useState(false)
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const stored = config['ldap'] ?? {}
  const fallbacks = defaults['ldap'] ?? {}
  const storedDriver: Driver = config['identity']?.['driver'] === 'ldap' ? 'ldap' : 'sql'
  const driver = chosen ?? storedDriver
  const changed = changedOptions(edits, stored, fallbacks)
  const isChanged = driver !== storedDriver || Object.keys(changed).length > 0

  const save = async () => {
    await identity.domainConfigs.update(domain.id, {
      ...(driver === storedDriver ? {} : { identity: { driver } }),
      ...(Object.keys(changed).length === 0 ? {} : { ldap: changed }),
    })
    await refresh('domain-configuration')
    setEdits({})
    setChosen(undefined)
    announce(services.changed(services.domainConfiguration))
  }
  const submit = async () => {
    if (driver !== storedDriver) return setSwitching(true)
    setPending(true)
    setError(undefined)
    try {
      await save()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setPending(false)
    }
  }
  return (
    <Form className="form wide-form" isPending={isPending} onSubmit={submit}>
      <SelectField
        label={services.driver}
        options={drivers.map((value) => ({ value, label: services.drivers[value] }))}
        value={driver}
        onChange={setChosen}
        isDisabled={isReadOnly}
      />
      {driver === 'ldap'
        ? sections.map((section) => (
            <OptionFields
              key={section}
              section={section}
              defaults={fallbacks}
              values={Object.fromEntries(
                optionSections[section].map((name) => [name, edits[name] ?? textOf(stored[name])]),
              )}
              onChange={(name, text) => setEdits((before) => ({ ...before, [name]: text }))}
              isReadOnly={isReadOnly}
            />
          ))
        : null}
      {driver === 'ldap' && !isReadOnly ? <DirectoryTest domainId={domain.id} options={changed} /> : null}
      {error === undefined ? null : <ErrorNotice error={error} />}
      {isReadOnly ? null : (
        <div className="dialog-actions">
          <Button type="submit" look="primary" isDisabled={!isChanged} isPending={isPending}>
            {common.save}
          </Button>
        </div>
      )}
      <ConfirmDialog
        title={services.switchSource}
        act={services.switchSource}
        isDanger
        isOpen={isSwitching}
        onClose={() => setSwitching(false)}
        onConfirm={save}
      >
        {services.switchText(domain.name)}
      </ConfirmDialog>
    </Form>
  )
}
