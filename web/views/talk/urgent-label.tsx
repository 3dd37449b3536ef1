import { messageWords } from '../../words/messages.ts'

/** Says that a message rang through what people have set. */
export const UrgentLabel = () => <b class="urgent-label">{messageWords.message.urgent}</b>
