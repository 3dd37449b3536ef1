import { createSignal } from 'solid-js'
import { type MapSetting, usualMap } from '../../../protocol/room-map.ts'
import type { Api } from '../../transport/api.ts'
import { mapPaths, mapSettingShape } from '../../transport/map-paths.ts'

const [known, setKnown] = createSignal<MapSetting | null>(null)

/** What a map is drawn with: null until the server has said so, once for this page. Where it cannot be asked, the usual. */
export function mapSettingOf(api: Api): () => MapSetting | null {
  const [isAsked, setIsAsked] = createSignal(known() !== null)
  if (!isAsked())
    void api({ method: 'GET', path: mapPaths.setting, answer: mapSettingShape }).then((reply) => {
      if (reply.ok) setKnown(reply.value)
      setIsAsked(true)
    })
  return () => known() ?? (isAsked() ? usualMap : null)
}
