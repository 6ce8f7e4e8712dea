import { type DragEvent, useRef, useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { guessMapping, importFields } from './fields.ts'
import { recognize } from './file-text.ts'
import { resumeImport } from './import-run.ts'
import { InterruptedImport } from './interrupted-import.tsx'
import type { OpenedFile } from './review-rows.tsx'
import { headerOf } from './rows.ts'
import { isFileOf, removeStoredImport, storedImport } from './stored-import.ts'

type ChooseFileProps = { readonly onOpen: (opened: OpenedFile) => void }

/** Opens a file by a button or by dropping it. */
export const ChooseFile = ({ onOpen }: ChooseFileProps) => {
  const { users } = useMessages()
  const [problem, setProblem] = useState<string>()
  const [isOver, setOver] = useState(false)
  const [stored, setStored] = useState(storedImport)
  const input = useRef<HTMLInputElement>(null)
  const open = async (file: File | undefined) => {
    if (!file) return
    setProblem(undefined)
    if (stored && isFileOf(file, stored)) return void resumeImport(stored.importId, { ...stored, file })
    try {
      const reading = await recognize(file)
      const headers = await headerOf(file, reading)
      if (headers.length === 0) return setProblem(users.fileEmpty)
      const columns = reading.format === 'csv' ? guessMapping(headers) : importFields
      onOpen({ file, reading, headers, columns })
    } catch {
      setProblem(users.fileUnreadable)
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void open(event.dataTransfer.files[0])
  }
  return (
    <>
      {stored === undefined ? null : (
        <InterruptedImport
          stored={stored}
          onDiscard={() => {
            removeStoredImport()
            setStored(undefined)
          }}
        />
      )}
      <section
        className="card drop-zone"
        aria-label={users.stepFile}
        data-drop-target={isOver}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>{users.dropFile}</p>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={users.chooseFile}
          accept=".csv,.tsv,.txt,.ndjson,.jsonl"
          onChange={({ target }) => {
            void open(target.files?.[0])
            // The same file can be chosen again after it was corrected.
            target.value = ''
          }}
        />
        <Button look="primary" onPress={() => input.current?.click()}>
          {users.chooseFile}
        </Button>
        {problem === undefined ? null : (
          <p role="alert" className="notice notice-error">
            {problem}
          </p>
        )}
        <p className="hint">{users.fileHint}</p>
      </section>
    </>
  )
}
