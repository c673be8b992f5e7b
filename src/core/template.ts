/**
 * Writes a new registry with open blocks.
 *
 * @param sessions - number of blocks; positive.
 * @param settings - of the front matter, by name: path of the claim schema, names of branches.
 */
export function renderTemplate(
  sessions: number,
  settings: Readonly<Record<string, string>>
): string {
  const blocks = Array.from({length: sessions}, (_, index) => blockText(index + 1))
  return `${head(sessions, settings)}${blocks.join('\n---\n\n')}\n---\n\n${foot(sessions)}`
}

function head(sessions: number, settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `  ${name}: ${value}\n`)
  return `---
registry:
${lines.join('')}---

# Session Registry

**Purpose**: Every session holds one number, one role and one measurable goal.
**Status**: Registration in progress
**Required**: All ${sessions} sessions register before the work starts

## Registration Format

\`\`\`
NUMBER: [1-${sessions}, unique]
ROLE: [what only this session does]
GOAL: [something that can be measured]
SESSION_ID: [name, or name (runtime-id)]
STATUS: REGISTERED | PENDING
TIMESTAMP: [when it was registered, UTC]
\`\`\`

## Sessions

`
}

function blockText(number: number): string {
  return `### Session #${number}

- **NUMBER**: ${number}
- **ROLE**: [what only this session does]
- **GOAL**: [something that can be measured]
- **SESSION_ID**: [open]
- **STATUS**: ⏳ PENDING REGISTRATION
`
}

function foot(sessions: number): string {
  return `## How to register

\`\`\`bash
npx regmd claim --next --session NAME --role 'ROLE' --goal 'GOAL'
npx regmd status
\`\`\`

The first commit to reach the registry branch holds the number. Quote goals with single quotes: in
double quotes a shell eats \`$120k\`.

## Consensus Validation

- [ ] All ${sessions} sessions registered with unique numbers
- [ ] No duplicate numbers claimed
- [ ] All roles clearly defined and accepted
- [ ] All goals measurable and committed to
- [ ] Orchestrator confirms no conflicts
- [ ] Human approves final registry

**Current Status**: 0/${sessions} sessions registered

**Next Action**: Each session must register their identity
`
}
