import type { User, UserChange } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { fieldErrorOf } from '../../ui/describe-error.ts'
import { Form } from '../../ui/form.tsx'
import { LanguageField } from '../../ui/language-field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { projectLookup } from '../directory/lookups.ts'
import { ChangeNotice } from './change-notice.tsx'
import { LookUpField } from './look-up-field.tsx'
import { changeOf, type ProfileField, type ProfileValues, profileFields, valuesOf } from './profile-values.ts'
import { useUserAct } from './user-query.ts'

/**
 * Edits the version that was read when typing began: another change in between is a conflict, and the typed values stay
 * until they are saved or taken back.
 */
export const ProfileForm = ({ user }: { readonly user: User }) => {
  const { user: texts, common } = useMessages()
  const [read, setRead] = useState(user)
  const [typed, setTyped] = useState<Partial<ProfileValues>>({})
  const act = useUserAct(user.id, async (change: UserChange) => {
    setRead(await muster.users.update(user.id, change, { ifMatch: read }))
    setTyped({})
    announce(common.saved)
  })
  const isTouched = Object.keys(typed).length > 0
  // Untouched, the form shows what was read last.
  const base = isTouched || act.isPending ? read : user
  const before = valuesOf(base)
  const values = { ...before, ...typed }
  const change = changeOf(before, values)
  const hasChanges = Object.keys(change).length > 0
  const set = (part: Partial<ProfileValues>) => {
    if (!isTouched) setRead(user)
    setTyped((earlier) => ({ ...earlier, ...part }))
  }
  const save = () => {
    if (hasChanges) act.mutate(change)
  }
  const field = (name: ProfileField) =>
    name === 'default_project_id' ? (
      <LookUpField
        key={name}
        label={texts.fields[name]}
        kind="project"
        lookup={projectLookup(user.domain_id)}
        value={values[name]}
        onChange={(id) => set({ default_project_id: id })}
        error={fieldErrorOf(act.error, name)}
      />
    ) : name === 'language' ? (
      <LanguageField
        key={name}
        label={texts.fields[name]}
        value={values[name]}
        onChange={(language) => set({ language })}
      />
    ) : (
      <TextField
        key={name}
        label={texts.fields[name]}
        value={values[name]}
        onChange={(text) => set({ [name]: text })}
        isRequired={name === 'username'}
        {...(name === 'description' ? { rows: 3 } : {})}
        type={name === 'email' ? 'email' : name === 'phone_number' ? 'tel' : 'text'}
        error={fieldErrorOf(act.error, name)}
      />
    )
  return (
    <Form className="form user-profile" isPending={act.isPending} onSubmit={save}>
      {profileFields.map(field)}
      {user.kind === 'system' ? null : (
        <SelectField
          label={texts.kind}
          value={values.kind}
          onChange={(kind) => set({ kind })}
          options={(['human', 'service'] as const).map((kind) => ({ value: kind, label: texts.kinds[kind] }))}
        />
      )}
      <Checkbox isSelected={values.developer} onChange={(developer) => set({ developer })}>
        {texts.developer}
      </Checkbox>
      <ChangeNotice error={act.error} onReload={async () => setRead(await muster.users.get(user.id))} />
      <div className="toolbar">
        <Button type="submit" look="primary" isPending={act.isPending} isDisabled={!hasChanges}>
          {common.save}
        </Button>
        {isTouched ? (
          <Button
            onPress={() => {
              setTyped({})
              act.reset()
            }}
          >
            {texts.takeBack}
          </Button>
        ) : null}
      </div>
    </Form>
  )
}
