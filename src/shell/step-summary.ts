import {appendFile} from 'node:fs/promises'
import type {Context} from '../context.ts'

/** Adds markdown to the summary of a workflow's step; outside of a workflow there is none. */
export async function addToSummary({env, stderr}: Context, markdown: string): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY']
  if (file === undefined || file === '') return
  try {
    await appendFile(file, markdown)
  } catch (error) {
    // The findings are worth more than where they are shown.
    if (!(error instanceof Error)) throw error
    stderr.write('regmd: Cannot write the step summary\n')
  }
}
