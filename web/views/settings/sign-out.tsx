import { createEffect, createSignal, on, Show } from 'solid-js'
import { isSharing } from '../../store/map/is-sharing.ts'
import type { Navigation } from '../../store/navigation.ts'
import { home } from '../../store/place.ts'
import type { SessionKeeper } from '../../transport/session-keeper.ts'
import { failureWords } from '../../words/failures.ts'
import { settingsWords } from '../../words/settings.ts'
import { words } from '../../words/talk.ts'
import { Sheet } from '../controls/sheet.tsx'

export type SignOutProps = {
  keeper: SessionKeeper
  navigation: Navigation
  unsentCount: () => number
  /** Says something on the page. */
  say: (text: string) => void
}

/** The way out. What was not sent yet is sent first, or goes with the person's own word. */
export function SignOut(props: SignOutProps) {
  const [isAsked, setIsAsked] = createSignal(false)
  const [isSending, setIsSending] = createSignal(false)
  /** Written here and nowhere else. */
  const [notes, setNotes] = createSignal(0)

  async function ask(): Promise<void> {
    const current = props.keeper.current()
    if (current.state === 'signed-in') {
      const { unsavedNotes } = await import('../../offline/notes-vault.ts')
      setNotes(await unsavedNotes(current.session.accountId, Date.now()))
    }
    if (props.unsentCount() > 0 || notes() > 0) setIsAsked(true)
    else await signOut()
  }

  async function signOut(): Promise<void> {
    setIsAsked(false)
    setIsSending(false)
    if (isSharing())
      await import('../../store/map/sharing-on-page.ts').then(
        ({ endSharing }) => endSharing(),
        () => undefined,
      )
    const reply = await props.keeper.signOut()
    if (reply.ok) props.navigation.replace(home)
    else props.say(failureWords(reply.failure))
  }

  createEffect(on([isSending, props.unsentCount], ([sending, count]) => sending && count === 0 && void signOut()))

  return (
    <>
      <button type="button" class="button wide" onClick={() => void ask()}>
        {settingsWords.signOut.title}
      </button>
      <Show when={isSending()}>
        <p class="page-notice" role="status">
          {settingsWords.signOut.sending(props.unsentCount())}{' '}
          <button type="button" class="small-button" onClick={() => setIsSending(false)}>
            {words.app.cancel}
          </button>
        </p>
      </Show>
      <Show when={isAsked()}>
        <Sheet
          navigation={props.navigation}
          title={notes() > 0 ? settingsWords.signOut.notes(notes()) : settingsWords.signOut.unsent(props.unsentCount())}
          onClose={() => setIsAsked(false)}
        >
          <div class="sheet-buttons sheet-buttons-stacked">
            <Show when={notes() === 0}>
              <button
                type="button"
                class="button primary"
                onClick={() => {
                  setIsAsked(false)
                  setIsSending(true)
                }}
              >
                {settingsWords.signOut.sendFirst}
              </button>
            </Show>
            <button type="button" class="button danger" onClick={() => void signOut()}>
              {settingsWords.signOut.discard}
            </button>
            <button type="button" class="button" onClick={() => setIsAsked(false)}>
              {words.app.cancel}
            </button>
          </div>
        </Sheet>
      </Show>
    </>
  )
}
