import type {Claim} from '../core/claim.ts'
import type {Consensus} from '../core/consensus.ts'
import {positionsOf} from '../core/position.ts'
import type {Problem, Remark} from '../core/problem.ts'
import {countProblems} from './verdict.ts'

/** What `check` found in a document. */
export interface CheckReport {
  /** From the repository's root, with slashes; foreign text. */
  readonly path: string
  /** The document, without byte order mark. */
  readonly text: string
  /** In document order. */
  readonly problems: readonly Problem[]
  /** Whether it ends with exit code 1. */
  readonly isFailed: boolean
  /** Of all blocks. */
  readonly claims: readonly Claim[]
  readonly consensus: Consensus
  /** Whether what consensus lacks is part of the result. */
  readonly wantsConsensus: boolean
}

/** What `check --json` prints as data. */
export function checkData({path, text, problems, ...report}: CheckReport): object {
  const positionOf = positionsOf(text)
  const place = ({message, span}: Remark) => ({message, ...positionOf(span)})
  const {reached, criteria, open} = report.consensus
  return {
    path,
    problems: problems.map(({code, severity, number, related = [], ...remark}) => ({
      code,
      severity,
      ...place(remark),
      ...(number === undefined ? {} : {number}),
      ...(related.length === 0 ? {} : {related: related.map(place)})
    })),
    ...countProblems(problems),
    ...(report.wantsConsensus ? {consensus: {reached, criteria, open}} : {}),
    untrusted: [
      '/path',
      '/problems/*/message',
      '/problems/*/related/*/message',
      ...(report.wantsConsensus ? ['/consensus/criteria/*/missing/*', '/consensus/open/*'] : [])
    ]
  }
}
