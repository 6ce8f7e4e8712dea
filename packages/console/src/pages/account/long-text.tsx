type LongTextProps = { readonly label: string; readonly children: string }

/** Characters and lines that surely fit without scrolling. */
const fits = { characters: 400, lines: 6 }

/** A text of any length: bounded, and scrolled by keyboard where it is long. */
export const LongText = ({ label, children }: LongTextProps) => {
  const isLong = children.length > fits.characters || children.split('\n').length > fits.lines
  if (!isLong)
    return (
      <p className="account-long-text" dir="auto">
        {children}
      </p>
    )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus is scrolled by keyboard
    <div className="account-long-text" dir="auto" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
