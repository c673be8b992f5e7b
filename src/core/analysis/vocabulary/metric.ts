import {wordSet} from '../read.ts'

/** Nouns before a number that is their value: `NPS 60`, `score 70`. */
export const metrics: ReadonlySet<string> = wordSet(
  'acv aov apdex arpu arr average avg cac ces churn coverage cpa cpl csat ctr dau gmv kpi latency limit ltv mau mrr mttr nps p50 p90 p95 p99 quota rating ratio roas roi score sla slo target total uptime'
)
