/** The one character that stands for an organization: 市, 災, 団. Its colour follows from the character, everywhere alike. */
export function OrganizationMark(props: { badge: string }) {
  return (
    <span class={`organization-mark hue-${hueOf(props.badge)}`} aria-hidden="true">
      {props.badge}
    </span>
  )
}

const hues = 6
const usual: Record<string, number> = { 市: 0, 災: 1, 団: 2 }

const hueOf = (badge: string): number => usual[badge] ?? (badge.codePointAt(0) ?? 0) % hues
