import type { Light } from '../../../core/ringing/outlook.ts'
import type { Verdict } from '../../store/ringing/ringing-outlook.ts'
import { ringingOutlines } from '../ringing/ringing-outlines.ts'
import { Icon } from './icon.tsx'

/** A light, which has a shape as well as a colour. What it says stands beside it in words. */
export function LightMark(props: { light: Light }) {
  return (
    <span class={`light light-${props.light}`}>
      <Icon outline={ringingOutlines[props.light]} />
    </span>
  )
}

export const verdictLights: Record<Verdict, Light> = { rings: 'green', unsure: 'yellow', silent: 'red' }
