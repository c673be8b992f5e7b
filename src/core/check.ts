import type {Policy} from './policy.ts'
import {type Finding, type Problem, type ProblemCode, severities} from './problem.ts'
import {weighProposals} from './proposal.ts'
import {rules} from './rules/index.ts'
import type {Subject} from './rules/rule.ts'

/** Judges a document by all rules: its problems, in the order of the document. */
export function checkRegistry(subject: Subject): readonly Problem[] {
  const {policy, registry} = subject
  const active = rules.filter(({code}) => policy.rules[code] !== 'off')
  const problems = active.flatMap(({code, check}) =>
    check(subject).flatMap((finding) => problemOf(policy, code, finding))
  )
  return inOrder(weighProposals(registry, problems))
}

/** Gives a finding its name and severity; nothing where the policy has turned its code off. */
export function problemOf(policy: Policy, code: ProblemCode, finding: Finding): readonly Problem[] {
  const severity = policy.rules[code] ?? severities[code]
  return severity === 'error' || severity === 'warning' ? [{...finding, code, severity}] : []
}

/** Sorts problems by place; those of one place stay in the order given. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
}
