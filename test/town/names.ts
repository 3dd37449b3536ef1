import { chanceOf } from './random.ts'

/**
 * Names that nobody has: every surname is a tree followed by weather (椿雪, 樫風), every telephone number begins with 000,
 * which no exchange has. Whoever sees the list knows that these are samples (見本).
 */
export type PersonName = { name: string; kana: string; romaji: string }

type Word = readonly [kanji: string, kana: string, romaji: string]

const trees: readonly Word[] = [
  ['杉', 'すぎ', 'sugi'],
  ['松', 'まつ', 'matsu'],
  ['桐', 'きり', 'kiri'],
  ['楠', 'くす', 'kusu'],
  ['樫', 'かし', 'kashi'],
  ['楢', 'なら', 'nara'],
  ['椎', 'しい', 'shii'],
  ['栗', 'くり', 'kuri'],
  ['柿', 'かき', 'kaki'],
  ['桂', 'かつら', 'katsura'],
  ['椿', 'つばき', 'tsubaki'],
  ['榎', 'えのき', 'enoki'],
  ['檜', 'ひのき', 'hinoki'],
  ['柏', 'かしわ', 'kashiwa'],
  ['栃', 'とち', 'tochi'],
  ['柳', 'やなぎ', 'yanagi'],
  ['楓', 'かえで', 'kaede'],
  ['萩', 'はぎ', 'hagi'],
  ['桑', 'くわ', 'kuwa'],
  ['榊', 'さかき', 'sakaki'],
  ['梓', 'あずさ', 'azusa'],
  ['桃', 'もも', 'momo'],
  ['梨', 'なし', 'nashi'],
  ['桜', 'さくら', 'sakura'],
]

const weathers: readonly Word[] = [
  ['風', 'かぜ', 'kaze'],
  ['雨', 'あめ', 'ame'],
  ['雪', 'ゆき', 'yuki'],
  ['雲', 'くも', 'kumo'],
  ['霧', 'きり', 'kiri'],
  ['霜', 'しも', 'shimo'],
  ['虹', 'にじ', 'niji'],
  ['晴', 'はれ', 'hare'],
  ['露', 'つゆ', 'tsuyu'],
  ['凪', 'なぎ', 'nagi'],
  ['霞', 'かすみ', 'kasumi'],
  ['嵐', 'あらし', 'arashi'],
  ['空', 'そら', 'sora'],
]

/** Pairs that are an existing name or word, or that stumble on the tongue. */
const leftOut = new Set(['松風', '桐霧', '桐風', '梨雪', '桃空', '松雪', '桜雨', '柳風'])

type Given = readonly [kanji: string, kana: string]

const men: readonly Given[] = [
  ['誠', 'まこと'],
  ['健一', 'けんいち'],
  ['浩二', 'こうじ'],
  ['隆', 'たかし'],
  ['修', 'おさむ'],
  ['茂', 'しげる'],
  ['大輔', 'だいすけ'],
  ['直樹', 'なおき'],
  ['拓也', 'たくや'],
  ['翔太', 'しょうた'],
  ['和也', 'かずや'],
  ['剛', 'つよし'],
  ['秀樹', 'ひでき'],
  ['正人', 'まさと'],
  ['亮', 'りょう'],
  ['哲也', 'てつや'],
  ['裕介', 'ゆうすけ'],
  ['健太', 'けんた'],
  ['洋平', 'ようへい'],
  ['圭', 'けい'],
  ['雄一', 'ゆういち'],
  ['慎吾', 'しんご'],
  ['勝', 'まさる'],
  ['博之', 'ひろゆき'],
  ['学', 'まなぶ'],
  ['達也', 'たつや'],
  ['孝', 'たかし'],
  ['進', 'すすむ'],
  ['陽介', 'ようすけ'],
  ['涼', 'りょう'],
]

const women: readonly Given[] = [
  ['由美', 'ゆみ'],
  ['恵子', 'けいこ'],
  ['美咲', 'みさき'],
  ['陽子', 'ようこ'],
  ['千春', 'ちはる'],
  ['真理', 'まり'],
  ['裕子', 'ゆうこ'],
  ['彩', 'あや'],
  ['麻衣', 'まい'],
  ['奈緒', 'なお'],
  ['久美子', 'くみこ'],
  ['沙織', 'さおり'],
  ['智子', 'ともこ'],
  ['綾香', 'あやか'],
  ['里美', 'さとみ'],
  ['香織', 'かおり'],
  ['典子', 'のりこ'],
  ['春香', 'はるか'],
  ['友美', 'ともみ'],
  ['幸子', 'さちこ'],
]

const surnames: readonly Word[] = trees.flatMap((tree) =>
  weathers
    .filter((weather) => !leftOut.has(tree[0] + weather[0]))
    .map((weather): Word => [tree[0] + weather[0], tree[1] + weather[1], tree[2] + weather[2]]),
)

/** Whether a full name is one of the made-up ones. */
export const isMadeUp = (name: string): boolean => surnames.some(([kanji]) => name.startsWith(`${kanji} `))

/** Telephone number of the n-th person; nothing in Japan is reached under 000. */
export const samplePhone = (n: number): string => `000-0000-${String(n).padStart(4, '0')}`

/** Gives out names that differ from one another; the first `surnames.length` differ in the surname already. */
export function namesOf(seed: string): (gender: 'man' | 'woman') => PersonName {
  const chance = chanceOf(seed, 'names')
  const taken = new Set<string>()
  let deck: Word[] = []
  return (gender) => {
    for (;;) {
      if (deck.length === 0) deck = chance.shuffle(surnames)
      const family = deck.pop() as Word
      const given = chance.pick(gender === 'man' ? men : women)
      const name = `${family[0]} ${given[0]}`
      if (taken.has(name)) continue
      taken.add(name)
      return { name, kana: `${family[1]} ${given[1]}`, romaji: family[2] }
    }
  }
}
