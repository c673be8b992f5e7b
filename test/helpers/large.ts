/** A large registry, and how its blocks differ from each other. */
export interface LargeOptions {
  /** Number of blocks; positive. */
  readonly blocks: number
  /** Blocks from the first on that are registered; none by default. */
  readonly registered?: number
  /** `\n` by default. */
  readonly ending?: '\n' | '\r\n'
}

/**
 * Writes a registry with many blocks, of about 500 bytes each, as people and regmd write them: front
 * matter, a format section, emoji, the consensus section, the derived lines.
 */
export function largeRegistry({blocks, registered = 0, ending = '\n'}: LargeOptions): string {
  const list = Array.from({length: blocks}, (_, index) =>
    blockText(index + 1, index < registered)
  ).join('\n---\n\n')
  return `${head(blocks)}${list}\n---\n\n${foot(blocks, registered)}`.replaceAll('\n', ending)
}

/** Name of the session that holds a number, or for which it is reserved. */
export function largeSession(number: number): string {
  return `field-team-${number}`
}

/** Writes one block of a large registry. */
export function blockText(number: number, isRegistered: boolean): string {
  const prospects = number * 25
  const status = isRegistered
    ? `- **STATUS**: ✅ REGISTERED
- **TIMESTAMP**: 2026-11-20T18:10:27Z
- **READY**: YES
`
    : '- **STATUS**: ⏳ PENDING REGISTRATION\n'
  return `### Session #${number}: Field Team ${number}

- **NUMBER**: ${number}
- **ROLE**: Prospect Research AI ${number} - Find and score prospects (Batch ${number})
- **GOAL**: Find 25 high-quality prospects daily in area ${number}, avg score 70+/100
- **SESSION_ID**: ${largeSession(number)} (session-${1_763_243_000 + number})
- **RESPONSIBILITIES**:
  - Find 25 prospects matching the profile of area ${number}
  - Enrich them with company/role data
  - Score each prospect 0-100
  - Queue prospects ${prospects - 24}-${prospects} for approval
${status}`
}

function head(blocks: number): string {
  return `---
registry:
  branch: registry
  reservations: strict
---

# Session Registry

**Purpose**: Every session holds one number, one role and one measurable goal.

**Status**: Registration in progress

---

## Registration Format

\`\`\`text
NUMBER: [1-${blocks}, unique]
ROLE: [what this session does, and no other]
GOAL: [a result that can be measured]
SESSION_ID: [name, or name (runtime-id)]
STATUS: REGISTERED | PENDING
TIMESTAMP: [UTC time of the claim]
\`\`\`

---

## 🎯 Current Session Registry

`
}

function foot(blocks: number, registered: number): string {
  return `## ✅ Consensus Validation

- [ ] All ${blocks} sessions registered with unique numbers
- [${registered === 0 ? ' ' : 'x'}] No duplicate numbers claimed
- [ ] All roles clearly defined and accepted
- [ ] All goals measurable and committed to
- [ ] Orchestrator confirms no conflicts
- [ ] Human approves final registry

**Current Status**: ${registered}/${blocks} sessions registered

**Next Action**: Each session must register their identity
`
}
