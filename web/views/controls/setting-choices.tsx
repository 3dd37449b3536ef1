import { createUniqueId, For } from 'solid-js'
import { type SendKey, sendKeys, type TextSize, textSizes } from '../../store/device/preferences.ts'
import { preferences } from '../../store/device/this-device.ts'
import { settingsWords } from '../../words/settings.ts'

/** How large the letters are; the page itself shows at once what that means. */
export function TextSizeSetting() {
  return (
    <Segments<TextSize>
      label={settingsWords.textSize.title}
      choices={textSizes}
      words={settingsWords.textSize.choices}
      chosen={preferences.textSize()}
      onChoose={preferences.setTextSize}
    />
  )
}

/** What sends a message, where there is a keyboard. */
export function SendKeySetting() {
  return (
    <Segments<SendKey>
      label={settingsWords.sendKey.title}
      choices={sendKeys}
      words={settingsWords.sendKey.choices}
      chosen={preferences.sendKey()}
      onChoose={preferences.setSendKey}
      hint={settingsWords.sendKey.hints[preferences.sendKey()]}
    />
  )
}

type SegmentsProps<T extends string> = {
  label: string
  choices: readonly T[]
  words: Record<T, string>
  chosen: T
  onChoose: (choice: T) => void
  hint?: string
}

/** One of a few, side by side as long as there is room. */
function Segments<T extends string>(props: SegmentsProps<T>) {
  const name = createUniqueId()
  return (
    <fieldset class="setting">
      <legend>{props.label}</legend>
      <div class="segments">
        <For each={props.choices}>
          {(choice) => (
            <label class={`segment segment-${choice}`}>
              <input
                type="radio"
                name={name}
                checked={props.chosen === choice}
                onChange={() => props.onChoose(choice)}
              />
              <span>{props.words[choice]}</span>
            </label>
          )}
        </For>
      </div>
      <p class="quiet">{props.hint}</p>
    </fieldset>
  )
}
