import type { Ref } from 'solid-js'

export type FileInputProps = {
  /** For the button that presses it, which says the same. */
  ref: Ref<HTMLInputElement>
  label: string
  accept?: string | undefined
  isCamera?: boolean | undefined
  isMultiple?: boolean | undefined
  onChoose: (files: readonly File[]) => void
}

/** What opens what the browser offers for choosing files. It is not seen itself. */
export function FileInput(props: FileInputProps) {
  return (
    <input
      ref={props.ref}
      type="file"
      hidden
      aria-label={props.label}
      accept={props.accept}
      capture={props.isCamera ? 'environment' : undefined}
      multiple={props.isMultiple}
      onChange={({ currentTarget }) => {
        props.onChoose([...(currentTarget.files ?? [])])
        // The same file may be chosen again.
        currentTarget.value = ''
      }}
    />
  )
}
