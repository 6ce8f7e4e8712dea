import { ProgressBar } from 'react-aria-components'

type ProgressProps = {
  readonly label: string
  readonly done: number
  /** Unknown for a filter and for a file that is still being read. */
  readonly total: number | null
  readonly text: string
}

export const Progress = ({ label, done, total, text }: ProgressProps) => (
  <ProgressBar
    className="progress"
    aria-label={label}
    value={done}
    maxValue={total ?? Math.max(1, done)}
    valueLabel={text}
    isIndeterminate={total === null}
  >
    {({ percentage = 0 }) => (
      <>
        <span>{text}</span>
        <span className="progress-track">
          <span
            className={total === null ? 'progress-bar progress-unknown' : 'progress-bar'}
            style={{ inlineSize: total === null ? '100%' : `${percentage}%` }}
          />
        </span>
      </>
    )}
  </ProgressBar>
)
