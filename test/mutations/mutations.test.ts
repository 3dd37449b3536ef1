import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PROJECT } from '../../.tasks/paths.mjs'
import { type Mutation, mutations } from './mutations.ts'

/** The files whose tests cite a rule. */
const filesCiting = (rule: string): string[] =>
  readdirSync(`${PROJECT}/test/core`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/core/${name}`)
    .filter((file) => readFileSync(`${PROJECT}/${file}`, 'utf8').includes(`[${rule}]`))

/** Runs the tests of a rule with the mutation in force, and answers the names of those that failed. */
function failingTests(index: number, { rule }: Mutation): Promise<string[]> {
  const outputFile = `${PROJECT}/.build/mutations/${index}.json`
  const reporter = ['--reporter', 'json', '--outputFile', outputFile]
  const only = ['-t', `\\[${rule}\\]`, ...filesCiting(rule)]
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'core',
    '--fsModuleCache=false',
    ...reporter,
    ...only,
  ]
  const env = { ...process.env, MUTATION: `${index}` }
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: PROJECT, env }, () => {
      const { testResults } = JSON.parse(readFileSync(outputFile, 'utf8')) as Report
      const failed = testResults.flatMap((file) => file.assertionResults).filter(({ status }) => status === 'failed')
      resolve(failed.map(({ title }) => title))
    })
  })
}

type Report = { testResults: { assertionResults: { status: string; title: string }[] }[] }

test.concurrent.each(mutations.map((mutation, index) => ({ ...mutation, index })))(
  '$rule has a test that fails when $find is broken in $file',
  async ({ index, ...mutation }) => {
    expect(readFileSync(`${PROJECT}/${mutation.file}`, 'utf8').split(mutation.find)).toHaveLength(2)
    const failed = await failingTests(index, mutation)
    expect(failed.some((title) => title.includes(`[${mutation.rule}]`))).toBe(true)
  },
)
