import { personOf, type Role, type Town } from './town.ts'

/** One password for everybody of the demo: whoever sees it sees that it guards nothing. */
export const demoPassword = 'mihon-no-machi'

export type SignIn = { name: string; loginId: string; password: string; what: string }

/** Typical people of the town: who they are, and what is worth seeing as them. */
const typical: readonly (readonly [role: Role, what: string])[] = [
  ['desk1', '団 消防団事務局：一斉連絡と34の個別ルーム'],
  ['chief', '団 団長：正副団長・本部員連絡'],
  ['captain12', '団 第12分団長：スマホで使う分団長'],
  ['captain5', '市・災・団 下水道課の係長で第5分団長'],
  ['mayor', '市・災 市長：幹部連絡'],
  ['kiki/係長', '市・災 危機管理課の係長：災害連絡グループ'],
  ['gateArea4', '市・災 大淵水門の地域担当'],
  ['digital/課長補佐', '市・災・団 デジタル戦略課：管理者'],
]

/** What `npm start` prints. All people of the town have the same password. */
export const signInsOf = (town: Town): SignIn[] =>
  typical.map(([role, what]) => {
    const { name, loginId } = personOf(town, role)
    return { name, loginId, password: demoPassword, what }
  })
