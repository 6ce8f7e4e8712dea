import type { Mapping } from '@muster/sdk/openstack'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { announce } from '../../../ui/toasts.tsx'
import '../services.css'
import { identity } from '../../../app/identity.ts'
import { Form } from '../../../ui/form.tsx'
import { refresh } from '../queries.ts'
import { MappingTester } from './mapping-tester.tsx'
import { readRules } from './read-json.ts'

const example = [
  {
    local: [{ user: { name: '{0}', email: '{1}' } }],
    remote: [{ type: 'OIDC-preferred_username' }, { type: 'OIDC-email' }],
  },
]

const versions = ['1.0', '2.0'] as const
type Version = (typeof versions)[number]

/** The rules of a mapping, and a test of what is typed. */
export const MappingEditor = ({ mapping }: { readonly mapping?: Mapping }) => {
  const { services, common } = useMessages()
  const may = useMay()
  const navigate = useNavigate()
  const [id, setId] = useState('')
  const [text, setText] = useState(JSON.stringify(mapping?.rules ?? example, null, 2))
  const [version, setVersion] = useState<Version>(
    versions.find((one) => one === mapping?.schemaVersion) ?? '1.0',
  )
  const [wasSent, setSent] = useState(false)
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const rules = readRules(text, services)
  const isEditable = may(mapping ? 'identity:update_mapping' : 'identity:create_mapping')

  const submit = async () => {
    setSent(true)
    if (rules.error !== undefined || (!mapping && id === '')) return
    setPending(true)
    setError(undefined)
    try {
      const input = { rules: rules.value, schemaVersion: version }
      const saved = mapping
        ? await identity.mappings.update(mapping, input)
        : await identity.mappings.create({ id, ...input })
      await refresh('mappings')
      announce((mapping ? services.changed : services.created)(saved.id))
      if (!mapping) await navigate({ to: '/federation/mappings/$mappingId', params: { mappingId: saved.id } })
    } catch (thrown) {
      setError(thrown)
    } finally {
      setPending(false)
    }
  }
  return (
    <div className="two-columns">
      <section className="card" aria-label={services.rules}>
        <Form className="form wide-form" isPending={isPending} onSubmit={submit}>
          {mapping ? null : (
            <TextField
              label={common.id}
              value={id}
              onChange={setId}
              isRequired
              error={wasSent && id === '' ? services.required : undefined}
            />
          )}
          <SelectField
            label={services.schemaVersion}
            options={versions.map((value) => ({ value, label: value }))}
            value={version}
            onChange={setVersion}
            isDisabled={!isEditable}
          />
          <div className="code-field">
            <TextField
              label={services.rules}
              hint={services.rulesHint}
              value={text}
              onChange={setText}
              rows={18}
              spellCheck="false"
              isReadOnly={!isEditable}
              error={wasSent ? rules.error : undefined}
            />
          </div>
          {error === undefined ? null : <ErrorNotice error={error} />}
          {isEditable ? (
            <div className="dialog-actions">
              <Button type="submit" look="primary" isPending={isPending}>
                {mapping ? common.save : common.create}
              </Button>
            </div>
          ) : null}
        </Form>
      </section>
      {may('identity:create_mapping') ? <MappingTester rules={rules} version={version} /> : null}
    </div>
  )
}
