import { Show } from 'solid-js'
import { hasKeyboard } from '../../store/device/wide.ts'
import { trayWords } from '../../words/tray.ts'
import { FileInput } from './file-input.tsx'

export type ChooseFilesProps = { onChoose: (files: readonly File[], options?: { isFromCamera?: boolean }) => void }

/** The camera in one tap, pictures of the library, and files of any kind. A device with a keyboard has no camera worth a button. */
export function ChooseFiles(props: ChooseFilesProps) {
  return (
    <>
      <Show when={!hasKeyboard()}>
        <Chooser
          label={trayWords.camera}
          accept="image/*"
          isCamera
          onChoose={(files) => props.onChoose(files, { isFromCamera: true })}
        />
      </Show>
      <Chooser label={trayWords.photo} accept="image/*" onChoose={(files) => props.onChoose(files)} />
      <Chooser label={trayWords.file} onChoose={(files) => props.onChoose(files)} />
    </>
  )
}

type ChooserProps = { label: string; accept?: string; isCamera?: boolean; onChoose: (files: readonly File[]) => void }

/** A button that opens what the browser offers for choosing. */
function Chooser(props: ChooserProps) {
  let input!: HTMLInputElement
  return (
    <>
      <button type="button" class="composer-tool" onClick={() => input.click()}>
        {props.label}
      </button>
      <FileInput
        ref={input}
        label={props.label}
        accept={props.accept}
        isCamera={props.isCamera}
        isMultiple={!props.isCamera}
        onChoose={props.onChoose}
      />
    </>
  )
}
