import type { OwnOrganization, SettingName } from '../../store/settings/organization-settings.ts'
import { failureWords } from '../../words/failures.ts'
import { valueWords, organizationWords as words } from '../../words/organization.ts'

/** What became of a change, one's own or another administrator's. */
export function SettingSaid(props: { own: OwnOrganization; name: SettingName }) {
  const said = () => props.own.said(props.name)
  const sentence = () => {
    const what = said()
    if (what === null) return ''
    switch (what.is) {
      case 'failed':
        return words.said.failed(failureWords(what))
      case 'elsewhere':
        return words.said.elsewhere(valueWords(props.name, what.was))
      case 'before':
        return words.said.before(valueWords(props.name, what.theirs))
      default:
        return words.said[what.is]
    }
  }
  return (
    <p class="organization-said" classList={{ 'field-problem': said()?.is === 'failed' }} role="status">
      {sentence()}
    </p>
  )
}
