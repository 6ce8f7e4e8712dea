import type { User } from '@muster/sdk'
import { useRef, useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { ChangeNotice } from './change-notice.tsx'
import { jsonErrorPlace } from './json-place.ts'
import { hasNullMember, isObject, type JsonObject, mergePatchOf } from './merge-patch.ts'
import { useUserAct } from './user-query.ts'

type MetadataFormProps = {
  readonly user: User
  readonly name: 'metadata' | 'public_metadata'
  readonly value: JsonObject
}

/** Edits the whole object as JSON, and sends what differs from the version that was read. */
export const MetadataForm = ({ user, name, value }: MetadataFormProps) => {
  const { user: texts, common } = useMessages()
  const form = useRef<HTMLFormElement>(null)
  const [base, setBase] = useState(user)
  const [text, setText] = useState<string>()
  const [isChecked, setChecked] = useState(false)
  const shown = text ?? JSON.stringify(value, null, 2)
  const place = jsonErrorPlace(shown)
  const parsed: unknown = place === undefined ? JSON.parse(shown) : undefined
  const problem =
    place !== undefined
      ? texts.jsonError(place.line, place.column)
      : !isObject(parsed)
        ? texts.jsonNoObject
        : hasNullMember(parsed)
          ? texts.jsonNull
          : undefined
  const save = useUserAct(user.id, async (after: JsonObject) => {
    const patch = mergePatchOf(base[name] ?? {}, after)
    if (Object.keys(patch).length > 0)
      await muster.users.update(user.id, { [name]: patch }, { ifMatch: base })
    setText(undefined)
    announce(common.saved)
  })
  const goThere = () => {
    const area = form.current?.querySelector('textarea')
    if (!area || place === undefined) return
    area.focus()
    area.setSelectionRange(place.offset, Math.min(place.offset + 1, shown.length))
  }
  const submit = () => {
    setChecked(true)
    if (problem !== undefined) return goThere()
    if (isObject(parsed)) save.mutate(parsed)
  }
  return (
    <Form ref={form} className="form user-json" isPending={save.isPending} onSubmit={submit}>
      <TextField
        label={texts.json}
        rows={Math.min(24, Math.max(6, shown.split('\n').length))}
        value={shown}
        spellCheck="false"
        onChange={(typed) => {
          if (text === undefined) setBase(user)
          setText(typed)
          setChecked(false)
        }}
        onBlur={() => setChecked(true)}
        error={isChecked && text !== undefined ? problem : undefined}
      />
      <ChangeNotice error={save.error} onReload={async () => setBase(await muster.users.get(user.id))} />
      <div className="toolbar">
        <Button type="submit" look="primary" isPending={save.isPending} isDisabled={text === undefined}>
          {common.save}
        </Button>
        {isChecked && text !== undefined && place !== undefined ? (
          <Button onPress={goThere}>{texts.goToError}</Button>
        ) : null}
        {text === undefined ? null : (
          <Button
            onPress={() => {
              setText(undefined)
              save.reset()
            }}
          >
            {texts.takeBack}
          </Button>
        )}
      </div>
    </Form>
  )
}
