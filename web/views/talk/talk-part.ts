import { later } from '../controls/later.tsx'
import { TalkWaiting } from './talk-waiting.tsx'

/** What was said so far. A room has nothing to show before it has answered, so that this can come behind the place to write. */
export const Talk = later(() => import('./talk.tsx').then((file) => file.Talk), TalkWaiting)
