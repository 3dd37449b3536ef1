import { words } from '../words/talk.ts'

/** Where the talk will stand, until it is there. */
export const TalkWaiting = () => <p class="talk quiet-center">{words.app.loading}</p>
